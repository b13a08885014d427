// step-ca export: a configuration with its files as one JSON document, for moving a CA to another
// installation.
#pragma once

#include <string>
#include <vector>

#include "base/step_path.h"
#include "config/config.h"

namespace newel::server {

int export_command(const std::vector<std::string>& arguments, const StepPaths& paths);

/// The document: names of members as in the reference's protocol (linkedca.Configuration), members without a
/// value left out. `files` holds certificates and encrypted keys under the paths the other members name; a
/// private key that is not encrypted is refused (Error), and no password is in it.
json::Object export_document(const config::Config& config, const StepPaths& paths);

}  // namespace newel::server
