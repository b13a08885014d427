#include "x509/profiles.h"

#include "x509/oids.h"

namespace newel::x509 {
namespace {

CertificateTemplate with_basics(Name subject, const PublicKey& key, const Validity& validity) {
  CertificateTemplate out;
  out.subject = std::move(subject);
  out.public_key = key;
  out.not_before = validity.not_before;
  out.not_after = validity.not_after;
  return out;
}

}  // namespace

Validity validity_from(Time start, Seconds length) {
  const Time first = floor_seconds(start);
  return {first, first + length};
}

CertificateTemplate ca_profile(Name subject, const PublicKey& key, const Validity& validity,
                               std::optional<int> max_path_len) {
  CertificateTemplate out = with_basics(std::move(subject), key, validity);
  out.key_usage = cert_sign | crl_sign;
  out.basic_constraints = BasicConstraints{true, max_path_len};
  return out;
}

CertificateTemplate root_profile(Name subject, const PublicKey& key, const Validity& validity) {
  return ca_profile(std::move(subject), key, validity, 1);
}

CertificateTemplate intermediate_profile(Name subject, const PublicKey& key, const Validity& validity,
                                         std::optional<int> max_path_len) {
  return ca_profile(std::move(subject), key, validity, max_path_len);
}

CertificateTemplate leaf_profile(Name subject, SubjectAltNames names, const PublicKey& key,
                                 const Validity& validity) {
  CertificateTemplate out = with_basics(std::move(subject), key, validity);
  out.names = std::move(names);
  out.key_usage =
      key.type() == KeyType::rsa ? digital_signature | key_encipherment : unsigned{digital_signature};
  out.extended_key_usage = {std::string(oids::server_auth), std::string(oids::client_auth)};
  return out;
}

Name organization_name(std::string_view organization, std::string_view common_name) {
  NameFields fields;
  if (!organization.empty()) fields.organization = {std::string(organization)};
  fields.common_name = std::string(common_name);
  return fields.to_name();
}

SubjectAltNames to_alt_names(SplitNames names) {
  SubjectAltNames out;
  out.dns = std::move(names.dns);
  out.ips = std::move(names.ips);
  out.emails = std::move(names.emails);
  out.uris = std::move(names.uris);
  return out;
}

}  // namespace newel::x509
