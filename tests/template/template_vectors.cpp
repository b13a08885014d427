// Runs template vectors, one JSON document per line: `template_vectors [--strict] FILE.jsonl...`.
//
// Three kinds of files, told apart by the members of their lines: the language and its functions, X.509
// documents (fixtures in FILE-fixtures.json beside FILE.jsonl), SSH documents and configuration files (the
// same). Lenient: outputs must be exact, failures must come in the right phase and contain the given text;
// strict: the whole text of failures must be exact, too. Failing vectors are printed; the last line is `N
// passed, N failed`, and the exit status says whether any failed.
#include <cstdio>
#include <fstream>

#include "base/encoding.h"
#include "base/files.h"
#include "template/json_text.h"
#include "template/template.h"
#include "template/unicode.h"
#include "vector_files.h"

namespace newel::template_vectors {

using namespace templates;

const JsonNode* member(const JsonNode& node, std::string_view name) {
  for (const auto& [key, value] : node.members) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string text(const JsonNode& node, std::string_view name) {
  const JsonNode* found = member(node, name);
  return found == nullptr ? std::string() : found->text;
}

bool same_json(const JsonNode& a, const JsonNode& b) {
  if (a.kind != b.kind || a.flag != b.flag || a.text != b.text) return false;
  if (a.items.size() != b.items.size() || a.members.size() != b.members.size()) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same_json(a.items[i], b.items[i])) return false;
  }
  for (const auto& [key, value] : a.members) {
    const JsonNode* other = member(b, key);
    if (other == nullptr || !same_json(value, *other)) return false;
  }
  return true;
}

Verdict judge_failure(const JsonNode& vector, const std::string& got, bool strict) {
  const std::string full = text(vector, "error_full"), part = text(vector, "error_contains");
  if (part.empty() && full.empty()) return differ("no failure", got);
  if (strict && !full.empty()) return got == full ? pass() : differ(full, got);
  return got.find(part) != std::string::npos ? pass() : differ(part, got);
}

Verdict run_engine_vector(const JsonNode& vector, bool strict) {
  const std::string phase = text(vector, "phase"), hex = text(vector, "output_hex");
  const std::string want = hex.empty() ? text(vector, "output") : to_text(hex_decode(hex).value_or(Bytes()));
  Limits limits;
  limits.time = std::chrono::minutes(1);
  std::string got_phase = "parse";
  try {
    const Template t = Template::parse("template", text(vector, "template"));
    got_phase = "exec";
    const JsonNode* data = member(vector, "data");
    const std::string got = t.execute(data == nullptr ? Value() : *dynamic_value(*data), limits);
    if (!phase.empty()) return differ(phase + ": " + text(vector, "error_contains"), got);
    return got == want ? pass() : differ(want, got);
  } catch (const Error& error) {
    if (phase != got_phase)
      return differ(phase.empty() ? want : phase + ": " + text(vector, "error_contains"),
                    got_phase + ": " + error.text());
    return judge_failure(vector, error.text(), strict);
  }
}

}  // namespace newel::template_vectors

namespace {

using namespace newel;
using namespace newel::template_vectors;
using newel::templates::JsonNode;

struct Totals {
  int passed = 0, failed = 0;
};

Verdict run(const JsonNode& vector, const JsonNode& fixtures, bool strict) {
  if (member(vector, "kind") == nullptr) return run_engine_vector(vector, strict);
  return member(vector, "csr") != nullptr ? run_x509_vector(vector, fixtures, strict)
                                          : run_ssh_vector(vector, fixtures, strict);
}

void check(const JsonNode& vector, const JsonNode& fixtures, bool strict, Totals& totals) {
  const std::string id = text(vector, "id");
  Verdict verdict;
  try {
    verdict = run(vector, fixtures, strict);
  } catch (const Error& e) {
    verdict = differ("a verdict", "error: " + e.text());
  }
  ++(verdict.passed ? totals.passed : totals.failed);
  if (verdict.passed) return;
  std::printf("%s\n  template %s\n  want %s\n  got  %s\n", id.c_str(),
              templates::go_quote(text(vector, "template")).c_str(), verdict.want.c_str(),
              verdict.got.c_str());
}

// The document beside the file, for a.jsonl and a.more.jsonl the same; an empty one when there is none.
JsonNode fixtures_of(const std::string& path) {
  const auto dot = path.find('.', path.rfind('/') + 1);
  const auto bytes = read_file(path.substr(0, dot) + "-fixtures.json");
  if (!bytes) return {};
  return value_or_throw(templates::parse_json(*bytes), "fixtures of " + path);
}

bool run_file(const std::string& path, bool strict, Totals& totals) {
  std::ifstream in(path);
  if (!in) {
    std::fprintf(stderr, "template_vectors: cannot read %s\n", path.c_str());
    return false;
  }
  const JsonNode fixtures = fixtures_of(path);
  for (std::string line; std::getline(in, line);) {
    const auto vector = templates::parse_json(line);
    if (vector && vector->kind == JsonNode::Kind::object) check(*vector, fixtures, strict, totals);
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  bool strict = false;
  Totals totals;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--strict") {
      strict = true;
    } else if (!run_file(argv[i], strict, totals)) {
      return 2;
    }
  }
  std::printf("%d passed, %d failed\n", totals.passed, totals.failed);
  return totals.failed == 0 ? 0 : 1;
}
