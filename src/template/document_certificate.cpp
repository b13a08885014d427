// From a document's members to what the certificate builder takes.
#include <limits>

#include "crypto/digest.h"
#include "template/certificate_document.h"
#include "template/document_values.h"
#include "x509/oids.h"

namespace newel::templates {
namespace {

std::vector<std::string> values(const Texts& texts) { return texts.value_or(std::vector<std::string>()); }

x509::NameConstraints name_constraints(const DocumentNameConstraints& from) {
  x509::NameConstraints out;
  out.critical = from.critical;
  out.permitted_dns = values(from.permitted_dns);
  out.excluded_dns = values(from.excluded_dns);
  out.permitted_emails = values(from.permitted_emails);
  out.excluded_emails = values(from.excluded_emails);
  out.permitted_uris = values(from.permitted_uris);
  out.excluded_uris = values(from.excluded_uris);
  out.permitted_ips = from.permitted_ips.value_or(std::vector<IpNetwork>());
  out.excluded_ips = from.excluded_ips.value_or(std::vector<IpNetwork>());
  return out;
}

bool is_empty(const x509::NameConstraints& c) {
  return c.permitted_dns.empty() && c.excluded_dns.empty() && c.permitted_emails.empty() &&
         c.excluded_emails.empty() && c.permitted_uris.empty() && c.excluded_uris.empty() &&
         c.permitted_ips.empty() && c.excluded_ips.empty();
}

// RFC 7093 section 2 method 1: SHA-256, cut to 160 bits. A CA is given one even when its template wants none.
Bytes short_sha256(const PublicKey& key) {
  const Sha256Digest digest = sha256(key.subject_public_key());
  return to_bytes(ByteView(digest).first(20));
}

void set_extensions(x509::CertificateTemplate& out, const CertificateDocument& document) {
  if (!document.extensions) return;
  for (const DocumentExtension& extension : *document.extensions) {
    if (extension.id.arcs.empty()) continue;
    out.extra.push_back(
        {extension.id.encoded_dotted(), extension.critical, extension.value.value_or(Bytes())});
  }
}

}  // namespace

x509::BasicConstraints to_basic_constraints(const DocumentBasicConstraints& from) {
  x509::BasicConstraints out;
  out.is_ca = from.is_ca;
  if (!from.is_ca || from.max_path_len < 0) return out;
  if (from.max_path_len > std::numeric_limits<int>::max())
    throw Error("maxPathLen " + std::to_string(from.max_path_len) + " is larger than any path");
  out.max_path_len = static_cast<int>(from.max_path_len);
  return out;
}

void DocumentCertificate::finish() {
  if (raw_subject.empty()) {
    certificate.subject = subject.to_name();
  } else {
    certificate.subject = value_or_throw(x509::Name::parse(raw_subject));
  }
}

DocumentCertificate to_certificate(const CertificateDocument& document, const PublicKey& key) {
  DocumentCertificate out;
  x509::CertificateTemplate& certificate = out.certificate;
  if (document.serial_number) {
    if (document.serial_number->negative) throw Error("x509: serial number must be positive");
    certificate.serial = document.serial_number->magnitude;
  }
  certificate.public_key = key;
  out.subject = to_fields(document.subject);
  out.raw_subject = document.raw_subject.value_or(Bytes());
  out.not_before = document.not_before.time;
  out.not_after = document.not_after.time;
  certificate.key_usage = document.key_usage;
  certificate.extended_key_usage = document.ext_key_usage;
  if (document.unknown_ext_key_usage) {
    for (const Oid& oid : *document.unknown_ext_key_usage) {
      certificate.extended_key_usage.push_back(oid.encoded_dotted());
    }
  }
  if (document.basic_constraints)
    certificate.basic_constraints = to_basic_constraints(*document.basic_constraints);
  certificate.subject_key_id = document.subject_key_id;
  const bool is_ca = certificate.basic_constraints && certificate.basic_constraints->is_ca;
  if (is_ca && certificate.subject_key_id && certificate.subject_key_id->empty())
    certificate.subject_key_id = short_sha256(key);
  certificate.authority_key_id = document.authority_key_id;
  certificate.authority_info_access.ocsp = values(document.ocsp_server);
  certificate.authority_info_access.issuers = values(document.issuing_certificate_url);
  certificate.crl_distribution_points = values(document.crl_distribution_points);
  certificate.policies = values(document.policy_identifiers);
  if (document.name_constraints) {
    x509::NameConstraints constraints = name_constraints(*document.name_constraints);
    if (!is_empty(constraints)) certificate.name_constraints = std::move(constraints);
  }
  if (!document.has_extension(x509::oids::subject_alt_name)) certificate.names = simple_names(document);
  certificate.signature_algorithm = signing_algorithm(document.signature_algorithm);
  set_extensions(certificate, document);
  return out;
}

}  // namespace newel::templates
