// /admin/acme/eab and /admin/acme/policy: the keys with which ACME clients open accounts, and what their
// accounts may have certified.
#include <algorithm>

#include "api/admin/admin_handlers.h"
#include "api/admin/call.h"
#include "messages/admin/admin_form.h"
#include "messages/admin/policy_form.h"

namespace newel::api::admin {
namespace {

using authority::Management;
using store::ExternalAccountKey;
namespace forms = messages::admin;

constexpr int default_limit = 20, max_limit = 100;

forms::EabKeyMessage message_of(const ExternalAccountKey& key, const std::string& provisioner) {
  return {key.id,         provisioner, key.reference, key.account_id, to_text(key.hmac_key),
          key.created_at, key.bound_at};
}

const Management::Entry& provisioner_of(const Exchange& in, const Management& state) {
  const Management::Entry& entry = authority::find_provisioner(state, in.parameter);
  authority::require_external_accounts(entry);
  return entry;
}

Error no_key() { return Error::verbatim(404, "ACME External Account Key not found"); }

std::string described(const Management::Entry& provisioner, const ExternalAccountKey& key) {
  return provisioner.name() + "/" + key.id + (key.reference.empty() ? "" : " (" + key.reference + ")");
}

// By its id, or by its reference, as the path says.
ExternalAccountKey key_of(const Exchange& in, store::Store& store, const Management::Entry& provisioner,
                          bool by_reference) {
  const std::string& name = in.more_parameters.at(0);
  auto key = by_reference ? store.find_external_account_key(provisioner.id, name)
                          : store.find_external_account_key(name);
  if (!key || key->provisioner_id != provisioner.id) throw no_key();
  return std::move(*key);
}

bool names_reference(const Exchange& in) {
  return in.request().path.find("/reference/") != std::string::npos;
}

ExternalAccountKey key_of_policy(const Exchange& in, store::Store& store,
                                 const Management::Entry& provisioner) {
  return key_of(in, store, provisioner, names_reference(in));
}

Error no_policy() { return Error::verbatim(404, "ACME EAB policy does not exist"); }

void write_policy(Exchange& exchange, bool create) {
  admin_change(exchange, [create](const Exchange& in, authority::Draft& draft) {
    const Management::Entry provisioner = provisioner_of(in, draft.state());
    ExternalAccountKey key = key_of_policy(in, draft.authority().store(), provisioner);
    if (create && !key.policy.empty())
      throw Error::verbatim(409, "ACME EAB " + key.id + " already has a policy");
    if (!create && key.policy.empty()) throw no_policy();
    const json::Object document = forms::policy_from_message(admin_body(in));
    authority::check_policy(document);
    key.policy = json::write(document);
    draft.transaction().add(store::PutExternalAccountKey{key});
    return AdminAnswer{create ? 201 : 200, forms::policy_to_message(document),
                       create ? "create policy" : "update policy", described(provisioner, key)};
  });
}

}  // namespace

void get_eab_keys(Exchange& exchange) {
  admin_read(exchange, [](const Exchange& in, const authority::Authority& authority) {
    const Management::Entry& provisioner = provisioner_of(in, *authority.management());
    json::Array list;
    std::string next;
    if (!in.more_parameters.empty()) {
      list.emplace_back(
          message_of(key_of(in, authority.store(), provisioner, true), provisioner.name()).to_listed_json());
    } else {
      const Paging paging = paging_of(in);
      const int limit = std::min(paging.limit <= 0 ? default_limit : paging.limit, max_limit);
      auto keys = authority.store().external_account_keys(provisioner.id, paging.cursor, limit + 1);
      if (keys.size() > static_cast<std::size_t>(limit)) {
        next = keys.back().id;
        keys.pop_back();
      }
      for (const auto& key : keys) list.emplace_back(message_of(key, provisioner.name()).to_listed_json());
    }
    return AdminAnswer{200, json::Object{{"eaks", std::move(list)}, {"nextCursor", next}}, {}, {}};
  });
}

void post_eab_key(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    const Management::Entry provisioner = provisioner_of(in, draft.state());
    const auto body = admin_body(in);
    if (!body.is_object()) throw forms::bad_body("error reading request body: not a JSON object");
    const std::string reference = json::as_string(json::find_ci(body.get_object(), "reference")).value_or("");
    if (reference.size() > 256)
      throw Error::verbatim(400, "error validating request body: reference length too long (maximum 256)");
    const auto key = authority::create_external_account_key(draft, provisioner, reference);
    return AdminAnswer{201, message_of(key, provisioner.name()).to_json(), "create ACME EAB key",
                       described(provisioner, key)};
  });
}

void delete_eab_key(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    const Management::Entry provisioner = provisioner_of(in, draft.state());
    const ExternalAccountKey key = key_of(in, draft.authority().store(), provisioner, false);
    draft.transaction().add(store::RemoveExternalAccountKey{key.id});
    AdminAnswer answer = AdminAnswer::ok();
    answer.action = "remove ACME EAB key";
    answer.object = described(provisioner, key);
    return answer;
  });
}

void get_eab_policy(Exchange& exchange) {
  admin_read(exchange, [](const Exchange& in, const authority::Authority& authority) {
    const Management::Entry& provisioner = provisioner_of(in, *authority.management());
    const ExternalAccountKey key = key_of_policy(in, authority.store(), provisioner);
    if (key.policy.empty()) throw no_policy();
    const json::Value document = value_or_throw(json::parse(key.policy));
    return AdminAnswer{200, forms::policy_to_message(document.as_object()), {}, {}};
  });
}

void post_eab_policy(Exchange& exchange) { write_policy(exchange, true); }
void put_eab_policy(Exchange& exchange) { write_policy(exchange, false); }

void delete_eab_policy(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    const Management::Entry provisioner = provisioner_of(in, draft.state());
    ExternalAccountKey key = key_of_policy(in, draft.authority().store(), provisioner);
    if (key.policy.empty()) throw no_policy();
    key.policy.clear();
    draft.transaction().add(store::PutExternalAccountKey{key});
    AdminAnswer answer = AdminAnswer::ok();
    answer.action = "remove policy";
    answer.object = described(provisioner, key);
    return answer;
  });
}

}  // namespace newel::api::admin
