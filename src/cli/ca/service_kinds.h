// The two kinds of CaService, for open_service() to choose from.
#pragma once

#include "cli/ca/service.h"

namespace newel::cli::ca {

/// The CA in this process (--offline). Reads --ca-config, asks for the intermediate's password
/// (--password-file), opens the database. Throws Error "error reading <f>: …", "error parsing <f>: no
/// provisioners found".
std::shared_ptr<CaService> open_offline(const Invocation& in);

/// The CA on the network, by --ca-url and a root certificate; `needs_token` words what is missing as
/// "required unless
/// --token".
std::shared_ptr<CaService> open_online(const Invocation& in, bool needs_token);
/// Nothing but a token: it says which CA it is for and how to trust it, or --ca-url and --root do.
std::shared_ptr<CaService> open_online(const Invocation& in, const std::string& token);

}  // namespace newel::cli::ca
