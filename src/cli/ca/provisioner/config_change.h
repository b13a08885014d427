// Where a change of provisioners goes: into ca.json, or through the admin API into the CA's database.
#pragma once

#include <functional>
#include <string>

#include "cli/engine/invocation.h"
#include "config/config.h"

namespace newel::cli::ca {

/// Asks the CA, if it answers, whether its provisioners are in the file. In the file: loads --ca-config, lets
/// `change` edit it, writes it back, and tells that the CA has to read it again. In the database: `change`
/// gets a configuration with the one provisioner that the command's argument names (none for `add`), and what
/// it made of it goes to the admin API. Nothing is written when `change` throws.
void change_provisioners(const Invocation& in, const std::function<void(config::Config&)>& change);

/// The two halves, for whoever changes the database in another way. The first asks the CA; it throws what
/// keeps it from knowing, and for one of --admin-cert and --admin-key without the other.
bool keeps_provisioners_in_file(const Invocation& in);
void change_config_file(const Invocation& in, const std::function<void(config::Config&)>& change);

/// The entry with this name. Throws "error loading provisioner: provisioner <name> not found".
json::Object& find_provisioner(config::Config& config, const std::string& name);
/// Throws "error storing provisioner: …" for a name that is taken by another entry than `self`, or an entry
/// the CA would refuse.
void check_provisioner(const config::Config& config, const json::Object& document,
                       const json::Value* self = nullptr);

std::string provisioner_name(const json::Value& document);

}  // namespace newel::cli::ca
