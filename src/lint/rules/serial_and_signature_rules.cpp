// Serial number and signature algorithm.
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements, rfc = Source::rfc5280;

bool uses_sha1(const C& c) {
  return c.signature_kind == SignatureKind::sha1_rsa || c.signature_kind == SignatureKind::dsa_sha1 ||
         c.signature_kind == SignatureKind::ecdsa_sha1;
}

// RSA without PSS, DSA, ECDSA, EdDSA, over SHA-1 or better.
bool is_supported(SignatureKind kind) {
  switch (kind) {
    case SignatureKind::unknown:
    case SignatureKind::md2_rsa:
    case SignatureKind::md5_rsa:
    case SignatureKind::sha256_rsa_pss:
    case SignatureKind::sha384_rsa_pss:
    case SignatureKind::sha512_rsa_pss:
      return false;
    default:
      return true;
  }
}

constexpr Rule rules[] = {
    {"e_serial_number_longer_than_20_octets", "a serial number has 160 bits at most", "RFC 5280: 4.1.2.2",
     rfc, rfc3280, everyone, [](const C& c) { return pass_if(c.serial.bits() <= 160); }},
    {"w_serial_number_low_entropy", "a serial number has room for 64 random bits", "BRs: 7.1", br,
     serial_entropy, everyone, [](const C& c) { return pass_if(c.serial.magnitude.size() >= 8); }},
    {"e_serial_number_not_positive", "a serial number is not negative", "RFC 5280: 4.1.2.2", rfc, rfc3280,
     everyone, [](const C& c) { return finding_if(c.serial.negative); }},
    {"e_signature_algorithm_not_supported", "the signature algorithm is one of those allowed", "BRs: 6.1.5",
     br, always, everyone, [](const C& c) { return pass_if(is_supported(c.signature_kind)); }},
    {"e_sub_cert_or_sub_ca_using_sha1", "nothing is signed over SHA-1 since 2016", "BRs: 7.1.3", br, no_sha1,
     everyone, [](const C& c) { return finding_if(uses_sha1(c)); }},
    {"w_sub_cert_sha1_expiration_too_long", "a subscriber's certificate over SHA-1 ends by 2016",
     "BRs: 7.1.3", br, short_sha1, [](const C& c) { return !c.is_ca && uses_sha1(c); },
     [](const C& c) { return finding_if(c.ends() > day(2017, 1, 1)); }},
};

}  // namespace

std::span<const Rule> serial_and_signature_rules() { return rules; }

}  // namespace newel::lint
