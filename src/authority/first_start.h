// What is managed at the start; the first time, it is taken from the configuration (reference:
// authority/authority.go, authority/provisioners.go).
#pragma once

#include "authority/authority.h"

namespace newel::authority {

/// Reads it. When there is no provisioner yet, those of the configuration move into the database, and the
/// first JWK one (made when there is none) gets the super administrator "step". Nodes that start together
/// agree on one of them. Throws Error "enableAdmin requires a database".
Management first_management(const config::Config& config, const Passwords& passwords,
                            const Dependencies& dependencies);

/// Adds to `transaction` what the first start stores: `documents` with new ids, and a super administrator of
/// the first JWK one among them, of which there must be one. For `step ca init` and the first start.
void add_first_rows(const std::vector<json::Object>& documents, const std::string& subject, Time now,
                    const Random& random, const std::string& actor, store::Transaction& transaction);

}  // namespace newel::authority
