// The subject's alternative names.
#include "base/text.h"
#include "lint/domains.h"
#include "lint/oids.h"
#include "lint/places.h"
#include "lint/rules/alt_names.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements, rfc = Source::rfc5280, aws = Source::aws_labs;

bool has_san(const C& c) { return c.has(oids::subject_alt_name); }
const ExtensionView& san(const C& c) { return *c.extension(oids::subject_alt_name); }

Verdict no_reserved_address(const C& c) {
  for (const IpAddress& ip : c.san.ips) {
    if (is_reserved_address(ip)) return Verdict::finding;
  }
  return Verdict::pass;
}

bool has_bad_host(std::string_view text) {
  if (text.empty()) return false;
  const auto url = parse_url(text);
  if (!url) return true;
  return url->opaque.empty() && !is_host_name_or_ip(url->host);  // an opaque URI has no host
}

// What stands behind "xn--" in the labels of DNS names, decoded; nullopt for a label that does not decode.
std::vector<std::optional<std::string>> international_labels(const C& c) {
  std::vector<std::optional<std::string>> out;
  for (const std::string& name : c.san.dns) {
    for (const std::string& label : split(name, '.')) {
      if (label.starts_with("xn--")) out.push_back(decode_punycode(std::string_view(label).substr(4)));
    }
  }
  return out;
}

Verdict labels_decode(const C& c) {
  for (const auto& label : international_labels(c)) {
    if (!label) return Verdict::finding;
  }
  return Verdict::pass;
}

Verdict labels_are_normal(const C& c) {
  for (const auto& label : international_labels(c)) {
    if (!label) return Verdict::not_applicable;
    if (!is_nfc(*label)) return Verdict::finding;
  }
  return Verdict::pass;
}

Verdict no_public_suffix(const C& c) {
  for (const std::string& name : c.san.dns) {
    const DomainParts parts = split_domain(name);
    if (parts.is_blank) return Verdict::not_applicable;
    if (parts.is_suffix) return Verdict::finding;
  }
  return Verdict::pass;
}

constexpr Rule rules[] = {
    {"e_ext_san_contains_reserved_ip", "no address is reserved", "BRs: 7.1.4.2.1", br, br_1_0,
     [](const C& c) { return c.ends() > day(2015, 11, 1); }, no_reserved_address},
    {"w_ext_san_critical_with_subject_dn", "beside a subject, alternative names are not critical",
     "RFC 5280: 4.2.1.6", br, rfc5280, has_san,
     [](const C& c) { return finding_if(san(c).critical && !c.subject.empty()); }},
    {"e_ext_san_not_critical_without_subject", "without a subject, alternative names are critical",
     "RFC 5280: 4.2.1.6", rfc, rfc2459, has_san,
     [](const C& c) { return finding_if(c.subject.empty() && !san(c).critical); }},
    {"e_ext_san_missing", "a subscriber's certificate has alternative names", "BRs: 7.1.4.2.1", br, br_1_0,
     all_but_authorities, [](const C& c) { return pass_if(has_san(c)); }},
    {"e_ext_san_no_entries", "there is a name", "RFC 5280: 4.2.1.6", rfc, rfc2459, has_san,
     [](const C& c) { return finding_if(is_empty_list(san(c))); }},
    {"e_ext_san_empty_name", "no name is empty", "RFC 5280: 4.2.1.6", rfc, rfc2459, has_san,
     [](const C& c) { return names_are_not_empty(san(c)); }},

    {"e_ext_san_directory_name_present", "names are domains and addresses: no directory name",
     "BRs: 7.1.4.2.1", br, br_1_0, has_san, [](const C& c) { return finding_if(c.san.has_directory_names); }},
    {"e_ext_san_edi_party_name_present", "names are domains and addresses: no EDI party", "BRs: 7.1.4.2.1",
     br, br_1_0, has_san, [](const C& c) { return finding_if(c.san.has_edi_party_names); }},
    {"e_ext_san_other_name_present", "names are domains and addresses: no other name", "BRs: 7.1.4.2.1", br,
     br_1_0, has_san, [](const C& c) { return finding_if(c.san.has_other_names); }},
    {"e_ext_san_registered_id_present", "names are domains and addresses: no registered id", "BRs: 7.1.4.2.1",
     br, br_1_0, has_san, [](const C& c) { return finding_if(c.san.has_registered_ids); }},
    {"e_ext_san_rfc822_name_present", "names are domains and addresses: no mail address", "BRs: 7.1.4.2.1",
     br, br_1_0, has_san, [](const C& c) { return pass_if(c.san.emails.empty()); }},
    {"e_ext_san_uniform_resource_identifier_present", "names are domains and addresses: no URI",
     "BRs: 7.1.4.2.1", br, br_1_0, has_san, [](const C& c) { return pass_if(c.san.uris.empty()); }},

    {"e_ext_san_dns_name_too_long", "a DNS name has 253 octets at most", "RFC 5280", rfc, rfc5280,
     [](const C& c) { return has_san(c) && !c.san.dns.empty(); },
     [](const C& c) {
       return no_text(c.san.dns, [](const std::string& name) { return name.size() > 253; });
     }},
    {"e_ext_san_dns_not_ia5_string", "DNS names are ASCII", "RFC 5280: 4.2.1.6", rfc, rfc2459, has_san,
     [](const C& c) { return dns_names_are_ascii(san(c)); }},
    {"e_ext_san_space_dns_name", "no DNS name is a blank", "RFC 5280: 4.2.1.6", rfc, rfc2459, has_san,
     [](const C& c) { return no_text(c.san.dns, [](const std::string& name) { return name == " "; }); }},
    {"e_ext_san_rfc822_format_invalid", "mail addresses stand without brackets and comments",
     "RFC 5280: 4.2.1.6", rfc, rfc2459, has_san,
     [](const C& c) { return no_text(c.san.emails, is_bad_mailbox); }},
    {"e_ext_san_uri_format_invalid", "a URI has a scheme and something behind it", "RFC5280: 4.2.1.6", rfc,
     rfc5280, has_san, [](const C& c) { return no_text(c.san.uris, is_incomplete_uri); }},
    {"e_ext_san_uri_host_not_fqdn_or_ip", "the host of a URI is a full domain name or an address",
     "RFC 5280: 4.2.1.7", rfc, rfc5280, has_san,
     [](const C& c) { return no_text(c.san.uris, has_bad_host); }},
    {"e_ext_san_uri_not_ia5", "a URI is ASCII", "RFC5280: 4.2.1.6", rfc, rfc5280, has_san,
     [](const C& c) { return no_text(c.san.uris, is_not_ascii); }},
    {"e_ext_san_uri_relative", "a URI is absolute", "RFC 5280: 4.2.1.6", rfc, rfc5280, has_san,
     [](const C& c) { return no_text(c.san.uris, is_relative_uri); }},

    {"e_international_dns_name_not_unicode", "labels behind xn-- are Punycode", "RFC 3490", rfc, rfc3490,
     has_san, labels_decode},
    {"e_international_dns_name_not_nfc", "labels behind xn-- are in normalization form C", "RFC 8399",
     Source::rfc5891, rfc8399, has_san, labels_are_normal},
    {"e_san_bare_wildcard", "a wildcard is followed by something", "awslabs certlint", aws, always, has_san,
     [](const C& c) {
       return no_text(c.san.dns, [](const std::string& name) { return name.ends_with('*'); });
     }},
    {"e_san_dns_name_includes_null_char", "DNS names have no null character", "awslabs certlint", aws, always,
     has_san, [](const C& c) { return no_text(c.san.dns, has_null); }},
    {"e_san_dns_name_starts_with_period", "DNS names do not start with a period", "awslabs certlint", aws,
     always, has_san,
     [](const C& c) {
       return no_text(c.san.dns, [](const std::string& name) { return name.starts_with('.'); });
     }},
    {"w_san_iana_pub_suffix_empty", "no DNS name is a public suffix alone", "awslabs certlint", aws, always,
     has_san, no_public_suffix},
    {"e_san_wildcard_not_first", "a wildcard is the first character", "awslabs certlint", aws, always,
     has_san, [](const C& c) { return no_text(c.san.dns, has_late_wildcard); }},
};

}  // namespace

std::span<const Rule> subject_alt_name_rules() { return rules; }

}  // namespace newel::lint
