// The members of a provisioner's entry, from the flags of `add` and `update`.
#pragma once

#include <optional>

#include "cli/ca/provisioner_key.h"
#include "cli/engine/invocation.h"
#include "provisioner/provisioner.h"

namespace newel::cli::ca {

/// Claims of the flags that are set, over those of `claims`.
void set_claims(const Invocation& in, json::Object& claims);
/// Templates and their data over those of the document's options; an empty file name deletes. Throws for such
/// a flag when the type has no options: "flag '--x509-template' is incompatible with flag '--type SSHPOP'".
void set_options(const Invocation& in, provisioner::Type type, json::Object& document);

/// `name` of the object as an object, made when it is not there.
json::Object& member_object(json::Object& object, std::string_view name);

/// A new pair for --create: asks for a password unless --password-file gives one.
ProvisionerKey create_key(const Invocation& in);
/// The JWK or PEM key of --public-key. Throws "invalid JWK: a symmetric key cannot be used as a provisioner".
json::Object load_public_jwk(const Invocation& in, const std::string& file);
/// The private key of --private-key, encrypted already or encrypted now.
std::string load_encrypted_jwk(const Invocation& in, const std::string& file);

/// Lower case, checked, without duplicates. Throws invalid_flag_value.
json::Array acme_challenges(const std::vector<std::string>& values);
json::Array attestation_formats(const std::vector<std::string>& values);

}  // namespace newel::cli::ca
