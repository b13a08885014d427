// The mTLS identity a person's commands present to a CA that asks for one (reference:
// ca/identity/identity.go).
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "client/ca_client.h"

namespace newel::client {

/// From identity.json: type "mTLS", certificate and key files. Nothing if the file is absent, disabled (empty
/// type), unreadable, or the certificate is not valid at `now` (a minute of grace before its start): an
/// identity is an offer, never a reason to fail.
std::optional<Identity> load_identity(const std::string& identity_file, Time now);

}  // namespace newel::client
