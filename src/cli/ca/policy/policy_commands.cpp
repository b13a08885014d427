#include "cli/ca/policy/policy_commands.h"

#include <algorithm>
#include <array>

#include "cli/ca/admin/session.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca::policy {
namespace {

using messages::admin::text_array;
using messages::admin::texts_of;

constexpr std::string_view absent = "certificate issuance policy does not exist";

std::string path_of(const Invocation& in, Level level) {
  if (level == Level::authority) return client::admin_path({"policy"});
  const std::string provisioner = in.required_string("provisioner");
  if (level == Level::provisioner) return client::admin_path({"provisioners", provisioner, "policy"});
  const std::string id = in.string("eab-key-id"), reference = in.string("eab-key-reference");
  if (id.empty() && reference.empty()) throw required_or("eab-key-reference", "eab-key-id");
  return id.empty() ? client::admin_path({"acme", "policy", provisioner, "reference", reference})
                    : client::admin_path({"acme", "policy", provisioner, "key", id});
}

// The one 404 that means "no policy"; any other names something else that is missing.
bool means_absent(const client::AdminFailure& error) {
  return error.answered == 404 && error.text().ends_with("policy does not exist");
}

json::Object& member(json::Object& object, std::string_view name) {
  json::Value& value = object[{name.data(), name.size()}];
  if (!value.is_object()) value = json::Object{};
  return value.get_object();
}

json::Object& rules_of(json::Object& policy, Area area) {
  if (area == Area::x509) return member(policy, "x509");
  return member(member(policy, "ssh"), area == Area::ssh_host ? "host" : "user");
}

class RemotePolicy {
 public:
  RemotePolicy(const Invocation& in, Level level)
      : path_(path_of(in, level)), ca_(open_admin_client(in, level == Level::authority)) {}

  std::optional<json::Object> get() {
    try {
      return ca_->call("GET", path_);
    } catch (const client::AdminFailure& error) {
      if (means_absent(error)) return std::nullopt;
      throw error.wrapped("error retrieving policy");
    }
  }
  /// The policy with every part of it, empty ones too; where there was none, put() makes one.
  json::Object get_whole() {
    auto known = get();
    exists_ = known.has_value();
    json::Object out = exists_ ? std::move(*known) : json::Object{};
    for (const Area area : {Area::x509, Area::ssh_host, Area::ssh_user}) {
      for (const char* side : {"allow", "deny"}) member(rules_of(out, area), side);
    }
    return out;
  }
  json::Object put(const json::Object& policy) {
    const json::Value body = policy;
    try {
      return ca_->call(exists_ ? "PUT" : "POST", path_, &body);
    } catch (const Error& error) {
      throw error.wrapped("error updating policy");
    }
  }
  void remove() {
    try {
      ca_->call("DELETE", path_);
    } catch (const client::AdminFailure& error) {
      if (means_absent(error)) throw Error(std::string(absent));
      throw error.wrapped("error deleting certificate issuance policy");
    }
  }

 private:
  std::string path_;
  std::unique_ptr<client::AdminClient> ca_;
  bool exists_ = false;
};

// What the message calls a list; "" for one that this part of a policy does not have.
std::string_view list_name(const Place& place) {
  constexpr std::array<std::string_view, 6> names = {"commonNames", "dns",  "emails",
                                                     "ips",         "uris", "principals"};
  const bool user = place.area == Area::ssh_user;
  const bool email = place.list == NameList::email;
  if (place.area == Area::ssh_host && email) throw Error("SSH host policy does not support emails");
  if (user && place.list == NameList::dns) throw Error("SSH user policy does not support dns");
  return names[static_cast<std::size_t>(place.list)];
}

std::vector<std::string> changed_list(const json::Object& names, std::string_view list,
                                      const std::vector<std::string>& arguments, bool remove) {
  std::vector<std::string> out;
  const auto add_once = [&](const std::string& name) {
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  };
  for (const std::string& name : texts_of(json::find(names, list))) add_once(name);
  for (const std::string& name : arguments) {
    if (remove) {
      std::erase(out, name);
    } else {
      add_once(name);
    }
  }
  return out;
}

void print_policy(const json::Object& policy) { print(json::write_indented(policy, "   ") + "\n"); }

}  // namespace

int view_policy(Invocation& in, Level level) {
  in.expect_args(0);
  if (const auto policy = RemotePolicy(in, level).get()) {
    print_policy(*policy);
  } else {
    print(std::string(absent) + "\n");
  }
  return 0;
}

int remove_policy(Invocation& in, Level level) {
  in.expect_args(0);
  RemotePolicy(in, level).remove();
  print("policy deleted\n");
  return 0;
}

int change_names(Invocation& in, const Place& place) {
  if (in.arg_count() == 0) throw in.too_few();
  const std::string_view list = list_name(place);
  RemotePolicy remote(in, place.level);
  json::Object policy = remote.get_whole();
  json::Object& names = member(rules_of(policy, place.area), place.side == Side::allow ? "allow" : "deny");
  auto changed = changed_list(names, list, in.args(), in.boolean("remove"));
  if (changed.empty()) {
    names.erase({list.data(), list.size()});
  } else {
    names[{list.data(), list.size()}] = text_array(changed);
  }
  print_policy(remote.put(policy));
  return 0;
}

int change_wildcards(Invocation& in, Level level, bool allow) {
  in.expect_args(0);
  RemotePolicy remote(in, level);
  json::Object policy = remote.get_whole();
  json::Object& rules = member(policy, "x509");
  if (allow) {
    rules["allowWildcardNames"] = true;
  } else {
    rules.erase("allowWildcardNames");
  }
  print_policy(remote.put(policy));
  return 0;
}

}  // namespace newel::cli::ca::policy
