#include "messages/admin/policy_form.h"

#include <algorithm>
#include <array>

namespace newel::messages::admin {
namespace {

struct ListName {
  std::string_view message, document;
};

constexpr std::array x509_lists = {ListName{"dns", "dns"}, ListName{"ips", "ip"}, ListName{"emails", "email"},
                                   ListName{"uris", "uri"}, ListName{"commonNames", "cn"}};
constexpr std::array host_lists = {ListName{"dns", "dns"}, ListName{"ips", "ip"},
                                   ListName{"principals", "principal"}};
constexpr std::array user_lists = {ListName{"emails", "email"}, ListName{"principals", "principal"}};

using Lists = std::span<const ListName>;

std::vector<std::string> without_duplicates(const std::vector<std::string>& all) {
  std::vector<std::string> out;
  for (const std::string& one : all) {
    if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(one);
  }
  return out;
}

json::Object names_from_message(std::optional<MessageReader> in, Lists lists) {
  json::Object out;
  if (!in) return out;
  for (const ListName& list : lists)
    put(out, list.document, text_array(without_duplicates(in->texts(list.message))));
  in->finish();
  return out;
}

json::Object names_to_message(const json::Value* value, Lists lists) {
  json::Object out;
  if (value == nullptr || !value->is_object()) return out;
  for (const ListName& list : lists)
    put(out, list.message, text_array(texts_of(json::find_ci(value->get_object(), list.document))));
  return out;
}

json::Object rules_from_message(MessageReader& in, Lists lists) {
  json::Object out;
  for (const char* side : {"allow", "deny"}) {
    const bool given = in.any(side) != nullptr;
    auto names = names_from_message(in.message(side), lists);
    if (given) out[side] = std::move(names);
  }
  return out;
}

json::Object rules_to_message(const json::Object& rules, Lists lists) {
  json::Object out;
  for (const char* side : {"allow", "deny"}) {
    const json::Value* value = json::find_ci(rules, side);
    if (value != nullptr && value->is_object()) out[side] = names_to_message(value, lists);
  }
  return out;
}

}  // namespace

json::Object policy_from_message(const json::Value& message) {
  MessageReader in(message);
  json::Object out;
  if (auto x509 = in.message("x509")) {
    json::Object rules = rules_from_message(*x509, x509_lists);
    put(rules, "allowWildcardNames", json::Value(x509->boolean("allowWildcardNames").value_or(false)));
    x509->finish();
    out["x509"] = std::move(rules);
  }
  if (auto ssh = in.message("ssh")) {
    json::Object sides;
    if (auto host = ssh->message("host")) {
      sides["host"] = rules_from_message(*host, host_lists);
      host->finish();
    }
    if (auto user = ssh->message("user")) {
      sides["user"] = rules_from_message(*user, user_lists);
      user->finish();
    }
    ssh->finish();
    out["ssh"] = std::move(sides);
  }
  in.finish();
  return out;
}

json::Object policy_to_message(const json::Object& document) {
  json::Object out;
  const json::Value* x509 = json::find_ci(document, "x509");
  if (x509 != nullptr && x509->is_object()) {
    json::Object rules = rules_to_message(x509->get_object(), x509_lists);
    if (const json::Value* wild = json::find_ci(x509->get_object(), "allowWildcardNames"))
      put(rules, "allowWildcardNames", *wild);
    out["x509"] = std::move(rules);
  }
  const json::Value* ssh = json::find_ci(document, "ssh");
  if (ssh != nullptr && ssh->is_object()) {
    json::Object sides;
    for (const auto& [name, lists] :
         {std::pair<const char*, Lists>{"host", host_lists}, {"user", user_lists}}) {
      const json::Value* side = json::find_ci(ssh->get_object(), name);
      if (side != nullptr && side->is_object()) sides[name] = rules_to_message(side->get_object(), lists);
    }
    out["ssh"] = std::move(sides);
  }
  return out;
}

}  // namespace newel::messages::admin
