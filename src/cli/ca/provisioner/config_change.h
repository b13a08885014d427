// Where a change of provisioners goes: into ca.json. A CA whose provisioners live in its database (admin API)
// is recognised, and refused for now.
#pragma once

#include <functional>
#include <string>

#include "cli/engine/invocation.h"
#include "config/config.h"

namespace newel::cli::ca {

/// Asks the CA, if it answers, whether its provisioners are in the file; loads --ca-config, lets `change`
/// edit it, writes it back, and tells that the CA has to read it again. Nothing is written when `change`
/// throws.
void change_provisioners(const Invocation& in, const std::function<void(config::Config&)>& change);

/// The entry with this name. Throws "error loading provisioner: provisioner <name> not found".
json::Object& find_provisioner(config::Config& config, const std::string& name);
/// Throws "error storing provisioner: …" for a name that is taken by another entry than `self`, or an entry
/// the CA would refuse.
void check_provisioner(const config::Config& config, const json::Object& document,
                       const json::Value* self = nullptr);

std::string provisioner_name(const json::Value& document);

}  // namespace newel::cli::ca
