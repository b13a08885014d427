#include "x509/client_chains.h"

#include <algorithm>

#include "x509/oids.h"

namespace newel::x509 {
namespace {

tl::unexpected<Failure> refused(std::string_view why) {
  return failure("tls: failed to verify certificate: " + std::string(why));
}

// A certificate as it was sent: readable, and with a key that costs no more than it should.
Expected<Certificate> read(ByteView der) {
  auto certificate = Certificate::parse(der);
  if (!certificate) return failure("tls: failed to parse client certificate: " + certificate.error().text);
  const auto& key = certificate->public_key();
  if (key && key->type() == KeyType::rsa && key->bits() > ClientChains::largest_rsa_bits) {
    return failure("tls: client sent certificate containing RSA key larger than " +
                   std::to_string(ClientChains::largest_rsa_bits) + " bits");
  }
  return certificate;
}

}  // namespace

ClientChains::ClientChains(std::vector<Certificate> anchors, int min_rsa_bits, const Clock& clock)
    : anchors_(std::move(anchors)), min_rsa_bits_(min_rsa_bits), clock_(clock) {}

bool ClientChains::is_anchor(ByteView der) const {
  return std::any_of(anchors_.begin(), anchors_.end(),
                     [&](const Certificate& a) { return equal(a.der(), der); });
}

// The anchors are the operator's choice; what was presented is not.
Expected<void> ClientChains::check_keys(const std::vector<Certificate>& chain) const {
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (i > 0 && i + 1 == chain.size()) break;
    const auto& key = chain[i].public_key();
    if (!key) return refused(key.error().text);
    if (key->type() == KeyType::rsa && key->bits() < min_rsa_bits_) {
      return refused("x509: RSA key of " + std::to_string(key->bits()) + " bits is too weak, need " +
                     std::to_string(min_rsa_bits_));
    }
  }
  return {};
}

Expected<std::vector<Bytes>> ClientChains::verify(const std::vector<Bytes>& presented) const {
  if (presented.empty()) return failure("tls: client didn't provide a certificate");
  if (presented.size() > max_presented) {
    return refused("x509: a chain of " + std::to_string(presented.size()) + " certificates is too long");
  }
  const auto leaf = read(presented.front());
  if (!leaf) return tl::unexpected(leaf.error());
  VerifyOptions options;
  for (std::size_t i = 1; i < presented.size(); ++i) {
    if (is_anchor(presented[i])) continue;  // known already; as an intermediate it would be verified again
    auto certificate = read(presented[i]);
    if (!certificate) return tl::unexpected(certificate.error());
    options.intermediates.push_back(std::move(*certificate));
  }
  options.roots = anchors_;
  options.at = clock_.now();
  options.extended_key_usage = {std::string(oids::client_auth)};
  options.most_signature_checks = most_signature_checks;
  const auto chain = verify_chain(*leaf, options);
  if (!chain) return refused(chain.error().text);
  if (!leaf->has_key_usage(digital_signature))
    return refused("x509: certificate specifies an incompatible key usage");
  if (const auto strong = check_keys(*chain); !strong) return tl::unexpected(strong.error());
  std::vector<Bytes> out;
  out.reserve(chain->size());
  for (const Certificate& certificate : *chain) out.push_back(to_bytes(certificate.der()));
  return out;
}

}  // namespace newel::x509
