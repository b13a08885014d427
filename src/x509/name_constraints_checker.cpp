#include "x509/name_constraints_matcher.h"
#include "x509/verify.h"

namespace newel::x509 {

NameConstraintsChecker::NameConstraintsChecker(const std::vector<Certificate>& chain) {
  for (const Certificate& certificate : chain) {
    if (certificate.name_constraints()) constraints_.push_back(*certificate.name_constraints());
  }
}

void NameConstraintsChecker::check(const Name& subject, const SubjectAltNames& names) const {
  for (const NameConstraints& constraints : constraints_) {
    const auto problem = find_name_problem(constraints, subject, names, ConstraintTexts::issuing);
    if (problem) throw problem->unparsable ? Error(500, problem->text) : Error::verbatim(403, problem->text);
  }
}

}  // namespace newel::x509
