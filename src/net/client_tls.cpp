#include "net/client_tls.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "net/tls_context.h"
#include "net/tls_errors.h"

namespace newel::net {
namespace {

int verify_server(X509_STORE_CTX* store_ctx, void* self) noexcept {
  auto& tls = *static_cast<ClientTls*>(self);
  try {
    return tls.verify(store_ctx) ? 1 : 0;
  } catch (const std::exception& error) {
    try {
      tls.set_error(error.what());
    } catch (...) {
    }
  } catch (...) {
  }
  return 0;
}

}  // namespace

void ClientTls::configure(SSL_CTX* ctx) {
  SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
  SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION);
  // A resumed session would not call the check below again: an answer of another trust policy could be
  // reused.
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(ctx, verify_server, this);
  load_roots(ctx);
  if (!options_.client_chain.empty() && options_.client_key != nullptr) {
    use_certificate(ctx, options_.client_chain, *options_.client_key);
  }
}

void ClientTls::load_roots(SSL_CTX* ctx) const {
  if (options_.trust == ClientOptions::Trust::none) return;
  // The system's certificates are looked up by name in their hashed directory when they are needed; reading
  // the whole bundle takes longer than everything else a command does.
  if (options_.trust == ClientOptions::Trust::system) SSL_CTX_set_default_verify_paths(ctx);
  X509_STORE* store = SSL_CTX_get_cert_store(ctx);
  for (const Bytes& der : options_.roots) {
    const X509Ptr root = x509_from_der(der, "root certificate");
    if (X509_STORE_add_cert(store, root.get()) != 1) throw Error("root certificate: " + take_openssl_error());
  }
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);  // a given root is an anchor, whoever signed it
  ERR_clear_error();
}

bool ClientTls::verify(X509_STORE_CTX* store_ctx) {
  error_.clear();
  X509* leaf = X509_STORE_CTX_get0_cert(store_ctx);
  if (options_.trust == ClientOptions::Trust::none) {
    if (!options_.check_chain ||
        options_.check_chain(x509_chain_to_der(X509_STORE_CTX_get0_untrusted(store_ctx)))) {
      X509_STORE_CTX_set_error(store_ctx, X509_V_OK);
      return true;
    }
    X509_STORE_CTX_set_error(store_ctx, X509_V_ERR_APPLICATION_VERIFICATION);
    error_ = "x509: certificate signed by unknown authority";
    return false;
  }
  if (X509_verify_cert(store_ctx) != 1) {
    error_ = verify_error_text(store_ctx);
    return false;
  }
  const auto* ssl =
      static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(store_ctx, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const char* sni = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  error_ = host_mismatch_text(leaf, sni != nullptr ? sni : host_);
  if (error_.empty()) return true;
  X509_STORE_CTX_set_error(store_ctx, X509_V_ERR_HOSTNAME_MISMATCH);
  return false;
}

}  // namespace newel::net
