#include "client/provisioner_list.h"

#include <algorithm>

namespace newel::client {
namespace {

std::string member(const json::Object& object, std::string_view name) {
  return json::as_string(json::find_ci(object, name)).value_or("");
}

bool has_kid(const ListedProvisioner& item, const std::string& kid) {
  return (item.type == provisioner::Type::jwk && item.kid == kid) ||
         (item.type == provisioner::Type::oidc && item.client_id == kid);
}

template <class Keep>
void keep_only(std::vector<ListedProvisioner>& items, Keep keep) {
  std::erase_if(items, [&](const ListedProvisioner& item) { return !keep(item); });
}

void refuse_if_empty(const std::vector<ListedProvisioner>& items, const std::string& flag,
                     const std::string& value) {
  if (items.empty()) throw Error("invalid value '" + value + "' for flag '--" + flag + "'");
}

}  // namespace

std::string ListedProvisioner::label() const {
  using provisioner::Type;
  const std::string base = name + " (" + std::string(provisioner::type_name(type)) + ")";
  switch (type) {
    case Type::jwk:
      return base + " [kid: " + kid + "]";
    case Type::oidc:
      return base + " [client: " + client_id + "]";
    case Type::azure:
      return base + " [tenant: " + tenant_id + "]";
    default:
      return base;
  }
}

std::vector<ListedProvisioner> list_provisioners(const json::Array& documents) {
  std::vector<ListedProvisioner> out;
  for (const auto& value : documents) {
    if (!value.is_object()) continue;
    const json::Object& object = value.get_object();
    const auto type = provisioner::parse_type(member(object, "type"));
    if (!type) continue;
    ListedProvisioner item;
    item.type = *type;
    item.name = member(object, "name");
    item.client_id = member(object, "clientID");
    item.tenant_id = member(object, "tenantID");
    if (const json::Value* key = json::find_ci(object, "key"); key != nullptr && key->is_object()) {
      item.kid = member(key->get_object(), "kid");
    }
    item.document = object;
    out.push_back(std::move(item));
  }
  return out;
}

std::vector<ListedProvisioner> filter_provisioners(std::vector<ListedProvisioner> all,
                                                   const ProvisionerFilter& filter) {
  if (filter.only) keep_only(all, [&](const auto& item) { return item.type == *filter.only; });
  if (all.empty()) throw Error("cannot create a new token: the CA does not have any provisioner configured");
  if (!filter.kid.empty()) {
    keep_only(all, [&](const auto& item) { return has_kid(item, filter.kid); });
    refuse_if_empty(all, "kid", filter.kid);
  }
  for (const FlagText& wanted : filter.names) {
    keep_only(all, [&](const auto& item) { return item.name == wanted.value; });
    refuse_if_empty(all, wanted.flag, wanted.value);
  }
  return all;
}

}  // namespace newel::client
