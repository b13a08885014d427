// A rule about certificates is a row of a table: what it asks, who asks it since when, whom it concerns, and
// a function that looks. Names, severities and dates are the reference's (zlint's result set version 3).
#pragma once

#include <span>
#include <string_view>

#include "lint/certificate_view.h"

namespace newel::lint {

enum class Source { baseline_requirements, rfc5280, rfc5891, zlint, aws_labs };
std::string_view source_name(Source source);

/// What a look at one certificate gave.
enum class Verdict { pass, finding, not_applicable, fatal };
constexpr Verdict pass_if(bool good) { return good ? Verdict::pass : Verdict::finding; }
constexpr Verdict finding_if(bool bad) { return pass_if(!bad); }

enum class Severity { notice, warning, error };

struct Rule {
  std::string_view name;
  std::string_view description;  ///< what a certificate that passes does
  std::string_view citation;
  Source source;
  Time effective;  ///< certificates that start earlier are not judged
  bool (*applies)(const CertificateView&);
  Verdict (*check)(const CertificateView&);

  /// The first letter of the name says it: e_, w_, n_.
  constexpr Severity severity() const {
    return name[0] == 'e' ? Severity::error : name[0] == 'w' ? Severity::warning : Severity::notice;
  }
};

/// Midnight, UTC.
constexpr Time day(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}

// Since when the documents bind.
inline constexpr Time always = day(0, 1, 1), rfc2459 = day(1999, 1, 1), rfc3280 = day(2002, 4, 1),
                      rfc3490 = day(2003, 3, 1), rfc5280 = day(2008, 5, 1), rfc6818 = day(2013, 1, 1),
                      rfc8399 = day(2018, 5, 1), br_1_0 = day(2012, 7, 1), br_1_0_2 = day(2012, 6, 8),
                      br_1_1_3 = day(2013, 2, 21), br_1_1_6 = day(2013, 7, 29), br_1_3_0 = day(2015, 4, 16),
                      br_1_3_1 = day(2015, 9, 28), br_1_4_8 = day(2017, 6, 8),
                      personal_names = day(2016, 9, 7), serial_entropy = day(2016, 9, 30),
                      no_sha1 = day(2016, 1, 1), short_sha1 = day(2015, 1, 16),
                      at_most_39_months = day(2016, 7, 2), at_most_825_days = day(2018, 3, 2);

// Whom rules concern.
inline bool everyone(const CertificateView&) { return true; }
inline bool authorities(const CertificateView& c) { return c.is_ca; }
inline bool roots(const CertificateView& c) { return c.is_root(); }
inline bool sub_authorities(const CertificateView& c) { return c.is_sub_ca(); }
inline bool subscribers(const CertificateView& c) { return c.is_subscriber(); }
inline bool all_but_authorities(const CertificateView& c) { return !c.is_ca; }

// The tables, by subject; each in the file of its name.
std::span<const Rule> authority_rules();
std::span<const Rule> basic_constraints_rules();
std::span<const Rule> date_rules();
std::span<const Rule> distribution_rules();
std::span<const Rule> domain_rules();
std::span<const Rule> extension_rules();
std::span<const Rule> issuer_alt_name_rules();
std::span<const Rule> key_rules();
std::span<const Rule> key_usage_rules();
std::span<const Rule> name_constraints_rules();
std::span<const Rule> name_length_rules();
std::span<const Rule> name_rules();
std::span<const Rule> policy_rules();
std::span<const Rule> serial_and_signature_rules();
std::span<const Rule> subject_alt_name_rules();
std::span<const Rule> subscriber_rules();
std::span<const Rule> validation_level_rules();

}  // namespace newel::lint
