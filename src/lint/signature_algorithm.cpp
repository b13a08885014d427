#include <algorithm>
#include <iterator>

#include "lint/certificate_view.h"
#include "x509/certificate.h"

namespace newel::lint {
namespace {

using Kind = SignatureKind;

struct Known {
  std::string_view oid;
  Kind kind;
};
constexpr Known known_algorithms[] = {
    {"1.2.840.113549.1.1.2", Kind::md2_rsa},
    {"1.2.840.113549.1.1.4", Kind::md5_rsa},
    {"1.2.840.113549.1.1.5", Kind::sha1_rsa},
    {"1.3.14.3.2.29", Kind::sha1_rsa},  // ISO's name of the same
    {"1.2.840.113549.1.1.11", Kind::sha256_rsa},
    {"1.2.840.113549.1.1.12", Kind::sha384_rsa},
    {"1.2.840.113549.1.1.13", Kind::sha512_rsa},
    {"1.2.840.10040.4.3", Kind::dsa_sha1},
    {"2.16.840.1.101.3.4.3.2", Kind::dsa_sha256},
    {"1.2.840.10045.4.1", Kind::ecdsa_sha1},
    {"1.2.840.10045.4.3.2", Kind::ecdsa_sha256},
    {"1.2.840.10045.4.3.3", Kind::ecdsa_sha384},
    {"1.2.840.10045.4.3.4", Kind::ecdsa_sha512},
    {"1.3.101.112", Kind::ed25519},
};
constexpr std::string_view pss_oid = "1.2.840.113549.1.1.10";

// The usable parameters of RSASSA-PSS are the three that x509 knows.
Kind pss_kind(ByteView algorithm_der) {
  switch (x509::decode_signature_algorithm(algorithm_der)) {
    case SignatureAlgorithm::sha256_rsa_pss:
      return Kind::sha256_rsa_pss;
    case SignatureAlgorithm::sha384_rsa_pss:
      return Kind::sha384_rsa_pss;
    case SignatureAlgorithm::sha512_rsa_pss:
      return Kind::sha512_rsa_pss;
    default:
      return Kind::unknown;
  }
}

}  // namespace

SignatureKind read_signature_algorithm(const Element& algorithm_identifier) {
  const auto parts = fields(algorithm_identifier.content);
  if (parts.empty()) return Kind::unknown;
  const std::string oid = read_oid(parts[0].content);
  if (oid == pss_oid) return pss_kind(algorithm_identifier.whole);
  const auto known = std::find_if(std::begin(known_algorithms), std::end(known_algorithms),
                                  [&](const Known& k) { return k.oid == oid; });
  return known == std::end(known_algorithms) ? Kind::unknown : known->kind;
}

}  // namespace newel::lint
