// The inside of TlsServerContext, for the transport.
#pragma once

#include <openssl/ssl.h>

#include <memory>

#include "net/tls.h"

namespace newel::net {

struct SslCtxFree {
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
};
struct SslFree {
  void operator()(SSL* p) const { SSL_free(p); }
};
struct X509Free {
  void operator()(X509* p) const { X509_free(p); }
};
using SslCtxPtr = std::unique_ptr<SSL_CTX, SslCtxFree>;
using SslPtr = std::unique_ptr<SSL, SslFree>;
using X509Ptr = std::unique_ptr<X509, X509Free>;

struct TlsServerContext::Impl {
  SslCtxPtr ctx;
  bool http2 = false;
  std::shared_ptr<const Signer> key;  // its tls_key() is borrowed by ctx
  ClientJudge client_judge;
};

/// An X509 object from DER. Throws Error naming `what` for bytes that are none.
X509Ptr x509_from_der(ByteView der, std::string_view what);
/// Certificates as DER, in order.
std::vector<Bytes> x509_chain_to_der(const STACK_OF(X509) * chain);
Bytes x509_to_der(const X509* certificate);
/// Sets leaf, intermediates and key. Throws Error, for example when key and certificate do not belong
/// together.
void use_certificate(SSL_CTX* ctx, const std::vector<Bytes>& chain, const Signer& key);

}  // namespace newel::net
