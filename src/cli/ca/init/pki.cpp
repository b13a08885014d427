#include "cli/ca/init/pki.h"

namespace newel::cli::ca {
namespace {

constexpr Duration ca_lifetime = std::chrono::hours(87'600);

x509::CertificateTemplate ca_template(const std::string& name, const std::string& role, int path_length,
                                      const PublicKey& key, const Clock& clock) {
  x509::NameFields subject;
  subject.organization = {name};
  subject.common_name = name + " " + role;
  x509::CertificateTemplate out;
  out.subject = subject.to_name();
  out.not_before = floor_seconds(clock.now());
  out.not_after = out.not_before + ca_lifetime;
  out.public_key = key;
  out.key_usage = x509::cert_sign | x509::crl_sign;
  out.basic_constraints = x509::BasicConstraints{.is_ca = true, .max_path_len = path_length};
  return out;
}

}  // namespace

CertifiedKey make_root(const std::string& name, const Clock& clock) {
  auto key = std::make_shared<PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  const auto certificate =
      x509::issue_self_signed(ca_template(name, "Root CA", 1, key->public_key(), clock), *key);
  return {certificate, key};
}

CertifiedKey make_intermediate(const std::string& name, const CertifiedKey& root, const Clock& clock) {
  auto key = std::make_shared<PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  const x509::Issuer issuer(root.certificate, root.key);
  const auto certificate =
      x509::issue(ca_template(name, "Intermediate CA", 0, key->public_key(), clock), issuer);
  return {certificate, key};
}

}  // namespace newel::cli::ca
