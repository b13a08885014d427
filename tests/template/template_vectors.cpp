// Runs template vectors, one JSON document per line: `template_vectors [--strict] [--known FILE]
// FILE.jsonl...`. Lenient: outputs must be exact, failures must come in the right phase and contain the given
// text; strict: the whole text of failures must be exact, too. A vector named in the file of known failures
// must fail; when it passes, that is a failure of the run.
#include <cstdio>
#include <fstream>
#include <set>

#include "base/encoding.h"
#include "template/json_text.h"
#include "template/template.h"
#include "template/unicode.h"

namespace {

using namespace newel;
using namespace newel::templates;

struct Outcome {
  std::string phase;  // "parse", "exec" or empty
  std::string text;
};

std::string member(const Value& vector, std::string_view name) {
  const Value v = map_entry(vector, name);
  return v.kind() == Kind::string ? v.as_string() : std::string();
}

Outcome run(const Value& vector) {
  try {
    const Template t = Template::parse("template", member(vector, "template"));
    try {
      Limits limits;
      limits.time = std::chrono::minutes(1);
      return {"", t.execute(map_entry(vector, "data").unboxed(), limits)};
    } catch (const Error& error) {
      return {"exec", error.text()};
    }
  } catch (const Error& error) {
    return {"parse", error.text()};
  }
}

struct Want {
  Outcome outcome;
  bool exact = true;
};

Want wanted(const Value& vector, bool strict) {
  const std::string phase = member(vector, "phase");
  const std::string hex = member(vector, "output_hex");
  if (phase.empty())
    return {{"", hex.empty() ? member(vector, "output") : to_text(hex_decode(hex).value_or(Bytes()))}};
  const std::string full = member(vector, "error_full");
  if (strict && !full.empty()) return {{phase, full}};
  return {{phase, member(vector, "error_contains")}, false};
}

bool fits(const Want& want, const Outcome& got) {
  if (want.outcome.phase != got.phase) return false;
  return want.exact ? want.outcome.text == got.text : got.text.find(want.outcome.text) != std::string::npos;
}

std::set<std::string> known_failures(const char* path) {
  std::set<std::string> out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') out.insert(line.substr(0, line.find(' ')));
  }
  return out;
}

struct Totals {
  int passed = 0, failed = 0, unexpected = 0;
};

void check(const Value& vector, bool strict, const std::set<std::string>& known, Totals& totals) {
  const std::string id = member(vector, "id");
  const Want want = wanted(vector, strict);
  const Outcome got = run(vector);
  const bool good = fits(want, got);
  ++(good ? totals.passed : totals.failed);
  const bool expected = known.count(id) == 0;
  if (good == expected) return;
  ++totals.unexpected;
  if (good) {
    std::printf("%s passes, but is listed as a known failure\n", id.c_str());
    return;
  }
  std::printf("%s\n  template %s\n  want %s %s\n  got  %s %s\n", id.c_str(),
              go_quote(member(vector, "template")).c_str(), want.outcome.phase.c_str(),
              go_quote(want.outcome.text).c_str(), got.phase.c_str(), go_quote(got.text).c_str());
}

}  // namespace

int main(int argc, char** argv) {
  bool strict = false;
  std::set<std::string> known;
  Totals totals;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--strict") {
      strict = true;
      continue;
    }
    if (argument == "--known" && i + 1 < argc) {
      known = known_failures(argv[++i]);
      continue;
    }
    std::ifstream in(argv[i]);
    if (!in) {
      std::fprintf(stderr, "template_vectors: cannot read %s\n", argv[i]);
      return 2;
    }
    for (std::string line; std::getline(in, line);) {
      const auto vector = from_json(line);
      if (vector && vector->kind() == Kind::map) check(*vector, strict, known, totals);
    }
  }
  std::printf("%d passed, %d failed\n", totals.passed, totals.failed);
  return totals.unexpected == 0 ? 0 : 1;
}
