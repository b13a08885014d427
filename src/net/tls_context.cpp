// Server contexts: strict defaults, optional client certificates, tickets only where they are cheap and
// harmless.
//
// Client certificates are checked by our own callback around X509_verify_cert, as the reference checks them:
// every certificate it was given (roots and intermediates) is an anchor, the leaf and each issuer must allow
// clientAuth, key usage bits are not looked at. A session that began with a client certificate is never
// resumed: a ticket would carry the whole chain (measured 120 us each), and a resumed session would skip the
// check of a certificate that may have expired since.
#include "net/tls_context.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "base/text.h"
#include "net/ticket_keys.h"
#include "net/tls_errors.h"

namespace newel::net {
namespace {

thread_local std::string last_verify_error;

int openssl_version(TlsVersion version) {
  switch (version) {
    case TlsVersion::tls10:
      return TLS1_VERSION;
    case TlsVersion::tls11:
      return TLS1_1_VERSION;
    case TlsVersion::tls12:
      return TLS1_2_VERSION;
    case TlsVersion::tls13:
      return TLS1_3_VERSION;
  }
  return TLS1_2_VERSION;
}

// An absent extended key usage allows everything, as does anyExtendedKeyUsage.
bool allows_client_auth(X509* certificate) {
  const std::uint32_t usage = X509_get_extended_key_usage(certificate);
  return (usage & (XKU_SSL_CLIENT | XKU_ANYEKU)) != 0;
}

int verify_client(X509_STORE_CTX* store_ctx, void*) noexcept {
  auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store_ctx, SSL_get_ex_data_X509_STORE_CTX_idx()));
  SSL_set_num_tickets(ssl, 0);
  X509_VERIFY_PARAM_set_purpose(X509_STORE_CTX_get0_param(store_ctx), X509_PURPOSE_ANY);
  int ok = X509_verify_cert(store_ctx);
  if (ok == 1) {
    const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(store_ctx);
    for (int i = 0; ok == 1 && i < sk_X509_num(chain); ++i) {
      if (allows_client_auth(sk_X509_value(chain, i))) continue;
      X509_STORE_CTX_set_error(store_ctx, X509_V_ERR_INVALID_PURPOSE);
      ok = 0;
    }
  }
  try {
    if (ok != 1) last_verify_error = verify_error_text(store_ctx);
  } catch (...) {
    return 0;
  }
  return ok == 1 ? 1 : 0;
}

// HTTP/2 must not run over the block-mode suites of TLS 1.2 (RFC 9113 section 9.2.2).
bool fits_http2(SSL* ssl) {
  if (SSL_version(ssl) >= TLS1_3_VERSION) return true;
  const SSL_CIPHER* cipher = SSL_get_pending_cipher(ssl);
  return cipher != nullptr && SSL_CIPHER_is_aead(cipher) == 1 &&
         SSL_CIPHER_get_kx_nid(cipher) == NID_kx_ecdhe;
}

int select_protocol(SSL* ssl, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned in_length, void* arg) noexcept {
  static constexpr unsigned char both[] = "\x02h2\x08http/1.1";
  const bool h2 = static_cast<const TlsServerContext::Impl*>(arg)->http2 && fits_http2(ssl);
  const unsigned char* ours = h2 ? both : both + 3;
  const unsigned length = h2 ? 12 : 9;
  unsigned char* selected = nullptr;
  if (SSL_select_next_proto(&selected, out_length, ours, length, in, in_length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *out = selected;
  return SSL_TLSEXT_ERR_OK;
}

void set_cipher_suites(SSL_CTX* ctx, const TlsServerSettings& settings) {
  // Below 1.2 the handshake itself signs with SHA-1, which level 1 already forbids.
  std::string list = settings.min_version < TlsVersion::tls12 ? "@SECLEVEL=0" : "@SECLEVEL=2";
  const std::string level = list;
  for (const auto& name : settings.cipher_suites) {
    const char* openssl = openssl_cipher_name(name);
    if (openssl != nullptr && !std::string_view(openssl).starts_with("TLS_"))
      list.append(":").append(openssl);
  }
  const std::string defaults = "ECDHE+AESGCM:ECDHE+CHACHA20:" + level;
  if (list == level) list = settings.cipher_suites.empty() ? defaults : level;
  // A list that selects nothing leaves TLS 1.3 alone to serve.
  if (list == level || SSL_CTX_set_cipher_list(ctx, list.c_str()) != 1) {
    ERR_clear_error();
    SSL_CTX_set_cipher_list(ctx, defaults.c_str());
    SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
  }
}

void set_client_verification(SSL_CTX* ctx, const TlsServerSettings& settings) {
  X509_STORE* store = SSL_CTX_get_cert_store(ctx);
  const auto trust = [&](const std::vector<Bytes>& certificates, bool announce) {
    for (const Bytes& der : certificates) {
      const X509Ptr certificate = x509_from_der(der, "client CA certificate");
      if (X509_STORE_add_cert(store, certificate.get()) != 1) throw Error(take_openssl_error());
      if (announce) SSL_CTX_add_client_CA(ctx, certificate.get());
    }
  };
  trust(settings.client_roots, true);
  trust(settings.client_intermediates, true);
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  const int required = settings.client_certificate_required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | required, nullptr);
  SSL_CTX_set_cert_verify_callback(ctx, verify_client, nullptr);
}

}  // namespace

std::string take_verify_error() { return std::exchange(last_verify_error, {}); }

X509Ptr x509_from_der(ByteView der, std::string_view what) {
  const unsigned char* at = der.data();
  X509Ptr certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (certificate == nullptr || at != der.data() + der.size()) {
    ERR_clear_error();
    throw Error(std::string(what) + " is not a DER certificate");
  }
  return certificate;
}

Bytes x509_to_der(const X509* certificate) {
  Bytes der(static_cast<std::size_t>(std::max(0, i2d_X509(certificate, nullptr))));
  unsigned char* at = der.data();
  i2d_X509(certificate, &at);
  return der;
}

std::vector<Bytes> x509_chain_to_der(const STACK_OF(X509) * chain) {
  std::vector<Bytes> out;
  for (int i = 0; chain != nullptr && i < sk_X509_num(chain); ++i) {
    out.push_back(x509_to_der(sk_X509_value(chain, i)));
  }
  return out;
}

void use_certificate(SSL_CTX* ctx, const std::vector<Bytes>& chain, const Signer& key) {
  if (chain.empty()) throw Error("tls: no certificate given");
  const X509Ptr leaf = x509_from_der(chain.front(), "TLS certificate");
  if (SSL_CTX_use_certificate(ctx, leaf.get()) != 1) throw Error("TLS certificate: " + take_openssl_error());
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const X509Ptr issuer = x509_from_der(chain[i], "TLS certificate chain");
    if (SSL_CTX_add1_chain_cert(ctx, issuer.get()) != 1)
      throw Error("TLS certificate chain: " + take_openssl_error());
  }
  if (SSL_CTX_use_PrivateKey(ctx, key.tls_key()) != 1 || SSL_CTX_check_private_key(ctx) != 1) {
    ERR_clear_error();
    throw Error("tls: private key does not match public key");
  }
}

TlsServerContext::TlsServerContext(const TlsServerSettings& settings) : impl_(std::make_unique<Impl>()) {
  if (settings.key == nullptr) throw Error("tls: no private key given");
  impl_->ctx.reset(SSL_CTX_new(TLS_server_method()));
  impl_->key = settings.key;
  impl_->http2 = settings.http2;
  SSL_CTX* ctx = impl_->ctx.get();
  if (ctx == nullptr) throw Error("tls: " + take_openssl_error());
  SSL_CTX_set_min_proto_version(ctx, openssl_version(settings.min_version));
  SSL_CTX_set_max_proto_version(ctx, openssl_version(settings.max_version));
  SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                               SSL_OP_PRIORITIZE_CHACHA | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(
      ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(ctx, 1);
  set_cipher_suites(ctx, settings);
  use_certificate(ctx, settings.chain, *settings.key);
  SSL_CTX_set_alpn_select_cb(ctx, select_protocol, impl_.get());
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  static constexpr unsigned char id_context[] = "newel";
  SSL_CTX_set_session_id_context(ctx, id_context, sizeof id_context - 1);
  SSL_CTX_set_num_tickets(ctx, 1);
  use_process_ticket_keys(ctx);
  if (!settings.client_roots.empty()) set_client_verification(ctx, settings);
}

TlsServerContext::~TlsServerContext() = default;

}  // namespace newel::net
