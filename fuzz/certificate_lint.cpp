// Lint of any octets: it never fails, and what it prints is JSON with a result for every rule.
#include <cstdint>
#include <cstdlib>

#include "base/json.h"
#include "lint/lint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel;
  const auto view = lint::CertificateView::parse({data, size});
  if (!view) return 0;
  const auto report = json::parse(lint::report_json(lint::lint_certificate(*view), from_unix(1700000000)));
  if (!report || report->at("lints").as_object().size() != lint::all_rules().size()) std::abort();
  return 0;
}
