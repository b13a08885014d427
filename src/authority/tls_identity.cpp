// The certificate that the server itself presents: for its dnsNames, 24 hours, with a new key every time, not
// stored.
#include "authority/authority.h"
#include "base/name_kind.h"
#include "x509/oids.h"

namespace newel::authority {
namespace {

constexpr auto lifetime = std::chrono::hours(24);
constexpr auto margin = std::chrono::minutes(1);  // for clients whose clock is behind

x509::SubjectAltNames names_of(const std::vector<std::string>& dns_names) {
  std::vector<std::string> plain;
  for (const std::string& name : dns_names) {
    const bool bracketed = name.size() > 2 && name.starts_with('[') && name.ends_with(']');
    plain.push_back(bracketed ? name.substr(1, name.size() - 2) : name);
  }
  SplitNames split = split_names(plain);
  x509::SubjectAltNames out;
  out.dns = std::move(split.dns);
  out.ips = std::move(split.ips);
  out.emails = std::move(split.emails);
  out.uris = std::move(split.uris);
  return out;
}

}  // namespace

Authority::TlsIdentity Authority::issue_tls_identity() const {
  const Time now = clock().now();
  auto key = std::make_shared<PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  x509::CertificateTemplate what;
  what.subject = x509::Name::from_common_name(config_.common_name);
  what.names = names_of(config_.dns_names);
  what.public_key = key->public_key();
  what.key_usage = x509::digital_signature;
  what.extended_key_usage = {std::string(x509::oids::server_auth), std::string(x509::oids::client_auth)};
  what.not_before = floor_seconds(now - margin);
  what.not_after = floor_seconds(now + lifetime);
  check_constraints(what.subject, what.names, "error creating certificate");
  TlsIdentity out;
  out.chain.push_back(issue_checked(what));
  out.chain.insert(out.chain.end(), intermediates_.begin(), intermediates_.end());
  out.key = std::move(key);
  return out;
}

}  // namespace newel::authority
