#include "x509/name_match.h"

#include <algorithm>

#include "base/text.h"

namespace newel::x509 {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string folded(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (!is_blank(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return to_lower(out);
}

bool same_attribute(const NameAttribute& a, const NameAttribute& b) {
  if (a.oid != b.oid || a.is_text != b.is_text) return false;
  if (!a.is_text) return a.tag == b.tag && a.value == b.value;
  return a.value == b.value || folded(a.value) == folded(b.value);
}

using Rdn = std::vector<NameAttribute>;

// Comparing as sets is quadratic: what no honest name has is compared as it stands.
constexpr std::size_t most_attributes = 16;

bool same_rdn(const Rdn& a, const Rdn& b) {
  if (a.size() != b.size()) return false;
  if (a.size() > most_attributes) return std::equal(a.begin(), a.end(), b.begin(), same_attribute);
  return std::is_permutation(a.begin(), a.end(), b.begin(), same_attribute);
}

}  // namespace

bool same_name(const Name& a, const Name& b) {
  if (!a.raw.empty() && a.raw == b.raw) return true;
  return a.rdns.size() == b.rdns.size() && is_within(a, b);
}

bool is_within(const Name& name, const Name& base) {
  return base.rdns.size() <= name.rdns.size() &&
         std::equal(base.rdns.begin(), base.rdns.end(), name.rdns.begin(), same_rdn);
}

}  // namespace newel::x509
