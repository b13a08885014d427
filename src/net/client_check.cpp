// OpenSSL reads the Certificate message, and later checks with the leaf's key that the client has the private
// one. Between the two it asks us whether to trust the chain; that answer is the judge's alone. Its own path
// validation, which we do without, decodes and copies what we know already: the CA's own certificates, of
// which all but a leaf's issuer never change.
//
// Everything fails closed: no judge, an empty list, an exception, all end the handshake.
#include "net/client_check.h"

#include <openssl/err.h>

#include "net/tls_context.h"

namespace newel::net {
namespace {

int check_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

// The alert of RFC 8446 section 6.2 follows from OpenSSL's code.
int code_of(std::string_view refusal) {
  const auto says = [&](std::string_view words) { return refusal.find(words) != std::string_view::npos; };
  if (says("x509: certificate has expired or is not yet valid")) return X509_V_ERR_CERT_HAS_EXPIRED;
  if (says("x509: certificate signed by unknown authority"))
    return X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
  if (says("x509: certificate specifies an incompatible key usage")) return X509_V_ERR_INVALID_PURPOSE;
  return X509_V_ERR_CERT_REJECTED;
}

bool judge(ClientCheck& check, const STACK_OF(X509) * presented) {
  check.chain.clear();
  if (check.judge == nullptr || !*check.judge || sk_X509_num(presented) < 1) {
    check.refusal = "tls: client didn't provide a certificate";
    return false;
  }
  auto verdict = (*check.judge)(x509_chain_to_der(presented));
  if (!verdict || verdict->empty()) {
    check.refusal = verdict ? "tls: failed to verify certificate" : verdict.error().text;
    return false;
  }
  check.chain = std::move(*verdict);
  return true;
}

int verify_client(X509_STORE_CTX* store_ctx, void*) noexcept {
  auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store_ctx, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* check = static_cast<ClientCheck*>(SSL_get_ex_data(ssl, check_index()));
  SSL_set_num_tickets(ssl, 0);
  int code = X509_V_ERR_UNSPECIFIED;
  try {
    if (check != nullptr) {
      code = judge(*check, X509_STORE_CTX_get0_untrusted(store_ctx)) ? X509_V_OK : code_of(check->refusal);
    }
  } catch (...) {
    code = X509_V_ERR_OUT_OF_MEM;
  }
  X509_STORE_CTX_set_error(store_ctx, code);
  ERR_clear_error();
  return code == X509_V_OK ? 1 : 0;
}

}  // namespace

bool ClientCheck::attach(SSL* ssl) { return SSL_set_ex_data(ssl, check_index(), this) == 1; }

void use_client_check(SSL_CTX* ctx) { SSL_CTX_set_cert_verify_callback(ctx, verify_client, nullptr); }

}  // namespace newel::net
