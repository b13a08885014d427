// Certificate revocation lists (RFC 5280 section 5).
#pragma once

#include "x509/builder.h"

namespace newel::x509 {

struct RevokedEntry {
  Serial serial;
  Time revoked_at{};
  int reason = 0;  ///< RFC 5280 section 5.3.1; 0 is not written
  /// As read, the reason among them; create_crl() does not write them.
  std::vector<Extension> extensions = {};
};

struct CrlTemplate {
  Bytes number;  ///< magnitude
  Time this_update{};
  Time next_update{};
  std::vector<RevokedEntry> entries;
  std::string distribution_point;  ///< critical issuingDistributionPoint with this one URI; empty: none
};

/// Version 2 with authorityKeyIdentifier, cRLNumber and issuingDistributionPoint. Throws Error when the
/// issuer must not sign lists (no cRLSign) or has no subject key identifier. Memory: about 60 octets per
/// entry beside the template.
Bytes create_crl(const CrlTemplate& what, const Issuer& issuer);

/// An immutable parsed CRL; copies share it.
class RevocationList {
 public:
  static Expected<RevocationList> parse(ByteView der);
  ByteView der() const;
  ByteView tbs() const;
  const Name& issuer() const;
  Time this_update() const;
  std::optional<Time> next_update() const;
  const std::vector<RevokedEntry>& entries() const;
  const std::vector<Extension>& extensions() const;
  std::optional<Serial> number() const;
  SignatureAlgorithm signature_algorithm() const;
  ByteView signature_algorithm_der() const;
  ByteView signature() const;
  bool is_signed_by(const PublicKey& issuer_key) const;

  struct Impl;
  explicit RevocationList(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<const Impl> impl_;
};

}  // namespace newel::x509
