// Keys of TLS session tickets, one set per process.
#pragma once

#include <openssl/ssl.h>

namespace newel::net {

/// Makes `ctx` write and read tickets with the keys all contexts of this process share, so that a client
/// resumes across a change of certificate. They change every twelve hours; a ticket of the time before is
/// still read and renewed, an older one costs a full handshake. Tickets of sessions with a client certificate
/// are ignored.
void use_process_ticket_keys(SSL_CTX* ctx);

}  // namespace newel::net
