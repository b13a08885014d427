// The fields that handlers add to a request's log line.
#pragma once

#include <string_view>

#include "api/exchange.h"
#include "x509/certificate.h"

namespace newel::api {

/// serial, subject, issuer, sans, valid-from, valid-to, public-key, certificate, provisioner.
void log_certificate(Exchange& exchange, const x509::Certificate& certificate);
/// `ott`: the token's id, never the token: whoever reads logs must not be able to use one that failed to
/// arrive.
void log_token_id(Exchange& exchange, std::string_view token);

}  // namespace newel::api
