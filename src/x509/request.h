// Certification requests (PKCS#10, RFC 2986).
#pragma once

#include "crypto/signer.h"
#include "x509/certificate.h"

namespace newel::x509 {

/// An immutable parsed request; copies share it. Thread-safe. parse() does not verify the signature.
class CertificateRequest {
 public:
  static Expected<CertificateRequest> parse(ByteView der);
  /// PEM label CERTIFICATE REQUEST or NEW CERTIFICATE REQUEST.
  static Expected<CertificateRequest> parse_pem(std::string_view pem);

  ByteView der() const;
  int version() const;
  const Name& subject() const;
  ByteView spki() const;
  const Expected<PublicKey>& public_key() const;
  const std::vector<Extension>& extensions() const;  ///< of the extensionRequest attribute
  struct Attribute {
    std::string oid;
    Bytes values;
  };  ///< values: DER SET
  const std::vector<Attribute>& attributes() const;
  const SubjectAltNames& names() const;
  SignatureAlgorithm signature_algorithm() const;
  ByteView signature_algorithm_der() const;
  ByteView signature() const;
  ByteView tbs() const;
  bool verify_signature() const;  ///< proof of possession
  std::string pem() const;

  struct Impl;
  explicit CertificateRequest(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<const Impl> impl_;
};

struct RequestTemplate {
  Name subject;
  SubjectAltNames names;
  std::vector<Extension> extensions;  ///< beside the SAN extension made from `names`
  SignatureAlgorithm signature_algorithm = SignatureAlgorithm::unknown;  ///< unknown: the key's default
};
CertificateRequest create_request(const RequestTemplate& request, const Signer& key);

}  // namespace newel::x509
