// May a response be believed (RFC 6960 section 3.2)?
#include <algorithm>

#include "base/text.h"
#include "crypto/digest.h"
#include "x509/name_match.h"
#include "x509/ocsp.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

constexpr Seconds clock_tolerance{300};

std::optional<Hash> hash_of(std::string_view oid) {
  if (oid == oids::sha1) return Hash::sha1;
  if (oid == oids::sha256) return Hash::sha256;
  if (oid == oids::sha384) return Hash::sha384;
  if (oid == oids::sha512) return Hash::sha512;
  return std::nullopt;
}

bool is_responder(const OcspResponse& response, const Certificate& candidate) {
  if (!candidate.public_key()) return false;
  if (response.responder_name) return same_name(*response.responder_name, candidate.subject());
  return equal(sha1(candidate.public_key()->subject_public_key()), response.responder_key_hash);
}

// RFC 6960 section 4.2.2.2: the issuer itself, or a certificate that the issuer signed for this purpose.
Expected<void> check_delegate(const Certificate& delegate, const Certificate& issuer, Time at) {
  if (!same_name(delegate.issuer(), issuer.subject()) || !issuer.public_key() ||
      !delegate.is_signed_by(*issuer.public_key())) {
    return failure("ocsp: the responder's certificate was not issued by the issuer of the certificate");
  }
  const auto& usages = delegate.extended_key_usage();
  if (std::find(usages.begin(), usages.end(), oids::ocsp_signing) == usages.end())
    return failure("ocsp: the responder's certificate is not for signing OCSP responses");
  if (delegate.has_unhandled_critical_extension())
    return failure("ocsp: the responder's certificate has an unhandled critical extension");
  if (!delegate.has_key_usage(digital_signature))
    return failure("ocsp: the key of the responder's certificate is not for signatures");
  if (at < delegate.not_before() || at > delegate.not_after())
    return failure("ocsp: the responder's certificate has expired or is not yet valid");
  return {};
}

Expected<void> check_signature(const OcspResponse& response, const Certificate& issuer, Time at) {
  if (response.algorithm == SignatureAlgorithm::sha1_rsa ||
      response.algorithm == SignatureAlgorithm::ecdsa_sha1) {
    return failure("ocsp: the response is signed with an insecure algorithm: " +
                   std::string(signature_algorithm_name(response.algorithm)));
  }
  const auto verifies = [&](const Certificate& by) {
    return by.public_key()->verify(response.algorithm, response.tbs, response.signature);
  };
  if (is_responder(response, issuer) && verifies(issuer)) return {};
  std::string why = "ocsp: the response is not signed by the issuer of the certificate";
  constexpr std::size_t most_delegates = 8;
  const std::size_t count = std::min(response.certificates.size(), most_delegates);
  for (std::size_t i = 0; i < count; ++i) {
    const Certificate& delegate = response.certificates[i];
    if (delegate == issuer || !is_responder(response, delegate)) continue;
    const auto entitled = check_delegate(delegate, issuer, at);
    if (!entitled) {
      why = entitled.error().text;
    } else if (verifies(delegate)) {
      return {};
    } else {
      why = "ocsp: the signature of the response is wrong";
    }
  }
  return failure(why);
}

bool is_about(const OcspCertId& id, const Certificate& subject, const Certificate& issuer) {
  const auto hash = hash_of(id.hash_oid);
  return hash && id.serial == subject.serial() &&
         equal(id.issuer_name_hash, digest(*hash, issuer.subject().encode())) &&
         equal(id.issuer_key_hash, digest(*hash, issuer.public_key()->subject_public_key()));
}

Expected<void> check_times(const OcspSingleResponse& single, Time at) {
  if (single.this_update > at + clock_tolerance) {
    return failure("ocsp: the response is from the future: this update " +
                   format_rfc3339(single.this_update));
  }
  if (single.next_update && *single.next_update + clock_tolerance < at)
    return failure("ocsp: the response has expired: next update " + format_rfc3339(*single.next_update));
  return {};
}

}  // namespace

Expected<OcspSingleResponse> check_ocsp_response(const OcspResponse& response, const Certificate& subject,
                                                 const Certificate& issuer, ByteView nonce, Time at) {
  if (response.response_status != 0) {
    return failure("ocsp: the responder answers " + ocsp_response_status_name(response.response_status));
  }
  if (!issuer.public_key()) return tl::unexpected(issuer.public_key().error());
  if (const auto good = check_signature(response, issuer, at); !good) return tl::unexpected(good.error());
  if (response.nonce && !nonce.empty() && !equal(*response.nonce, nonce))
    return failure("ocsp: the nonce of the response is not the one of the request");
  for (const OcspSingleResponse& single : response.responses) {
    if (!is_about(single.id, subject, issuer)) continue;
    if (const auto current = check_times(single, at); !current) return tl::unexpected(current.error());
    return single;
  }
  return failure("ocsp: the response says nothing about the certificate");
}

}  // namespace newel::x509
