// Making certificates: a template with values, encoded and signed by our own DER writer.
#pragma once

#include "base/random.h"
#include "crypto/signer.h"
#include "x509/certificate.h"

namespace newel::x509 {

/// Everything of a certificate but issuer and signature. Extensions are written in the order keyUsage,
/// extKeyUsage, basicConstraints, SKI, AKI, AIA, SAN (critical iff the subject is empty),
/// certificatePolicies, nameConstraints, CRL distribution points, then `extra` in order; an extra extension
/// with one of those OIDs replaces the generated one and keeps its place at the end.
struct CertificateTemplate {
  std::optional<Serial> serial;  ///< none: random in [0, 2^128)
  Name subject;
  Time not_before{};
  Time not_after{};
  std::optional<PublicKey> public_key;
  unsigned key_usage = 0;
  std::vector<std::string> extended_key_usage;
  std::optional<BasicConstraints> basic_constraints;
  std::optional<Bytes> subject_key_id;  ///< none: SHA-1 of the key
  std::optional<Bytes>
      authority_key_id;  ///< only for an issuer without SKI: else it is always the issuer's SKI
  AuthorityInfoAccess authority_info_access;
  SubjectAltNames names;
  std::vector<std::string> policies;
  std::optional<NameConstraints> name_constraints;
  std::vector<std::string> crl_distribution_points;
  std::vector<Extension> extra;
  SignatureAlgorithm signature_algorithm =
      SignatureAlgorithm::unknown;  ///< unknown: by issuer (see issuing_algorithm)
  /// Write only `extra`, nothing generated: renewals copy a certificate's extensions.
  bool only_extra = false;
};

/// Who signs: pre-encodes issuer name, AKI and algorithm once. Thread-safe after construction.
class Issuer {
 public:
  /// Throws Error if the key is not the certificate's.
  Issuer(Certificate certificate, std::shared_ptr<const Signer> signer);
  const Certificate& certificate() const { return certificate_; }
  const Signer& signer() const { return *signer_; }
  /// An RSA issuer keeps the RSA algorithm its own certificate was signed with; else the key's default.
  SignatureAlgorithm algorithm() const { return algorithm_; }
  ByteView algorithm_der() const { return algorithm_der_; }

 private:
  Certificate certificate_;
  std::shared_ptr<const Signer> signer_;
  SignatureAlgorithm algorithm_;
  Bytes algorithm_der_;
};

/// The order of extensions described above, with defaults filled in: what issue() writes. `issuer_key_id` may
/// be empty.
std::vector<Extension> certificate_extensions(const CertificateTemplate& what, ByteView issuer_key_id);

/// Signs and re-reads the result (a certificate that does not parse never leaves). Throws Error.
Certificate issue(const CertificateTemplate& what, const Issuer& issuer,
                  const Random& random = system_random());
/// The template's key must be the signer's; issuer = subject, no AKI.
Certificate issue_self_signed(const CertificateTemplate& what, const Signer& signer,
                              const Random& random = system_random());

}  // namespace newel::x509
