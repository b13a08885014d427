// The HTTP API of a CA: JSON in, one call of the authority, JSON out.
#pragma once

#include <memory>

#include "api/exchange.h"

namespace newel::api {

/// Everything: the HTTPS listener.
net::Handler make_handler(std::shared_ptr<const State> state);
/// What may be had without TLS: the revocation list.
net::Handler make_insecure_handler(std::shared_ptr<const State> state);

}  // namespace newel::api
