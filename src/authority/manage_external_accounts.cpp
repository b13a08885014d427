#include "authority/administration.h"
#include "base/text.h"

namespace newel::authority {
namespace {

constexpr std::size_t hmac_key_size = 32;

}  // namespace

void require_external_accounts(const Management::Entry& provisioner) {
  const json::Value* required = json::find_ci(provisioner.document, "requireEAB");
  const bool asks = required != nullptr && required->is_bool() && required->get_bool();
  if (equal_ignoring_case(provisioner.type(), "ACME") && asks) return;
  throw Error::verbatim(400, "ACME EAB not enabled for provisioner '" + provisioner.name() + "'");
}

store::ExternalAccountKey create_external_account_key(Draft& draft, const Management::Entry& provisioner,
                                                      const std::string& reference) {
  require_external_accounts(provisioner);
  const Authority& authority = draft.authority();
  if (!reference.empty() && authority.store().find_external_account_key(provisioner.id, reference)) {
    throw Error::verbatim(409, "an ACME EAB key for provisioner '" + provisioner.name() +
                                   "' with reference '" + reference + "' already exists");
  }
  store::ExternalAccountKey key;
  key.id = authority.random().uuid();
  key.provisioner_id = provisioner.id;
  key.reference = reference;
  key.hmac_key = authority.random().bytes(hmac_key_size);
  key.created_at = floor_seconds(authority.clock().now());
  draft.transaction().add(store::PutExternalAccountKey{key});
  return key;
}

}  // namespace newel::authority
