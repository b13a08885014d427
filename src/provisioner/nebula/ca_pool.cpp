#include "provisioner/nebula/ca_pool.h"

#include <algorithm>

#include "base/text.h"
#include "crypto/pem.h"

namespace newel::provisioner::nebula {
namespace {

// Limits of the CA: an empty list limits nothing.
Expected<void> check_networks(const std::vector<Prefix>& allowed, const std::vector<Prefix>& used,
                              std::string_view what) {
  if (allowed.empty()) return {};
  for (const Prefix& one : used) {
    const bool found = std::any_of(allowed.begin(), allowed.end(),
                                   [&](const Prefix& network) { return network.contains(one); });
    if (!found) {
      return failure("certificate contained " + std::string(what) +
                     " outside the limitations of the signing ca: " + one.to_string());
    }
  }
  return {};
}

Expected<void> check_constraints(const Certificate& ca, const Certificate& certificate) {
  if (certificate.not_after > ca.not_after) return failure("certificate expires after signing certificate");
  if (certificate.not_before < ca.not_before)
    return failure("certificate is valid before the signing certificate");
  for (const std::string& group : certificate.groups) {
    if (ca.groups.empty() || std::find(ca.groups.begin(), ca.groups.end(), group) != ca.groups.end())
      continue;
    return failure("certificate contained a group not present on the signing ca: " + printable(group));
  }
  if (const auto fine = check_networks(ca.networks, certificate.networks, "a network assignment"); !fine)
    return fine;
  return check_networks(ca.unsafe_networks, certificate.unsafe_networks, "an unsafe network assignment");
}

}  // namespace

Expected<CaPool> CaPool::from_pem(std::string_view pem, Time now) {
  CaPool out;
  bool expired = false;
  while (!trim(pem).empty()) {
    std::string_view block = pem;
    if (!pem_next(pem)) return failure("input did not contain a valid PEM encoded block");
    auto certificate = Certificate::parse_pem(block);
    if (!certificate) return tl::unexpected(certificate.error());
    if (!certificate->is_ca) return failure(printable(certificate->name) + ": certificate is not a CA");
    if (!certificate->has_signed(*certificate))
      return failure(printable(certificate->name) + ": certificate is not self-signed");
    expired = expired || !certificate->is_valid_at(now);
    std::string fingerprint = certificate->fingerprint;
    out.by_fingerprint_.insert_or_assign(std::move(fingerprint), std::move(*certificate));
  }
  if (expired) return failure("certificate is expired");
  return out;
}

Expected<void> CaPool::verify(const Certificate& certificate, Time now) const {
  // What a CA certificate signs with is not what a host signs with; nobody asks with one.
  if (certificate.is_ca) return failure("certificate is one of a CA");
  if (certificate.issuer.empty()) return failure("no issuer in certificate");
  const auto found = by_fingerprint_.find(certificate.issuer);
  if (found == by_fingerprint_.end()) return failure("could not find ca for the certificate");
  const Certificate& ca = found->second;
  if (ca.curve != certificate.curve) return failure("certificate curve does not match CA");
  if (!ca.is_valid_at(now)) return failure("root certificate is expired");
  if (!certificate.is_valid_at(now)) return failure("certificate is expired");
  if (!ca.has_signed(certificate)) return failure("certificate signature did not match");
  return check_constraints(ca, certificate);
}

}  // namespace newel::provisioner::nebula
