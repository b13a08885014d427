#include "authority/management.h"

#include <algorithm>

namespace newel::authority {
namespace {

json::Object parse_document(const std::string& text, const std::string& what) {
  json::Value value = value_or_throw(json::parse(text), "error reading " + what + " from the database");
  if (!value.is_object()) throw Error("error reading " + what + " from the database: not a JSON object");
  return std::move(value.get_object());
}

std::string member(const json::Object& document, std::string_view name) {
  return json::as_string(json::find_ci(document, name)).value_or("");
}

template <class List, class Match>
auto* find_if(const List& list, Match match) {
  const auto at = std::find_if(list.begin(), list.end(), match);
  return at == list.end() ? nullptr : &*at;
}

}  // namespace

std::string Management::Entry::name() const { return member(document, "name"); }
std::string Management::Entry::type() const { return member(document, "type"); }

Management Management::from_rows(const store::ManagedState& rows) {
  Management out;
  out.version = rows.version;
  for (const auto& row : rows.provisioners)
    out.provisioners.push_back(
        {row.id, parse_document(row.document, "provisioner " + row.name), row.created_at});
  out.admins = rows.admins;
  for (const auto& row : rows.policies)
    out.policies[row.owner] = parse_document(row.document, "policy " + row.owner);
  for (const auto& admin : out.admins) {
    if (out.provisioner_by_id(admin.provisioner_id) == nullptr) {
      throw Error("provisioner " + admin.provisioner_id + " not found when loading admin " + admin.id);
    }
  }
  return out;
}

const Management::Entry* Management::provisioner_by_id(std::string_view id) const {
  return find_if(provisioners, [&](const Entry& one) { return one.id == id; });
}

const Management::Entry* Management::provisioner_by_name(std::string_view name) const {
  return find_if(provisioners, [&](const Entry& one) { return one.name() == name; });
}

const store::ManagedAdmin* Management::admin_by_id(std::string_view id) const {
  return find_if(admins, [&](const store::ManagedAdmin& one) { return one.id == id; });
}

const store::ManagedAdmin* Management::admin_of(std::string_view provisioner_id,
                                                std::string_view subject) const {
  return find_if(admins, [&](const store::ManagedAdmin& one) {
    return one.provisioner_id == provisioner_id && one.subject == subject;
  });
}

std::size_t Management::super_admins() const {
  return static_cast<std::size_t>(
      std::count_if(admins.begin(), admins.end(), [](const auto& one) { return one.is_super; }));
}

const json::Object* Management::policy(const std::string& owner) const {
  const auto at = policies.find(owner);
  return at == policies.end() ? nullptr : &at->second;
}

}  // namespace newel::authority
