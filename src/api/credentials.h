// Who asks to renew, rekey or revoke: the client certificate of the connection, or a bearer token.
#pragma once

#include <optional>

#include "api/exchange.h"

namespace newel::api {

/// The leaf the client presented and TLS verified; nullopt without one.
std::optional<x509::Certificate> peer_certificate(const Exchange& exchange);

/// The peer certificate, else what `Authorization: Bearer <token>` proves (its use is put into
/// `transaction`), else Error 400 "missing client certificate".
x509::Certificate certificate_to_renew(Exchange& exchange, store::Transaction& transaction);

}  // namespace newel::api
