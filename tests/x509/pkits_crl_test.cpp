// Revocation lists against NIST's PKITS: every certificate of a path must be cleared by a list of its issuer.
#include "x509/crl_check.h"
#include "x509/pkits.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;

// Sections 4.4, 4.5, 4.7 and 4.14; delta lists (4.15) are not used by us.
bool is_about_lists(const std::string& section) {
  return section.starts_with("4.4.") || section.starts_with("4.5.") || section.starts_with("4.7.") ||
         section.starts_with("4.14.");
}

class Lists {
 public:
  Lists() {
    for (const auto& [name, der] : named_blocks("x509/pkits/crls.pem")) {
      if (auto list = RevocationList::parse(der)) lists_.push_back(std::move(*list));
    }
  }

  /// Empty when one of the lists says that the certificate is good and none that it is revoked.
  std::string verdict(const Certificate& subject, const Certificate& issuer, Time at) const {
    std::string why = "no list";
    bool cleared = false;
    CrlCheckOptions options;
    options.at = at;
    for (const RevocationList& list : lists_) {
      if (list.issuer().raw != subject.issuer().raw) continue;
      const auto result = check_crl(list, subject, issuer, options);
      if (!result) {
        why = result.error().text;
      } else if (*result) {
        return "revoked";
      } else {
        cleared = true;
      }
    }
    return cleared ? "" : why;
  }

 private:
  std::vector<RevocationList> lists_;
};

TEST(Pkits, RevocationLists) {
  const PkitsCertificates suite;
  const Lists lists;
  const auto differences = pkits_differences("crl_differences.txt");
  std::set<std::string> seen;
  for (const PkitsCase& one : pkits_cases()) {
    if (!is_about_lists(one.section)) continue;
    const auto leaf = suite.by_name.find(one.end_entity);
    std::string verdict = "the certificate cannot be read";
    if (leaf != suite.by_name.end()) {
      const VerifyOptions options = suite.options(one.policy);
      const auto chain = verify_chain(leaf->second, options);
      verdict = chain ? "" : chain.error().text;
      for (std::size_t i = 0; chain && verdict.empty() && i + 1 < chain->size(); ++i)
        verdict = lists.verdict((*chain)[i], (*chain)[i + 1], options.at);
    }
    if (differences.count(one.section) == 1) {
      seen.insert(one.section);
      EXPECT_NE(verdict.empty(), one.valid)
          << one.section << " agrees now: take it out of crl_differences.txt";
    } else {
      EXPECT_EQ(verdict.empty(), one.valid) << one.section << " " << one.end_entity << ": " << verdict;
    }
  }
  EXPECT_EQ(seen.size(), differences.size()) << "crl_differences.txt names cases that do not exist";
}

}  // namespace
}  // namespace newel::x509
