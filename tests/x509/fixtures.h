// A small family of certificates for tests.
#pragma once

#include <memory>

#include "base/encoding.h"
#include "base/files.h"
#include "crypto/private_key.h"
#include "x509/builder.h"
#include "x509/oids.h"

namespace newel::x509::testing {

inline const Time now = from_unix(1704164645);  // 2024-01-02T03:04:05Z
constexpr Seconds day{86400};

inline std::shared_ptr<const PrivateKey> new_key() {
  return std::make_shared<const PrivateKey>(PrivateKey::generate_ec(Curve::p256));
}

inline CertificateTemplate ca_template(const std::string& name, std::optional<int> path_len = {}) {
  CertificateTemplate out;
  out.subject = Name::from_common_name(name);
  out.not_before = now - day;
  out.not_after = now + 365 * day;
  out.key_usage = cert_sign | crl_sign;
  out.basic_constraints = BasicConstraints{true, path_len};
  return out;
}

inline CertificateTemplate leaf_template(const std::string& host) {
  CertificateTemplate out;
  out.subject = Name::from_common_name(host);
  out.names.dns = {host};
  out.not_before = now - Seconds(60);
  out.not_after = now + day;
  out.key_usage = digital_signature;
  out.extended_key_usage = {std::string(oids::server_auth), std::string(oids::client_auth)};
  return out;
}

/// An authority: certificate and key.
struct Authority {
  Certificate certificate;
  std::shared_ptr<const PrivateKey> key;
  Issuer issuer() const { return Issuer(certificate, key); }

  static Authority root(CertificateTemplate what) {
    const auto key = new_key();
    what.public_key = key->public_key();
    return {issue_self_signed(what, *key), key};
  }
  Authority intermediate(CertificateTemplate what) const {
    const auto own = new_key();
    what.public_key = own->public_key();
    return {issue(what, issuer()), own};
  }
  Certificate leaf(CertificateTemplate what) const {
    if (!what.public_key) what.public_key = new_key()->public_key();
    return issue(what, issuer());
  }
};

inline std::string test_data(const std::string& name) {
  return value_or_throw(read_file(std::string(NEWEL_TEST_DATA) + "/x509/" + name));
}

}  // namespace newel::x509::testing
