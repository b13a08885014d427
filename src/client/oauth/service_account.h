// Accounts of programs at Google, as their JSON files describe them.
#pragma once

#include <string>

#include "base/time.h"
#include "client/oauth/provider.h"

namespace newel::client::oauth {

/// A JSON file with either an installed program's registration, or a service account's key.
struct Account {
  Endpoints endpoints;
  Registration registration;
  bool is_service = false;
  std::string email;  ///< of a service account; registration: id and PEM of its key
};
/// Throws Error "error reading account from <file>: ...", "error reading <file>: unsupported format: ...",
/// "error reading <file>: unsupported account type".
Account read_account(const std::string& file);

/// A token the account signs itself, good for an hour at the API `audience`.
TokenAnswer self_signed_token(const Account& account, const std::string& audience, Time now);
/// The same key's assertion, exchanged for an access token (RFC 7523).
TokenAnswer exchange_assertion(const Account& account, const std::string& scope, Time now);

}  // namespace newel::client::oauth
