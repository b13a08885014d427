// Certificates for the tests of this folder, made with OpenSSL's own API: an independent judge of our TLS.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "crypto/signer.h"

namespace newel::net::test {

struct PkeyFree {
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
struct CertFree {
  void operator()(X509* p) const { X509_free(p); }
};

/// A signer that serves TLS alone.
class TlsKey final : public Signer {
 public:
  TlsKey() : TlsKey(EVP_EC_gen("P-256")) {}
  explicit TlsKey(EVP_PKEY* key) : key_(key), public_key_(nullptr) {}  ///< takes it over
  const PublicKey& public_key() const override { return public_key_; }
  Bytes sign(SignatureAlgorithm, ByteView) const override { throw std::logic_error("serves TLS only"); }
  EVP_PKEY* tls_key() const override { return key_.get(); }

 private:
  std::unique_ptr<EVP_PKEY, PkeyFree> key_;
  PublicKey public_key_;
};

struct CertificateSpec {
  std::string common_name;
  std::string sans{};   ///< "DNS:localhost,IP:127.0.0.1"; empty: none
  std::string usage{};  ///< "serverAuth", "clientAuth"; empty: none
  bool ca = false;
  long not_before = -3600;  ///< seconds from now
  long not_after = 3600;
};

/// A certificate with its key.
struct Identity {
  std::shared_ptr<TlsKey> key;
  std::shared_ptr<X509> certificate;

  Bytes der() const {
    unsigned char* out = nullptr;
    const int n = i2d_X509(certificate.get(), &out);
    Bytes bytes(out, out + n);
    OPENSSL_free(out);
    return bytes;
  }
};

inline void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX ctx;
  X509V3_set_ctx(&ctx, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &ctx, nid, value.c_str());
  if (extension == nullptr) throw std::runtime_error("bad extension " + value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

/// Signed by `issuer`, or by itself when that is null.
inline Identity make_identity(const CertificateSpec& spec, const Identity* issuer = nullptr) {
  static long serial = 1;
  Identity made{std::make_shared<TlsKey>(), std::shared_ptr<X509>(X509_new(), CertFree())};
  X509* c = made.certificate.get();
  X509_set_version(c, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(c), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(c), spec.not_before);
  X509_gmtime_adj(X509_getm_notAfter(c), spec.not_after);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(spec.common_name.c_str()), -1, -1, 0);
  X509* parent = issuer != nullptr ? issuer->certificate.get() : c;
  X509_set_issuer_name(c, X509_get_subject_name(parent));
  X509_set_pubkey(c, made.key->tls_key());
  add_extension(c, parent, NID_basic_constraints, spec.ca ? "critical,CA:TRUE" : "CA:FALSE");
  if (!spec.sans.empty()) add_extension(c, parent, NID_subject_alt_name, spec.sans);
  if (!spec.usage.empty()) add_extension(c, parent, NID_ext_key_usage, spec.usage);
  X509_sign(c, (issuer != nullptr ? issuer->key : made.key)->tls_key(), EVP_sha256());
  return made;
}

/// Root, intermediate, server and client: what a CA and its clients have.
struct Pki {
  Identity root = make_identity({.common_name = "Root", .ca = true});
  Identity intermediate = make_identity({.common_name = "Intermediate", .ca = true}, &root);
  Identity server = make_identity(
      {.common_name = "ca", .sans = "DNS:localhost,IP:127.0.0.1,IP:::1", .usage = "serverAuth,clientAuth"},
      &intermediate);
  Identity client =
      make_identity({.common_name = "leaf", .sans = "DNS:leaf", .usage = "clientAuth"}, &intermediate);

  static const Pki& get() {
    static const Pki pki;
    return pki;
  }
};

}  // namespace newel::net::test
