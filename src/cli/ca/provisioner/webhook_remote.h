// The webhooks of a provisioner that a CA has in its database: changed through its admin API. The arguments
// are the provisioner's name and the webhook's.
#pragma once

#include "cli/engine/invocation.h"

namespace newel::cli::ca {

/// Prints the id and the secret, which the CA makes.
void add_webhook_remotely(const Invocation& in);
/// What the flags name. Throws Error when there is none with this name.
void update_webhook_remotely(const Invocation& in);
void remove_webhook_remotely(const Invocation& in);

}  // namespace newel::cli::ca
