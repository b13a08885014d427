// Where to find revocation lists, OCSP responders and issuers.
#include "base/text.h"
#include "lint/oids.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements, rfc = Source::rfc5280;

bool has_points(const C& c) { return c.has(oids::crl_distribution_points); }
bool has_access(const C& c) { return c.has(oids::authority_info_access); }

bool any_starts_with_http(const std::vector<std::string>& urls) {
  for (const std::string& url : urls) {
    if (url.starts_with("http://")) return true;
  }
  return false;
}

bool any_is_http_or_ldap(const std::vector<std::string>& urls) {
  for (const std::string& url : urls) {
    const std::string lower = to_lower(url);
    if (lower.starts_with("http://") || lower.starts_with("ldap://")) return true;
  }
  return false;
}

// DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }: reasons alone say
// nothing.
bool has_reasons_only(const Element& point) {
  bool has_reasons = false, has_place = false;
  for (const Element& part : fields(point.content)) {
    if (part.is_context(1)) {
      const auto bits = read_bit_string(part.content);
      has_reasons = bits && bits->bits != 0;
    } else if (part.is_context(0)) {
      const auto name = first(part.content);
      has_place = has_place || (name && (name->number == 1 || !name->content.empty()));
    } else if (part.is_context(2)) {
      has_place = has_place || !part.content.empty();
    }
  }
  return has_reasons && !has_place;
}

Verdict points_are_complete(const C& c) {
  const auto points = sequence(c.extension(oids::crl_distribution_points)->value);
  if (!points) return Verdict::fatal;
  for (const Element& point : *points) {
    if (has_reasons_only(point)) return Verdict::finding;
  }
  return Verdict::pass;
}

constexpr Rule rules[] = {
    {"e_distribution_point_incomplete", "a CRL distribution point does not consist of reasons only",
     "RFC 5280: 4.2.1.13", rfc, rfc3280, has_points, points_are_complete},
    {"w_distribution_point_missing_ldap_or_uri", "CRL distribution points hold an HTTP or LDAP URI",
     "RFC 5280: 4.2.1.13", rfc, rfc5280, has_points,
     [](const C& c) { return pass_if(any_is_http_or_ldap(c.crl_urls)); }},
    {"w_ext_crl_distribution_marked_critical", "CRL distribution points are not critical",
     "RFC 5280: 4.2.1.13", rfc, rfc2459, has_points,
     [](const C& c) { return finding_if(c.is_critical(oids::crl_distribution_points)); }},
    {"e_sub_cert_crl_distribution_points_does_not_contain_url", "CRL distribution points hold an HTTP URL",
     "BRs: 7.1.2.3", br, br_1_0, has_points,
     [](const C& c) { return pass_if(any_starts_with_http(c.crl_urls)); }},
    {"e_sub_cert_crl_distribution_points_marked_critical", "CRL distribution points are not critical",
     "BRs: 7.1.2.3", br, br_1_0, has_points,
     [](const C& c) { return finding_if(c.is_critical(oids::crl_distribution_points)); }},
    {"e_ext_freshest_crl_marked_critical", "freshest CRL is not critical", "RFC 5280: 4.2.1.15", rfc, rfc3280,
     [](const C& c) { return c.has(oids::freshest_crl); },
     [](const C& c) { return finding_if(c.is_critical(oids::freshest_crl)); }},

    {"w_ext_aia_access_location_missing", "an issuer's location is an HTTP or LDAP URI", "RFC 5280: 4.2.2.1",
     rfc, rfc5280, [](const C& c) { return has_access(c) && !c.issuer_urls.empty(); },
     [](const C& c) { return pass_if(any_is_http_or_ldap(c.issuer_urls)); }},
    {"e_ext_aia_marked_critical", "authority information access is not critical", "RFC 5280: 4.2.2.1", rfc,
     rfc2459, has_access, [](const C& c) { return finding_if(c.is_critical(oids::authority_info_access)); }},
    {"w_sub_cert_aia_does_not_contain_issuing_ca_url",
     "a subscriber's certificate tells an HTTP URL of its issuer", "BRs: 7.1.2.3", br, br_1_0, subscribers,
     [](const C& c) { return pass_if(any_starts_with_http(c.issuer_urls)); }},
    {"e_sub_cert_aia_does_not_contain_ocsp_url",
     "a subscriber's certificate tells an HTTP URL of the OCSP responder", "BRs: 7.1.2.3", br, br_1_0,
     all_but_authorities, [](const C& c) { return pass_if(any_starts_with_http(c.ocsp_urls)); }},
    {"e_sub_cert_aia_marked_critical",
     "authority information access of a subscriber's certificate is not critical", "BRs: 7.1.2.3", br, br_1_0,
     [](const C& c) { return c.is_subscriber() && has_access(c); },
     [](const C& c) { return finding_if(c.is_critical(oids::authority_info_access)); }},
    {"e_sub_cert_aia_missing", "a subscriber's certificate has authority information access", "BRs: 7.1.2.3",
     br, br_1_0, all_but_authorities, [](const C& c) { return pass_if(has_access(c)); }},
};

}  // namespace

std::span<const Rule> distribution_rules() { return rules; }

}  // namespace newel::lint
