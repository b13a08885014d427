// The Online Certificate Status Protocol (RFC 6960), client side, in our own strict DER.
#pragma once

#include "x509/certificate.h"

namespace newel::x509 {

/// Asks about one certificate: SHA-1 CertID, which is what every responder knows (a name for the certificate,
/// not a protection). An empty nonce is left out; RFC 9654 wants 1 to 128 octets, and old responders at
/// most 32. Throws Error when the issuer's key cannot be read.
Bytes create_ocsp_request(const Certificate& subject, const Certificate& issuer, ByteView nonce = {});

struct OcspCertId {
  std::string hash_oid;
  Bytes issuer_name_hash, issuer_key_hash;
  Serial serial;
};

enum class OcspStatus { good, revoked, unknown };

struct OcspSingleResponse {
  OcspCertId id;
  OcspStatus status = OcspStatus::unknown;
  Time revoked_at{};          ///< only when revoked
  std::optional<int> reason;  ///< RFC 5280 section 5.3.1
  Time this_update{};
  std::optional<Time> next_update;
};

/// A parsed response; nothing in it has been verified.
struct OcspResponse {
  /// "successful", "malformedRequest", "internalError", "tryLater", "sigRequired", "unauthorized" are 0, 1,
  /// 2, 3, 5, 6; everything below is empty unless it is 0.
  int response_status = 0;
  Bytes tbs;
  SignatureAlgorithm algorithm = SignatureAlgorithm::unknown;
  Bytes signature;
  std::optional<Name> responder_name;  ///< this or the hash of its key
  Bytes responder_key_hash;
  Time produced_at{};
  std::vector<OcspSingleResponse> responses;
  std::optional<Bytes> nonce;
  std::vector<Certificate> certificates;

  static Expected<OcspResponse> parse(ByteView der);
};

/// The words of RFC 6960 for response_status.
std::string ocsp_response_status_name(int status);

/// The statement about `subject` in a response that can be believed: signed by its issuer, or by a
/// certificate of that issuer made for it (extended key usage ocspSigning); about this certificate; current
/// at `at` with five minutes for clocks that differ; carrying our nonce, if it carries any.
Expected<OcspSingleResponse> check_ocsp_response(const OcspResponse& response, const Certificate& subject,
                                                 const Certificate& issuer, ByteView nonce, Time at);

}  // namespace newel::x509
