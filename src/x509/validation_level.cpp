// How a public CA says it has checked a subject: by the certificate policies of the CA/Browser Forum and of
// the CAs that came before it. Only for display; nothing is decided by it.
#include "x509/validation_level.h"

#include <algorithm>

#include "x509/inspect_names.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

constexpr std::string_view extended_policies[] = {"2.23.140.1.1",
                                                  "2.23.140.1.3",
                                                  "2.23.140.1.31",
                                                  "1.3.6.1.4.1.17326.10.14.2.1.2",
                                                  "1.3.6.1.4.1.17326.10.14.2.2.2",
                                                  "1.3.6.1.4.1.17326.10.8.12.1.2",
                                                  "1.3.6.1.4.1.17326.10.8.12.2.2",
                                                  "1.3.159.1.17.1",
                                                  "1.3.6.1.4.1.34697.2.1",
                                                  "1.3.6.1.4.1.34697.2.2",
                                                  "1.3.6.1.4.1.34697.2.3",
                                                  "1.3.6.1.4.1.34697.2.4",
                                                  "1.3.6.1.4.1.13177.10.1.3.10",
                                                  "2.16.578.1.26.1.3.3",
                                                  "1.3.6.1.4.1.36305.2",
                                                  "1.3.6.1.4.1.22234.2.5.2.3.1",
                                                  "1.2.616.1.113527.2.5.1.1",
                                                  "1.3.6.1.4.1.29836.1.10",
                                                  "1.3.6.1.4.1.6449.1.2.1.5.1",
                                                  "1.3.6.1.4.1.6334.1.100.1",
                                                  "2.16.840.1.114412.2.1",
                                                  "1.3.6.1.4.1.4788.2.202.1",
                                                  "2.16.840.1.114028.10.1.2",
                                                  "2.16.792.3.0.4.1.1.4",
                                                  "1.3.6.1.4.1.14370.1.6",
                                                  "1.3.6.1.4.1.4146.1.1",
                                                  "2.16.840.1.114413.1.7.23.3",
                                                  "1.3.6.1.4.1.14777.6.1.1",
                                                  "1.3.6.1.4.1.14777.6.1.2",
                                                  "1.3.6.1.4.1.782.1.2.1.8.1",
                                                  "1.3.6.1.4.1.8024.0.2.100.1.2",
                                                  "2.16.840.1.114404.1.1.2.4.1",
                                                  "1.2.392.200091.100.721.1",
                                                  "2.16.528.1.1003.1.2.7",
                                                  "1.3.6.1.4.1.23223.1.1.1",
                                                  "2.16.840.1.114414.1.7.23.3",
                                                  "2.16.840.1.114414.1.7.24.3",
                                                  "2.16.756.1.89.1.2.1.1",
                                                  "2.16.756.1.83.21.0",
                                                  "2.16.840.1.113733.1.7.48.1",
                                                  "1.3.6.1.4.1.40869.1.1.22.3",
                                                  "1.3.6.1.4.1.7879.13.24.1",
                                                  "2.16.840.1.113733.1.7.23.6",
                                                  "2.16.840.1.114171.500.9",
                                                  "2.16.156.112554.3",
                                                  "2.16.756.5.14.7.4.8",
                                                  "2.16.792.3.0.3.1.1.5",
                                                  "3.6.1.4.1.37476.9000.64.1"};

constexpr std::string_view organization_policies[] = {"2.23.140.1.2.2",
                                                      "2.23.140.1.2.3",
                                                      "2.16.840.1.114412.1.1",
                                                      "1.3.6.1.4.1.4788.2.200.1",
                                                      "2.16.840.1.114413.1.7.23.2",
                                                      "2.16.528.1.1003.1.2.5.6",
                                                      "1.3.6.1.4.1.8024.0.2.100.1.1",
                                                      "2.16.840.1.114414.1.7.23.2",
                                                      "2.16.792.3.0.3.1.1.2"};

constexpr std::string_view domain_policies[] = {
    "1.3.6.1.4.1.4146.1.10.10",   "1.3.6.1.4.1.44947.1.1.1",    "1.3.6.1.4.1.6449.1.2.2.10",
    "1.3.6.1.4.1.6449.1.2.2.15",  "1.3.6.1.4.1.6449.1.2.2.16",  "1.3.6.1.4.1.6449.1.2.2.17",
    "1.3.6.1.4.1.6449.1.2.2.18",  "1.3.6.1.4.1.6449.1.2.2.19",  "1.3.6.1.4.1.6449.1.2.2.21",
    "1.3.6.1.4.1.6449.1.2.2.22",  "1.3.6.1.4.1.6449.1.2.2.24",  "1.3.6.1.4.1.6449.1.2.2.25",
    "1.3.6.1.4.1.6449.1.2.2.26",  "1.3.6.1.4.1.6449.1.2.2.27",  "1.3.6.1.4.1.6449.1.2.2.28",
    "1.3.6.1.4.1.6449.1.2.2.29",  "1.3.6.1.4.1.6449.1.2.2.31",  "1.3.6.1.4.1.6449.1.2.2.35",
    "1.3.6.1.4.1.6449.1.2.2.37",  "1.3.6.1.4.1.6449.1.2.2.38",  "1.3.6.1.4.1.6449.1.2.2.39",
    "1.3.6.1.4.1.6449.1.2.2.40",  "1.3.6.1.4.1.6449.1.2.2.41",  "1.3.6.1.4.1.6449.1.2.2.42",
    "1.3.6.1.4.1.6449.1.2.2.44",  "1.3.6.1.4.1.6449.1.2.2.45",  "1.3.6.1.4.1.6449.1.2.2.47",
    "1.3.6.1.4.1.6449.1.2.2.49",  "1.3.6.1.4.1.6449.1.2.2.50",  "1.3.6.1.4.1.6449.1.2.2.51",
    "1.3.6.1.4.1.6449.1.2.2.52",  "1.3.6.1.4.1.6449.1.2.2.53",  "1.3.6.1.4.1.6449.1.2.2.54",
    "1.3.6.1.4.1.6449.1.2.2.7",   "1.3.6.1.4.1.6449.1.2.2.8",   "2.16.840.1.114412.1.2",
    "2.16.840.1.114413.1.7.23.1", "2.16.840.1.114414.1.7.23.1", "2.23.140.1.2.1"};

enum class Level { unknown, domain, organization, extended };

template <std::size_t n>
bool contains(const std::string_view (&list)[n], std::string_view oid) {
  return std::find(std::begin(list), std::end(list), oid) != std::end(list);
}

Level level_of(std::string_view policy) {
  if (contains(extended_policies, policy)) return Level::extended;
  if (contains(organization_policies, policy)) return Level::organization;
  return contains(domain_policies, policy) ? Level::domain : Level::unknown;
}

// Old domain validated certificates have no policy, but tell it in the subject.
bool subject_says_domain(const Name& subject) {
  const auto none = [&](std::string_view oid) { return subject.values(oid).empty(); };
  if (!none(oids::locality) || !none(oids::province) || !none(oids::postal_code)) return false;
  const auto organizations = subject.values(oids::organization);
  if (organizations.size() == 1 && organizations[0] == subject.common_name()) return true;
  const auto units = subject.values(oids::organizational_unit);
  return std::any_of(units.begin(), units.end(), [](const std::string& unit) {
    return unit.find("Domain Control Validated") != std::string::npos;
  });
}

}  // namespace

std::string_view validation_level(const Certificate& certificate) {
  if (is_self_signed(certificate)) return "unknown";
  const Extension* extension = find_extension(certificate.extensions(), oids::certificate_policies);
  const auto policies = extension == nullptr ? Expected<std::vector<std::string>>(std::vector<std::string>{})
                                             : decode_certificate_policies(extension->value);
  Level level = Level::unknown;
  for (const std::string& policy : policies ? *policies : std::vector<std::string>{})
    level = std::max(level, level_of(policy));
  if (level == Level::unknown && extension != nullptr && subject_says_domain(certificate.subject()))
    level = Level::domain;
  switch (level) {
    case Level::extended:
      return "EV";
    case Level::organization:
      return "OV";
    case Level::domain:
      return "DV";
    case Level::unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace newel::x509
