// Certificates of Nebula from any octets, and PEM bundles of CAs: what is read has one encoding, so no other
// octets may have the same fingerprint and signed part.
#include <cstdlib>

#include "crypto/digest.h"
#include "provisioner/nebula/ca_pool.h"
#include "provisioner/nebula/certificate_value.h"

namespace {

using namespace newel;
using provisioner::nebula::CaPool;
using provisioner::nebula::Certificate;

void check(const Certificate& certificate, ByteView octets) {
  if (certificate.version == 1 && certificate.fingerprint != sha256_hex(octets)) std::abort();
  if (certificate.signed_part.empty() || certificate.signature.empty()) std::abort();
  if (!certificate.is_ca && certificate.networks.empty()) std::abort();
  if (certificate.identities().size() != certificate.networks.size() + 1) std::abort();
  for (const auto& network : certificate.networks) {
    if (!network.contains(network)) std::abort();
  }
  (void)certificate_value(certificate);
  (void)certificate.host_key();
  (void)certificate.has_signed(certificate);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView octets(data, size);
  const Time now = from_unix(1'800'000'000);
  const auto first = Certificate::parse_v1(octets), second = Certificate::parse_v2(octets);
  if (first && second) std::abort();
  if (first) check(*first, octets);
  if (second) check(*second, octets);
  const auto pool = CaPool::from_pem(as_text(octets), now);
  if (pool && first) (void)pool->verify(*first, now);
  return 0;
}
