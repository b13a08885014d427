// Upper bounds of the attributes in a subject (RFC 5280 appendix A.1, X.520).
#include <utf8proc.h>

#include "lint/oids.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source rfc = Source::rfc5280;

// Characters; an octet that is no UTF-8 counts as one.
std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    utf8proc_int32_t character = 0;
    const auto octets = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &character);
    text.remove_prefix(octets > 0 ? static_cast<std::size_t>(octets) : 1);
  }
  return count;
}

Verdict at_most(const C& c, std::string_view oid, std::size_t most) {
  for (const std::string& value : c.subject.values(oid)) {
    if (length(value) > most) return Verdict::finding;
  }
  return Verdict::pass;
}

constexpr Rule rules[] = {
    {"e_subject_common_name_max_length", "a common name has 64 characters at most", "RFC 5280: A.1", rfc,
     rfc2459, everyone, [](const C& c) { return pass_if(length(c.subject.common_name()) <= 64); }},
    {"e_subject_dn_serial_number_max_length", "a serial number in the subject has 64 characters at most",
     "RFC 5280: Appendix A", rfc, always, [](const C& c) { return !c.subject.serial_number().empty(); },
     [](const C& c) { return pass_if(length(c.subject.serial_number()) <= 64); }},
    {"e_subject_email_max_length", "a mail address has 255 characters at most", "RFC 5280: A.1", rfc, rfc2459,
     everyone, [](const C& c) { return at_most(c, oids::email_address, 255); }},
    {"e_subject_given_name_max_length", "a given name has 16 characters at most", "RFC 5280: A.1", rfc,
     rfc2459, everyone, [](const C& c) { return at_most(c, oids::given_name, 16); }},
    {"e_subject_locality_name_max_length", "a locality has 128 characters at most", "RFC 5280: A.1", rfc,
     rfc2459, everyone, [](const C& c) { return at_most(c, oids::locality, 128); }},
    {"e_subject_organization_name_max_length", "an organization has 64 characters at most", "RFC 5280: A.1",
     rfc, rfc2459, everyone, [](const C& c) { return at_most(c, oids::organization, 64); }},
    {"e_subject_organizational_unit_name_max_length", "an organizational unit has 64 characters at most",
     "RFC 5280: A.1", rfc, rfc2459, everyone,
     [](const C& c) { return at_most(c, oids::organizational_unit, 64); }},
    {"e_subject_postal_code_max_length", "a postal code has 16 characters at most", "RFC 5280: A.1", rfc,
     rfc2459, everyone, [](const C& c) { return at_most(c, oids::postal_code, 16); }},
    {"e_subject_state_name_max_length", "a state or province has 128 characters at most", "RFC 5280: A.1",
     rfc, rfc2459, everyone, [](const C& c) { return at_most(c, oids::province, 128); }},
    {"e_subject_street_address_max_length", "a street address has 128 characters at most",
     "ITU-T X.520 (02/2001) UpperBounds", rfc, rfc2459, everyone,
     [](const C& c) { return at_most(c, oids::street_address, 128); }},
    {"e_subject_surname_max_length", "a surname has 40 characters at most", "RFC 5280: A.1", rfc, rfc2459,
     everyone, [](const C& c) { return at_most(c, oids::surname, 40); }},
};

}  // namespace

std::span<const Rule> name_length_rules() { return rules; }

}  // namespace newel::lint
