#include "authority/record.h"

namespace newel::authority {

Origin origin_of(const provisioner::Provisioner& provisioner, std::string ra_json) {
  return {provisioner.id(), provisioner.name(), std::string(provisioner::type_name(provisioner.type())),
          std::move(ra_json)};
}

store::CertificateRecord make_record(const x509::Certificate& certificate, const std::string& issuer,
                                     Time issued_at, Origin origin) {
  store::CertificateRecord out;
  out.serial = certificate.serial().magnitude;
  out.issuer = issuer;
  out.subject = certificate.subject().common_name();
  const x509::SubjectAltNames& names = certificate.names();
  out.names.reserve(names.dns.size() + names.emails.size() + names.ips.size() + names.uris.size());
  out.names.insert(out.names.end(), names.dns.begin(), names.dns.end());
  out.names.insert(out.names.end(), names.emails.begin(), names.emails.end());
  for (const IpAddress& ip : names.ips) out.names.push_back(ip.to_string());
  out.names.insert(out.names.end(), names.uris.begin(), names.uris.end());
  out.not_before = certificate.not_before();
  out.not_after = certificate.not_after();
  out.issued_at = issued_at;
  out.provisioner_id = std::move(origin.provisioner_id);
  out.provisioner_name = std::move(origin.provisioner_name);
  out.provisioner_type = std::move(origin.provisioner_type);
  out.ra_json = std::move(origin.ra_json);
  out.der = to_bytes(certificate.der());
  return out;
}

}  // namespace newel::authority
