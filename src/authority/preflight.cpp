#include "authority/preflight.h"

#include <algorithm>

namespace newel::authority {
namespace {

constexpr std::size_t max_serial_octets = 20;

// RFC 5280 section 4.1.2.2: positive, at most 20 octets as an INTEGER.
bool good_serial(const x509::Serial& serial) {
  const Bytes& magnitude = serial.magnitude;
  if (magnitude.empty() || (magnitude.size() == 1 && magnitude[0] == 0)) return false;
  return magnitude.size() + (magnitude[0] >= 0x80 ? 1 : 0) <= max_serial_octets;
}

// RFC 5280 section 4.2.1.1: what path building goes by. Only a certificate that carries its issuer's name may
// lack it.
bool good_authority_key_id(const x509::Certificate& issued, const x509::Certificate& issuer) {
  if (issuer.subject_key_id().empty()) return true;
  if (issued.authority_key_id().empty()) return issued.is_self_issued();
  return issued.authority_key_id() == issuer.subject_key_id();
}

// RFC 5280 section 4.2: a certificate must not include more than one instance of an extension.
bool unique_extensions(const std::vector<x509::Extension>& list) {
  for (auto one = list.begin(); one != list.end(); ++one) {
    if (std::any_of(std::next(one), list.end(), [&](const auto& other) { return other.oid == one->oid; }))
      return false;
  }
  return true;
}

}  // namespace

void preflight(const x509::Certificate& issued, const x509::Certificate& issuer, ByteView requested_spki) {
  const auto require = [](bool kept, const char* rule) {
    if (!kept) throw Error::internal(std::string("refusing to issue a certificate: ") + rule);
  };
  require(issued.version() == 3, "it is not of version 3");
  require(good_serial(issued.serial()), "its serial number is not positive or longer than 20 octets");
  require(issued.not_before() < issued.not_after(), "its notAfter is not behind its notBefore");
  require(equal(issued.issuer().raw, issuer.subject().raw), "its issuer is not the intermediate's subject");
  require(good_authority_key_id(issued, issuer), "its authority key identifier is not the intermediate's");
  require(!issued.subject().empty() || !issued.names().empty(), "it names nobody");
  require(unique_extensions(issued.extensions()), "it has an extension twice");
  require(equal(issued.spki(), requested_spki), "its key is not the requested one");
}

}  // namespace newel::authority
