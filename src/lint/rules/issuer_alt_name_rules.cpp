// The issuer's alternative names.
#include "base/text.h"
#include "lint/domains.h"
#include "lint/oids.h"
#include "lint/rules/alt_names.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source rfc = Source::rfc5280, aws = Source::aws_labs;

bool has_ian(const C& c) { return c.has(oids::issuer_alt_name); }
const ExtensionView& ian(const C& c) { return *c.extension(oids::issuer_alt_name); }

bool has_bad_host(std::string_view text) {
  if (text.empty()) return false;
  const auto url = parse_url(text);
  return !url || !is_host_name_or_ip(host_of_authority(url->host));
}

constexpr Rule rules[] = {
    {"w_ext_ian_critical", "issuer alternative names are not critical", "RFC 5280: 4.2.1.7", rfc, rfc2459,
     has_ian, [](const C& c) { return finding_if(ian(c).critical); }},
    {"e_ext_ian_dns_not_ia5_string", "DNS names are ASCII", "RFC 5280: 4.2.1.7", rfc, rfc2459, has_ian,
     [](const C& c) { return dns_names_are_ascii(ian(c)); }},
    {"e_ext_ian_empty_name", "no name is empty", "RFC 5280: 4.2.1.7", rfc, rfc2459, has_ian,
     [](const C& c) { return names_are_not_empty(ian(c)); }},
    {"e_ext_ian_no_entries", "there is a name", "RFC 5280: 4.2.1.7", rfc, rfc2459, has_ian,
     [](const C& c) { return finding_if(is_empty_list(ian(c))); }},
    {"e_ext_ian_rfc822_format_invalid", "mail addresses stand without brackets and comments",
     "RFC 5280: 4.2.1.7", rfc, rfc2459, has_ian,
     [](const C& c) { return no_text(c.ian.emails, is_bad_mailbox); }},
    {"e_ext_ian_space_dns_name", "no DNS name is a blank", "RFC 5280: 4.2.1.6", rfc, rfc2459, has_ian,
     [](const C& c) { return no_text(c.ian.dns, [](const std::string& name) { return name == " "; }); }},
    {"e_ext_ian_uri_format_invalid", "a URI has a scheme and something behind it", "RFC5280: 4.2.1.6", rfc,
     rfc5280, has_ian, [](const C& c) { return no_text(c.ian.uris, is_incomplete_uri); }},
    {"e_ext_ian_uri_host_not_fqdn_or_ip", "the host of a URI is a full domain name or an address",
     "RFC 5280: 4.2.1.6", rfc, rfc5280, has_ian,
     [](const C& c) { return no_text(c.ian.uris, has_bad_host); }},
    {"e_ext_ian_uri_not_ia5", "a URI is ASCII", "RFC5280: 4.2.1.7", rfc, rfc5280, has_ian,
     [](const C& c) { return no_text(c.ian.uris, is_not_ascii); }},
    {"e_ext_ian_uri_relative", "a URI is absolute", "RFC 5280: 4.2.1.7", rfc, rfc5280, has_ian,
     [](const C& c) { return no_text(c.ian.uris, is_relative_uri); }},
    {"e_ian_bare_wildcard", "a wildcard is followed by something", "RFC5280", rfc, always, has_ian,
     [](const C& c) {
       return no_text(c.ian.dns, [](const std::string& name) { return name.ends_with('*'); });
     }},
    {"e_ian_dns_name_includes_null_char", "DNS names have no null character", "awslabs certlint", aws, always,
     has_ian, [](const C& c) { return no_text(c.ian.dns, has_null); }},
    {"e_ian_dns_name_starts_with_period", "DNS names do not start with a period", "awslabs certlint", aws,
     always, has_ian,
     [](const C& c) {
       return no_text(c.ian.dns, [](const std::string& name) { return name.starts_with('.'); });
     }},
    {"w_ian_iana_pub_suffix_empty", "DNS names have three labels or more", "awslabs certlint", aws, always,
     has_ian,
     [](const C& c) {
       return no_text(c.ian.dns, [](const std::string& name) { return split(name, '.').size() < 3; });
     }},
    {"e_ian_wildcard_not_first", "a wildcard is the first character", "awslabs certlint", aws, always,
     has_ian, [](const C& c) { return no_text(c.ian.dns, has_late_wildcard); }},
};

}  // namespace

std::span<const Rule> issuer_alt_name_rules() { return rules; }

}  // namespace newel::lint
