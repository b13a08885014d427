// Validity: how the dates are spelled and how far they are apart.
#include "lint/oids.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements, rfc = Source::rfc5280;

bool has_utc_time(const C& c) { return c.not_before.is_utc() || c.not_after.is_utc(); }
bool has_generalized_time(const C& c) {
  return c.not_before.is_generalized() || c.not_after.is_generalized();
}

/// Of the dates in the given form, none may do what `bad` says.
template <class Bad>
Verdict no_date(const C& c, bool generalized, Bad bad) {
  for (const DateView* date : {&c.not_before, &c.not_after}) {
    if ((generalized ? date->is_generalized() : date->is_utc()) && bad(*date)) return Verdict::finding;
  }
  return Verdict::pass;
}

// Length of a GeneralizedTime with seconds and without a fraction, by its ending.
std::size_t whole_length(const DateView& date) {
  if (date.ends_with_z()) return 15;  // YYYYMMDDHHMMSSZ
  const bool has_offset = date.text.size() >= 5 && date.text[date.text.size() - 5] == '-';
  return has_offset || date.text.ends_with('+') ? 19 : 14;
}

// The calendar addition of 39 months: a day that the month does not have spills into the next one.
Time plus_months(Time start, int months) {
  const auto date = std::chrono::floor<std::chrono::days>(start);
  const std::chrono::year_month_day parts(date);
  const auto first = parts.year() / parts.month() / std::chrono::day(1) + std::chrono::months(months);
  return std::chrono::sys_days(first) + (parts.day() - std::chrono::day(1)) + (start - date);
}

bool lasts_longer_than_825_days(const C& c) { return c.starts() + std::chrono::days(825) < c.ends(); }

constexpr Rule rules[] = {
    {"e_generalized_time_does_not_include_seconds", "a GeneralizedTime has seconds", "RFC 5280: 4.1.2.5.2",
     rfc, rfc2459, has_generalized_time,
     [](const C& c) {
       return no_date(c, true, [](const DateView& date) { return date.text.size() < whole_length(date); });
     }},
    {"e_generalized_time_includes_fraction_seconds", "a GeneralizedTime has no fractions of seconds",
     "RFC 5280: 4.1.2.5.2", rfc, rfc2459, has_generalized_time,
     [](const C& c) {
       return no_date(c, true, [](const DateView& date) { return date.text.size() > whole_length(date); });
     }},
    {"e_generalized_time_not_in_zulu", "a GeneralizedTime is in UTC and says so by a Z",
     "RFC 5280: 4.1.2.5.2", rfc, rfc2459, has_generalized_time,
     [](const C& c) { return no_date(c, true, [](const DateView& date) { return !date.ends_with_z(); }); }},
    {"e_utc_time_does_not_include_seconds", "a UTCTime has seconds", "RFC 5280: 4.1.2.5.1", rfc, rfc2459,
     has_utc_time,
     [](const C& c) {
       return no_date(c, false, [](const DateView& date) {
         return date.text.size() != 13 && date.text.size() != 17;  // with Z, with an offset
       });
     }},
    {"e_utc_time_not_in_zulu", "a UTCTime is in UTC and says so by a Z", "RFC 5280: 4.1.2.5.1", rfc, rfc2459,
     has_utc_time,
     [](const C& c) { return no_date(c, false, [](const DateView& date) { return !date.ends_with_z(); }); }},
    {"e_wrong_time_format_pre2050", "dates before 2050 are written as UTCTime", "RFC 5280: 4.1.2.5", rfc,
     rfc2459, everyone,
     [](const C& c) {
       return no_date(c, true,
                      [](const DateView& date) { return date.time && *date.time < day(2050, 1, 1); });
     }},
    {"e_validity_time_not_positive", "a certificate does not end before it starts", "AWSLabs certlint",
     Source::aws_labs, always, everyone, [](const C& c) { return finding_if(c.starts() > c.ends()); }},
    {"e_sub_cert_valid_time_longer_than_39_months", "a subscriber's certificate lasts 39 months at most",
     "BRs: 6.3.2", br, at_most_39_months, subscribers,
     [](const C& c) { return finding_if(plus_months(c.starts(), 39) < c.ends()); }},
    {"e_sub_cert_valid_time_longer_than_825_days", "a subscriber's certificate lasts 825 days at most",
     "BRs: 6.3.2", br, at_most_825_days, subscribers,
     [](const C& c) { return finding_if(lasts_longer_than_825_days(c)); }},
};

}  // namespace

std::span<const Rule> date_rules() { return rules; }

}  // namespace newel::lint
