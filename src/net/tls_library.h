// The part of OpenSSL that TLS servers run on.
#pragma once

#include <openssl/types.h>

namespace newel::net {

/// A library context for SSL_CTX_new_ex() in which certificates are read quickly; null, which means the
/// process-wide one, when that is set up in a way of its own (FIPS). Lives as long as the process;
/// thread-safe.
OSSL_LIB_CTX* tls_library();

}  // namespace newel::net
