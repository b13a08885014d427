// Path validation against NIST's PKITS: all the cases that do not hang on revocation lists.
#include "x509/pkits.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;

// What only a revocation list can tell: these paths are good in themselves.
bool is_about_revocation(const PkitsCase& one) {
  static const std::set<std::string> self_issued = {"4.5.2", "4.5.5", "4.5.7"};
  return one.section.starts_with("4.4.") || one.section.starts_with("4.14.") ||
         one.section.starts_with("4.15.") || self_issued.count(one.section) == 1 || one.section == "4.7.4" ||
         one.section == "4.7.5";
}

TEST(Pkits, Paths) {
  const PkitsCertificates suite;
  const auto differences = pkits_differences("path_differences.txt");
  std::set<std::string> seen;
  int run = 0;
  for (const PkitsCase& one : pkits_cases()) {
    const auto leaf = suite.by_name.find(one.end_entity);
    std::string verdict = "the certificate cannot be read";
    if (leaf != suite.by_name.end()) {
      const auto chain = verify_chain(leaf->second, suite.options(one.policy));
      verdict = chain ? "" : chain.error().text;
    } else {
      verdict += ": " + suite.unreadable.at(one.end_entity);
    }
    const bool expected = one.valid || is_about_revocation(one);
    const auto known = differences.find(one.section);
    if (known != differences.end()) {
      seen.insert(one.section);
      EXPECT_NE(verdict.empty(), expected)
          << one.section << " agrees now: take it out of path_differences.txt";
    } else {
      EXPECT_EQ(verdict.empty(), expected) << one.section << " " << one.end_entity << ": " << verdict;
    }
    ++run;
  }
  EXPECT_EQ(run, 247);
  EXPECT_EQ(seen.size(), differences.size()) << "path_differences.txt names cases that do not exist";
}

}  // namespace
}  // namespace newel::x509
