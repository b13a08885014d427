// The members that only some types of provisioners have, from the flags of `add` and `update`.
#pragma once

#include "cli/engine/invocation.h"
#include "provisioner/provisioner.h"

namespace newel::cli::ca {

/// Throws for the first flag that is given and means nothing for this type: "flag '--aws-account' is
/// incompatible with flag '--type JWK'".
void check_type_flags(const Invocation& in, provisioner::Type type);

/// What the flags say about a new entry of any type but JWK: what the type demands must be there. Throws
/// "'--type x5c' requires the '--x5c-roots' flag" and the like.
void add_type_members(const Invocation& in, provisioner::Type type, json::Object& document);
/// The same over an entry that is there: only what flags name changes; lists lose their --remove-… first.
void update_type_members(const Invocation& in, provisioner::Type type, json::Object& document);

}  // namespace newel::cli::ca
