// Judging a certificate by all rules.
#pragma once

#include <string>
#include <vector>

#include "lint/rule.h"

namespace newel::lint {

enum class Result { not_applicable, not_effective, pass, notice, warning, error, fatal };
/// "NA", "NE", "pass", "info", "warn", "error", "fatal".
std::string_view result_name(Result result);

/// All rules, sorted by name. Thread-safe.
const std::vector<const Rule*>& all_rules();

struct Finding {
  const Rule* rule;
  Result result;
};

/// What every rule says about one certificate, in the order of all_rules(). Time and memory grow with the
/// size of the certificate, not faster.
struct Report {
  std::vector<Finding> findings;
  bool has(Result result) const;
};
Report lint_certificate(const CertificateView& certificate);
Result judge(const Rule& rule, const CertificateView& certificate);

/// Result set version 3 as the reference prints it: indent of one blank, no final line break.
std::string report_json(const Report& report, Time now);

}  // namespace newel::lint
