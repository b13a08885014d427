#include "policy/rules.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

namespace newel::policy {
namespace {

using Strings = std::vector<std::string>;

struct ListMember {
  NameType type;
  Strings NameRules::*list;
};
constexpr std::array lists = {
    ListMember{NameType::dns, &NameRules::dns},     ListMember{NameType::ip, &NameRules::ip},
    ListMember{NameType::email, &NameRules::email}, ListMember{NameType::uri, &NameRules::uri},
    ListMember{NameType::cn, &NameRules::cn},       ListMember{NameType::principal, &NameRules::principal},
};
constexpr std::array x509_types = {NameType::cn, NameType::dns, NameType::ip, NameType::email, NameType::uri};
constexpr std::array ssh_types = {NameType::dns, NameType::ip, NameType::email, NameType::principal};

// Walks the document; the first wrong kind is thrown as Failure and caught at the entrance.
class Reader {
 public:
  explicit Reader(Strings* unknown) : unknown_(unknown) {}

  Rules rules(const json::Object& object, const std::string& path) {
    Rules out;
    const std::array<std::string_view, 2> names = {"x509", "ssh"};
    note_unknown(object, path, names);
    if (const auto* x509 = member(object, path, "x509")) out.x509 = x509_rules(*x509, path + ".x509");
    if (const auto* ssh = member(object, path, "ssh")) {
      const std::array<std::string_view, 2> kinds = {"user", "host"};
      note_unknown(*ssh, path + ".ssh", kinds);
      if (const auto* user = member(*ssh, path + ".ssh", "user"))
        out.ssh_user = rule_set(*user, path + ".ssh.user", ssh_types);
      if (const auto* host = member(*ssh, path + ".ssh", "host"))
        out.ssh_host = rule_set(*host, path + ".ssh.host", ssh_types);
    }
    return out;
  }

 private:
  RuleSet x509_rules(const json::Object& object, const std::string& path) {
    RuleSet out = rule_set(object, path, x509_types, "allowWildcardNames");
    const json::Value* wildcards = json::find_ci(object, "allowWildcardNames");
    if (wildcards != nullptr && !wildcards->is_null()) {
      if (!wildcards->is_bool()) throw Failure{path + ".allowWildcardNames must be true or false"};
      out.allow_wildcards = wildcards->get_bool();
    }
    return out;
  }

  RuleSet rule_set(const json::Object& object, const std::string& path, std::span<const NameType> types,
                   std::string_view extra = {}) {
    const std::array<std::string_view, 3> names = {"allow", "deny", extra};
    note_unknown(object, path, names);
    RuleSet out;
    if (const auto* allow = member(object, path, "allow"))
      out.allow = name_rules(*allow, path + ".allow", types);
    if (const auto* deny = member(object, path, "deny")) out.deny = name_rules(*deny, path + ".deny", types);
    return out;
  }

  NameRules name_rules(const json::Object& object, const std::string& path, std::span<const NameType> types) {
    NameRules out;
    std::vector<std::string_view> names;
    for (const NameType type : types) names.push_back(name_type_text(type));
    note_unknown(object, path, names);
    for (const ListMember& one : lists) {
      if (std::find(types.begin(), types.end(), one.type) == types.end()) continue;
      out.*one.list = texts(object, path, name_type_text(one.type));
    }
    return out;
  }

  static Strings texts(const json::Object& object, const std::string& path, std::string_view name) {
    Strings out;
    const json::Value* value = json::find_ci(object, name);
    if (value == nullptr || value->is_null()) return out;
    if (!value->is_array()) throw Failure{path + "." + std::string(name) + " must be a list of texts"};
    for (const json::Value& item : value->get_array()) {
      if (!item.is_string()) throw Failure{path + "." + std::string(name) + " must be a list of texts"};
      out.push_back(*json::as_string(&item));
    }
    return out;
  }

  static const json::Object* member(const json::Object& object, const std::string& path,
                                    std::string_view name) {
    const json::Value* value = json::find_ci(object, name);
    if (value == nullptr || value->is_null()) return nullptr;
    if (!value->is_object()) throw Failure{path + "." + std::string(name) + " must be an object"};
    return &value->get_object();
  }

  void note_unknown(const json::Object& object, const std::string& path,
                    std::span<const std::string_view> names) {
    if (unknown_ == nullptr) return;
    for (const auto& entry : object) {
      const std::string_view key(entry.key().data(), entry.key().size());
      const bool known = std::any_of(names.begin(), names.end(),
                                     [&](std::string_view name) { return equal_ignoring_case(name, key); });
      if (!known) unknown_->push_back(path + "." + std::string(key));
    }
  }

  Strings* unknown_;
};

}  // namespace

std::string_view name_type_text(NameType type) {
  switch (type) {
    case NameType::cn:
      return "cn";
    case NameType::dns:
      return "dns";
    case NameType::ip:
      return "ip";
    case NameType::email:
      return "email";
    case NameType::uri:
      return "uri";
    case NameType::principal:
      return "principal";
  }
  return "";
}

const Strings& NameRules::of(NameType type) const {
  const auto at = std::find_if(lists.begin(), lists.end(), [&](const auto& one) { return one.type == type; });
  return this->*at->list;
}

bool NameRules::empty() const {
  return std::all_of(lists.begin(), lists.end(), [&](const auto& one) { return (this->*one.list).empty(); });
}

Expected<Rules> read_rules(const json::Object& object, const std::string& path, Strings* unknown) {
  try {
    return Reader(unknown).rules(object, path);
  } catch (Failure& wrong) {
    return tl::unexpected<Failure>(std::move(wrong));
  }
}

}  // namespace newel::policy
