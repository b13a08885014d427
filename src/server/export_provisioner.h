// Provisioners and claims of ca.json in the form of the reference's protocol (linkedca.Provisioner).
#pragma once

#include "base/json.h"
#include "provisioner/claims.h"

namespace newel::server {

/// Throws Error for a type whose details have no form here yet.
json::Object export_provisioner(const json::Object& document);
json::Object export_claims(const provisioner::Claims& claims);

}  // namespace newel::server
