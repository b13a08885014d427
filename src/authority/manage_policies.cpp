#include "authority/administration.h"
#include "authority/managed_policy.h"

namespace newel::authority {
namespace {

const json::Object* policy_of(const Management& state, const PolicyOwner& owner) {
  if (owner.provisioner_id.empty()) return state.policy(store::ManagedPolicy::authority_owner);
  const Management::Entry* entry = state.provisioner_by_id(owner.provisioner_id);
  const json::Value* own = entry != nullptr ? json::find_ci(entry->document, "policy") : nullptr;
  return own != nullptr && own->is_object() ? &own->get_object() : nullptr;
}

Error missing(const PolicyOwner& owner) {
  const std::string what = owner.provisioner_id.empty() ? "authority" : "provisioner";
  return Error::verbatim(404, what + " policy does not exist");
}

// `doing`: "storing" or "updating". Rules that do not parse are refused, and rules under which an
// administrator could not get a certificate any more: he is the one who could take them back.
void check(const Draft& draft, const PolicyOwner& owner, const json::Object& document,
           const std::string& doing) {
  const bool authority = owner.provisioner_id.empty();
  const std::string what = authority ? "authority" : "provisioner";
  std::shared_ptr<const policy::Policy> rules;
  try {
    rules = read_managed_policy(document, authority ? policy::Level::authority : policy::Level::provisioner);
  } catch (const Error& error) {
    throw Error::verbatim(400, "error validating " + what + " policy: " + error.text());
  }
  for (const store::ManagedAdmin& admin : draft.state().admins) {
    if (!authority && admin.provisioner_id != owner.provisioner_id) continue;
    if (!rules->check_x509(policy::sorted_names({admin.subject}))) continue;
    const std::string names = "[" + admin.subject + "]";
    throw Error::verbatim(400, "error " + doing + " " + what +
                                   " policy: the provided policy would lock out " + names +
                                   " from the CA. Please create an x509 policy to include " + names +
                                   " as an allowed DNS name");
  }
}

void put(Draft& draft, const PolicyOwner& owner, json::Object document) {
  if (owner.provisioner_id.empty())
    return draft.put_policy(store::ManagedPolicy::authority_owner, std::move(document));
  Management::Entry entry = *draft.state().provisioner_by_id(owner.provisioner_id);
  entry.document["policy"] = std::move(document);
  draft.put(std::move(entry));
}

}  // namespace

void check_policy(const json::Object& document) {
  try {
    read_managed_policy(document, policy::Level::provisioner);
  } catch (const Error& error) {
    throw Error::verbatim(400, "error validating ACME EAB policy: " + error.text());
  }
}

const json::Object& find_policy(const Management& state, const PolicyOwner& owner) {
  const json::Object* policy = policy_of(state, owner);
  if (policy == nullptr) throw missing(owner);
  return *policy;
}

void create_policy(Draft& draft, const PolicyOwner& owner, json::Object document) {
  if (policy_of(draft.state(), owner) != nullptr)
    throw Error::verbatim(409, owner.text() + " already has a policy");
  check(draft, owner, document, "storing");
  put(draft, owner, std::move(document));
}

void update_policy(Draft& draft, const PolicyOwner& owner, json::Object document) {
  if (policy_of(draft.state(), owner) == nullptr) throw missing(owner);
  check(draft, owner, document, "updating");
  put(draft, owner, std::move(document));
}

void remove_policy(Draft& draft, const PolicyOwner& owner) {
  if (policy_of(draft.state(), owner) == nullptr) throw missing(owner);
  if (owner.provisioner_id.empty()) return draft.remove_policy(store::ManagedPolicy::authority_owner);
  Management::Entry entry = *draft.state().provisioner_by_id(owner.provisioner_id);
  entry.document.erase("policy");
  draft.put(std::move(entry));
}

}  // namespace newel::authority
