// X.509 certificates (RFC 5280) read by our own strict DER code.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "crypto/public_key.h"
#include "x509/extensions.h"
#include "x509/name.h"
#include "x509/policy_extensions.h"

namespace newel::x509 {

/// A serial number: big-endian magnitude without leading zeros (zero is one zero octet).
struct Serial {
  Bytes magnitude;
  std::string decimal() const;
  std::string hex() const;  ///< lower case, two digits an octet
  bool operator==(const Serial&) const = default;
  auto operator<=>(const Serial&) const = default;
};
/// Decimal digits, or hexadecimal behind "0x"; nullopt for anything else.
std::optional<Serial> parse_serial(std::string_view text);

/// The AlgorithmIdentifier of a signature, both ways (RFC 3279, 4055, 5758, 8410).
SignatureAlgorithm decode_signature_algorithm(ByteView algorithm_identifier_der);
Bytes encode_signature_algorithm(SignatureAlgorithm algorithm);

/// An immutable parsed certificate; copies share it. Thread-safe.
class Certificate {
 public:
  static Expected<Certificate> parse(ByteView der);

  ByteView der() const;
  ByteView tbs() const;
  int version() const;  ///< 3 for v3
  const Serial& serial() const;
  SignatureAlgorithm signature_algorithm() const;
  ByteView signature_algorithm_der() const;
  ByteView signature() const;
  const Name& issuer() const;
  const Name& subject() const;
  Time not_before() const;
  Time not_after() const;
  ByteView spki() const;
  /// Failure for key types we do not know.
  const Expected<PublicKey>& public_key() const;
  const std::vector<Extension>& extensions() const;
  ByteView issuer_unique_id() const;   ///< empty if absent (RFC 5280 section 4.1.2.8)
  ByteView subject_unique_id() const;  ///< empty if absent

  // Decoded at parse time: a certificate whose known extensions do not decode is a parse failure.
  std::optional<unsigned> key_usage() const;
  bool has_key_usage(unsigned bits) const;  ///< true also when the extension is absent
  const std::vector<std::string>& extended_key_usage() const;
  const std::optional<BasicConstraints>& basic_constraints() const;
  bool is_ca() const;
  const SubjectAltNames& names() const;
  const std::optional<NameConstraints>& name_constraints() const;
  /// Null when it says nothing about policies.
  const PolicyExtensions* policy_extensions() const;
  const Bytes& subject_key_id() const;    ///< empty if absent
  const Bytes& authority_key_id() const;  ///< empty if absent
  const AuthorityInfoAccess& authority_info_access() const;
  const std::vector<std::string>& crl_distribution_points() const;

  std::string fingerprint() const;  ///< lower-case hex SHA-256 of der()
  std::string pem() const;
  bool is_signed_by(const PublicKey& issuer_key) const;
  bool is_self_issued() const;
  /// A critical extension that path validation does not process: no path may use this certificate.
  bool has_unhandled_critical_extension() const;
  bool operator==(const Certificate& other) const { return equal(der(), other.der()); }

  struct Impl;
  explicit Certificate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<const Impl> impl_;
};

/// All CERTIFICATE blocks of a PEM text, in order. Failure if one is malformed; an empty list is not a
/// failure.
Expected<std::vector<Certificate>> parse_certificates_pem(std::string_view pem);
std::string certificates_to_pem(const std::vector<Certificate>& chain);
/// All certificates of a file in any form that read_contents() knows; at least one. Throws Error naming the
/// file.
std::vector<Certificate> load_certificates(const std::string& path);

}  // namespace newel::x509
