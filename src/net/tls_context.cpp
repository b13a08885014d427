// Server contexts: strict defaults, optional client certificates, tickets only where they are cheap and
// harmless.
//
// Who may present which certificate is not decided here but by the judge that the settings bring along
// (net/client_check.cpp). A session that began with a client certificate is never resumed: a ticket would
// carry the whole chain (measured 120 us each), and a resumed session would skip the check of a certificate
// that may have expired since.
#include "net/tls_context.h"

#include <openssl/err.h>

#include <algorithm>

#include "base/text.h"
#include "net/client_check.h"
#include "net/ticket_keys.h"
#include "net/tls_errors.h"
#include "net/tls_library.h"

namespace newel::net {
namespace {

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

void ask_for_client_certificate(SSL_CTX* ctx, const TlsServerSettings& settings) {
  for (const Bytes& der : settings.client_authorities) {
    SSL_CTX_add_client_CA(ctx, x509_from_der(der, "client CA certificate").get());
  }
  const int required = settings.client_certificate_required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | required, nullptr);
  use_client_check(ctx);
}

}  // namespace

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
  impl_->ctx.reset(SSL_CTX_new_ex(tls_library(), nullptr, TLS_server_method()));
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
  impl_->client_judge = settings.client_judge;
  if (impl_->client_judge) ask_for_client_certificate(ctx, settings);
}

TlsServerContext::~TlsServerContext() = default;

}  // namespace newel::net
