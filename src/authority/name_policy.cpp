#include "authority/name_policy.h"

#include "base/text.h"
#include "x509/oids.h"

namespace newel::authority {
namespace {

void append(policy::Names& names, const x509::SubjectAltNames& more) {
  names.dns.insert(names.dns.end(), more.dns.begin(), more.dns.end());
  names.ips.insert(names.ips.end(), more.ips.begin(), more.ips.end());
  names.emails.insert(names.emails.end(), more.emails.begin(), more.emails.end());
  names.uris.insert(names.uris.end(), more.uris.begin(), more.uris.end());
}

// The reference leaves the final full stop away here.
Error refused(const policy::Decision& decision, const std::string& log_text) {
  return {403, log_text, "The request was forbidden by the certificate authority: " + decision.text()};
}

}  // namespace

policy::Names names_of(const x509::CertificateTemplate& certificate) {
  policy::Names out;
  append(out, certificate.names);
  // An extension of the template's own replaces the names; some templates copy it from the request.
  if (const auto* own = x509::find_extension(certificate.extra, x509::oids::subject_alt_name)) {
    const auto names = x509::decode_subject_alt_names(own->value);
    if (!names) throw Error("error reading the subjectAltName extension: " + names.error().text);
    append(out, *names);
  }
  out.common_name = certificate.subject.common_name();
  return out;
}

void check_provisioner_policy(const x509::CertificateTemplate& certificate,
                              const provisioner::Provisioner& provisioner) {
  const policy::Policy* policy = provisioner.policy();
  if (policy == nullptr || !policy->restricts_x509()) return;
  const auto refusal = policy->check_x509(names_of(certificate));
  if (!refusal) return;
  const std::string log_text = refusal->text() + " by the policy of provisioner " +
                               quote(provisioner.name()) + ": " + refusal->explanation();
  if (refusal->refused_by_rules()) throw refused(*refusal, log_text);
  throw Error{403, log_text, Error::forbidden("error validating certificate").message()};
}

void check_authority_policy(const x509::CertificateTemplate& certificate, const policy::Policy& policy) {
  if (!policy.restricts_x509()) return;
  const auto refusal = policy.check_x509(names_of(certificate));
  if (!refusal) return;
  const std::string log_text = refusal->text() + " by the authority's policy: " + refusal->explanation();
  if (refusal->refused_by_rules()) throw refused(*refusal, log_text);
  throw Error{500, log_text, "error creating certificate"};
}

}  // namespace newel::authority
