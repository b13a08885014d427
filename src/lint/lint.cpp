#include "lint/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace newel::lint {
namespace {

Result result_of(const Rule& rule, Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return Result::pass;
    case Verdict::not_applicable:
      return Result::not_applicable;
    case Verdict::fatal:
      return Result::fatal;
    case Verdict::finding:
      break;
  }
  switch (rule.severity()) {
    case Severity::notice:
      return Result::notice;
    case Severity::warning:
      return Result::warning;
    case Severity::error:
      break;
  }
  return Result::error;
}

std::vector<const Rule*> sorted_rules() {
  std::vector<const Rule*> out;
  for (const auto& table :
       {authority_rules(), basic_constraints_rules(), date_rules(), distribution_rules(), domain_rules(),
        extension_rules(), issuer_alt_name_rules(), key_rules(), key_usage_rules(), name_constraints_rules(),
        name_length_rules(), name_rules(), policy_rules(), serial_and_signature_rules(),
        subject_alt_name_rules(), subscriber_rules(), validation_level_rules()}) {
    for (const Rule& rule : table) out.push_back(&rule);
  }
  std::sort(out.begin(), out.end(), [](const Rule* a, const Rule* b) { return a->name < b->name; });
  return out;
}

}  // namespace

std::string_view source_name(Source source) {
  switch (source) {
    case Source::baseline_requirements:
      return "CA/B Forum Baseline Requirements";
    case Source::rfc5280:
      return "RFC 5280";
    case Source::rfc5891:
      return "RFC 5891";
    case Source::zlint:
      return "zlint";
    case Source::aws_labs:
      return "AWSLabs certlint";
  }
  return "";
}

std::string_view result_name(Result result) {
  static constexpr std::string_view names[] = {"NA", "NE", "pass", "info", "warn", "error", "fatal"};
  return names[static_cast<std::size_t>(result)];
}

const std::vector<const Rule*>& all_rules() {
  static const auto rules = sorted_rules();
  return rules;
}

bool Report::has(Result result) const {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.result == result; });
}

Result judge(const Rule& rule, const CertificateView& certificate) {
  const bool concerned = rule.source != Source::baseline_requirements || certificate.is_for_servers();
  if (!concerned || !rule.applies(certificate)) return Result::not_applicable;
  if (certificate.starts() < rule.effective) return Result::not_effective;
  return result_of(rule, rule.check(certificate));
}

Report lint_certificate(const CertificateView& certificate) {
  Report report;
  report.findings.reserve(all_rules().size());
  for (const Rule* rule : all_rules()) report.findings.push_back({rule, judge(*rule, certificate)});
  return report;
}

std::string report_json(const Report& report, Time now) {
  std::string out =
      fmt::format("{{\n \"version\": 3,\n \"timestamp\": {},\n \"lints\": {{", unix_seconds(now));
  const char* separator = "\n";
  for (const Finding& finding : report.findings) {
    fmt::format_to(std::back_inserter(out), "{}  \"{}\": {{\n   \"result\": \"{}\"\n  }}", separator,
                   finding.rule->name, result_name(finding.result));
    separator = ",\n";
  }
  fmt::format_to(std::back_inserter(out),
                 "\n }},\n \"notices_present\": {},\n \"warnings_present\": {},\n \"errors_present\": {},\n "
                 "\"fatals_present\": {}\n}}",
                 report.has(Result::notice), report.has(Result::warning), report.has(Result::error),
                 report.has(Result::fatal));
  return out;
}

}  // namespace newel::lint
