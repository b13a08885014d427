// Getting a one-time token: pick a provisioner, open its key, sign.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/ca/service.h"
#include "client/provisioner_list.h"
#include "client/token.h"

namespace newel::cli::ca {

/// What the token is for.
struct TokenWish {
  provisioner::Method method = provisioner::Method::sign;
  std::string subject = {};            ///< asked for when empty
  std::vector<std::string> sans = {};  ///< in tokens for X.509 certificates; none means the subject
  std::string csr_fingerprint = {};
  json::Object user = {};
  json::Object step = {};
  std::optional<client::TokenValidity> validity = {};
  /// Filled in: the provisioner gives cloud instances only their own names.
  bool disable_custom_sans = false;
};

/// The provisioner that the flags name; asks when several are left. Prints the status line "Provisioner".
client::ListedProvisioner choose_provisioner(const Invocation& in, const json::Array& documents);

/// A token of `chosen`. Fills wish.subject when it was asked for.
std::string make_token(const Invocation& in, CaService& service, const client::ListedProvisioner& chosen,
                       TokenWish& wish);

/// Both steps.
std::string new_token(const Invocation& in, CaService& service, TokenWish& wish);

/// What a token of `chosen` says, whoever signs it.
client::TokenRequest token_request(CaService& service, const client::ListedProvisioner& chosen,
                                   const TokenWish& wish);

/// The chain of --x5c-cert and --x5c-chain and the key of --x5c-key, fit to sign tokens.
struct X5cCredential {
  std::vector<Bytes> chain;
  std::string common_name;
  std::shared_ptr<const Signer> key;
};
X5cCredential x5c_credential(const Invocation& in);

}  // namespace newel::cli::ca
