// Distinguished names of subject and issuer.
#include <algorithm>

#include "lint/oids.h"
#include "lint/places.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements, rfc = Source::rfc5280, aws = Source::aws_labs;

// The attributes of X.520 that hold words.
constexpr std::string_view worded_attributes[] = {
    "2.5.4.3",  "2.5.4.4",  "2.5.4.5",  "2.5.4.6",  "2.5.4.7",  "2.5.4.8",  "2.5.4.9",  "2.5.4.10",
    "2.5.4.11", "2.5.4.12", "2.5.4.17", "2.5.4.41", "2.5.4.42", "2.5.4.43", "2.5.4.44", "2.5.4.46"};

bool is_worded(const Attribute& attribute) {
  return attribute.is_text && std::find(std::begin(worded_attributes), std::end(worded_attributes),
                                        attribute.oid) != std::end(worded_attributes);
}

// White space of Unicode in UTF-8.
constexpr std::string_view spaces[] = {
    "\t",           "\n",           "\v",           "\f",           "\r",           " ",
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82",
    "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88",
    "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f",
    "\xe3\x80\x80"};
bool starts_with_space(std::string_view text) {
  return std::any_of(std::begin(spaces), std::end(spaces),
                     [&](std::string_view space) { return text.starts_with(space); });
}
bool ends_with_space(std::string_view text) {
  return std::any_of(std::begin(spaces), std::end(spaces),
                     [&](std::string_view space) { return text.ends_with(space); });
}

Verdict no_worded(const Subject& name, bool (*bad)(std::string_view)) {
  if (!name.well_formed) return Verdict::fatal;
  for (const auto& rdn : name.rdns) {
    for (const Attribute& attribute : rdn) {
      if (is_worded(attribute) && bad(attribute.text)) return Verdict::finding;
    }
  }
  return Verdict::pass;
}

Verdict no_rdn_of_many(const Subject& name) {
  if (!name.well_formed) return Verdict::fatal;
  return finding_if(
      std::any_of(name.rdns.begin(), name.rdns.end(), [](const auto& rdn) { return rdn.size() > 1; }));
}

Verdict is_printable_string(const Subject& name, std::string_view oid) {
  if (!name.well_formed) return Verdict::fatal;
  for (const auto& rdn : name.rdns) {
    for (const Attribute& attribute : rdn) {
      if (attribute.oid == oid && attribute.tag != tag_printable) return Verdict::finding;
    }
  }
  return Verdict::pass;
}

bool says_nothing(const Attribute& attribute) {
  return attribute.is_text && (attribute.text == "-" || attribute.text == "." || attribute.text == " ");
}

Verdict common_name_is_a_name(const C& c) {
  const std::string name = c.subject.common_name();
  for (const std::string& dns : c.san.dns) {
    if (name == dns) return Verdict::pass;
  }
  for (const IpAddress& ip : c.san.ips) {
    const auto plain = ip_from_octets(ip.octets);
    if (plain && name == plain->to_string()) return Verdict::pass;
  }
  return Verdict::finding;
}

Verdict common_name_not_reserved(const C& c) {
  const auto ip = parse_ip(c.subject.common_name());
  return finding_if(ip && is_reserved_address(*ip));
}

bool has_foreign_country(const C& c) {
  for (const std::string& country : c.subject.values(oids::country)) {
    if (!is_country_code(country)) return true;
  }
  return false;
}

constexpr Rule rules[] = {
    {"e_issuer_field_empty", "the issuer is not empty", "RFC 5280: 4.1.2.4", rfc, rfc2459, everyone,
     [](const C& c) { return finding_if(c.issuer.empty()); }},
    {"e_issuer_dn_country_not_printable_string", "a country in the issuer is a PrintableString",
     "RFC 5280: Appendix A", rfc, always, [](const C& c) { return c.issuer.has_text(oids::country); },
     [](const C& c) { return is_printable_string(c.issuer, oids::country); }},
    {"w_issuer_dn_leading_whitespace", "no value in the issuer begins with white space", "AWSLabs certlint",
     aws, always, everyone, [](const C& c) { return no_worded(c.issuer, starts_with_space); }},
    {"w_issuer_dn_trailing_whitespace", "no value in the issuer ends with white space", "AWSLabs certlint",
     aws, always, everyone, [](const C& c) { return no_worded(c.issuer, ends_with_space); }},
    {"w_multiple_issuer_rdn", "each part of the issuer has one attribute", "awslabs certlint", aws, always,
     everyone, [](const C& c) { return no_rdn_of_many(c.issuer); }},

    {"e_subject_not_dn", "the subject is a distinguished name", "RFC 5280: 4.1.2.6", rfc, rfc2459, everyone,
     [](const C& c) { return pass_if(c.subject.well_formed); }},
    {"e_subject_empty_without_san", "without a subject there are alternative names",
     "RFC 5280: 4.2 & 4.2.1.6", rfc, rfc2459, everyone,
     [](const C& c) { return finding_if(c.subject.empty() && !c.has(oids::subject_alt_name)); }},
    {"e_subject_dn_country_not_printable_string", "a country in the subject is a PrintableString",
     "RFC 5280: Appendix A", rfc, always, [](const C& c) { return c.subject.has_text(oids::country); },
     [](const C& c) { return is_printable_string(c.subject, oids::country); }},
    {"e_subject_dn_serial_number_not_printable_string", "a serial number in the subject is a PrintableString",
     "RFC 5280: Appendix A", rfc, always, [](const C& c) { return !c.subject.serial_number().empty(); },
     [](const C& c) { return is_printable_string(c.subject, oids::serial_number); }},
    {"w_subject_dn_leading_whitespace", "no value in the subject begins with white space", "AWSLabs certlint",
     aws, always, everyone, [](const C& c) { return no_worded(c.subject, starts_with_space); }},
    {"w_subject_dn_trailing_whitespace", "no value in the subject ends with white space", "AWSLabs certlint",
     aws, always, everyone, [](const C& c) { return no_worded(c.subject, ends_with_space); }},
    {"n_multiple_subject_rdn", "each part of the subject has one attribute", "AWSLabs certlint", aws, always,
     everyone, [](const C& c) { return no_rdn_of_many(c.subject); }},
    {"e_subject_contains_noninformational_value", "no value in the subject is a filler: -, . or a blank",
     "BRs: 7.1.4.2.2", br, br_1_0, everyone,
     [](const C& c) {
       return finding_if(std::any_of(c.subject.heads().begin(), c.subject.heads().end(), says_nothing));
     }},
    {"e_subject_country_not_iso", "a country in the subject is a code of ISO 3166-1 or XX", "BRs: 7.1.4.2.2",
     br, br_1_0, everyone, [](const C& c) { return finding_if(has_foreign_country(c)); }},

    {"n_subject_common_name_included", "a subscriber's certificate does without a common name",
     "BRs: 7.1.4.2.2", br, br_1_0, all_but_authorities,
     [](const C& c) { return pass_if(c.subject.common_name().empty()); }},
    {"e_subject_common_name_not_from_san", "a common name is one of the alternative names", "BRs: 7.1.4.2.2",
     br, br_1_0, [](const C& c) { return !c.is_ca && !c.subject.common_name().empty(); },
     common_name_is_a_name},
    {"e_subject_contains_reserved_ip", "a common name is no reserved address", "BRs: 7.1.4.2.1", br, br_1_0,
     [](const C& c) { return c.ends() > day(2015, 11, 1); }, common_name_not_reserved},
};

}  // namespace

std::span<const Rule> name_rules() { return rules; }

}  // namespace newel::lint
