// TLS failures in the words of Go's crypto/tls and crypto/x509: logs, scripts and people know those.
#pragma once

#include <openssl/x509_vfy.h>

#include <string>

namespace newel::net {

/// Why X509_verify_cert said no: "x509: certificate signed by unknown authority". No side effects.
std::string verify_error_text(X509_STORE_CTX* ctx);
/// Does the certificate name this host (DNS name or IP literal)? Empty when it does, else
/// "x509: certificate is valid for a, b, not c".
std::string host_mismatch_text(const X509* leaf, const std::string& host);
/// Takes the OpenSSL error queue of this thread (emptied): "remote error: tls: bad certificate",
/// "tls: no cipher suite supported by both client and server".
std::string take_openssl_error();
/// The same for one code; empty for none.
std::string openssl_error_text(unsigned long code);
/// "connection refused": an errno as Go prints it.
std::string errno_text(int error);

}  // namespace newel::net
