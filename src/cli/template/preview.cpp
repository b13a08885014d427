#include "cli/template/preview.h"

#include "base/clock.h"
#include "crypto/private_key.h"
#include "crypto/signature_scheme.h"
#include "x509/profiles.h"

namespace newel::cli::template_commands {
namespace {

PrivateKey key_for(SignatureAlgorithm algorithm) {
  const auto scheme = signature_scheme(algorithm);
  if (scheme && scheme->key == KeyType::rsa) return PrivateKey::generate_rsa(2048);
  if (scheme && scheme->key == KeyType::ed25519) return PrivateKey::generate_ed25519();
  return PrivateKey::generate_ec(Curve::p256);
}

}  // namespace

x509::Certificate preview_certificate(const templates::CertificateDocument& document, const PublicKey& key) {
  auto made = templates::to_certificate(document, key);
  made.finish();
  const auto validity = x509::validity_from(system_clock().now(), x509::default_leaf_validity);
  made.certificate.not_before = made.not_before.value_or(validity.not_before);
  made.certificate.not_after = made.not_after.value_or(validity.not_after);
  const auto ca_key = std::make_shared<const PrivateKey>(key_for(made.certificate.signature_algorithm));
  const auto ca =
      x509::issue_self_signed(x509::root_profile(x509::Name::from_common_name("Preview: not a real CA"),
                                                 ca_key->public_key(), validity),
                              *ca_key);
  return x509::issue(made.certificate, x509::Issuer(ca, ca_key));
}

}  // namespace newel::cli::template_commands
