// What ca.json may say and this build does not do yet.
#pragma once

#include "config/config.h"

namespace newel::config {

/// Throws Error "not supported yet: <member path> (<feature>)". A CA that silently leaves out a policy or a
/// webhook would be worse than one that does not start.
void refuse_what_is_not_there_yet(const Config& config);

/// The same for one provisioner that did not come from a file; types may be kept for later.
void refuse_provisioner_members(const json::Object& document);

}  // namespace newel::config
