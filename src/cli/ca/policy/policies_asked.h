// The policies that `step ca policy check` asks: of a configuration file, or of a running CA.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/engine/invocation.h"
#include "policy/policy.h"

namespace newel::cli::ca {

struct AskedPolicy {
  std::string level;  ///< "authority", or `provisioner "ci"`
  std::shared_ptr<const policy::Policy> policy;
};

/// In the order in which a CA asks: the provisioner of --provisioner, then the authority. (For SSH it is the
/// other way round, which changes nothing: both must allow.)
///
/// They are those of --ca-config; without that flag those of the configuration below $(step path), if it is
/// there. When that file says that they are in the CA's database, or there is no file, the admin API is asked
/// for them.
std::vector<AskedPolicy> asked_policies(const Invocation& in);

}  // namespace newel::cli::ca
