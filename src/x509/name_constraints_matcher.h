// One certificate's name constraints applied to another one's names (RFC 5280 sections 4.2.1.10, 6.1.3 (b),
// (c)).
#pragma once

#include <optional>

#include "x509/certificate.h"

namespace newel::x509 {

struct NameProblem {
  std::string text;
  bool unparsable = false;  ///< the name cannot be judged at all
};

/// Two callers, two traditions: path validation reports what is not permitted first, the check before issuing
/// reports what is excluded first. The verdict is the same.
enum class ConstraintTexts { path_validation, issuing };

/// The first name of a certificate that offends, if any: of its alternative names, its subject (directory
/// names), and the e-mail addresses of the subject when no alternative name is one. DNS constraints match the
/// name itself and everything below it, with a leading dot only what is below; e-mail constraints are a
/// mailbox, a host, or with a leading dot the hosts below; URI constraints are such hosts; IP constraints are
/// networks. A wildcard name is excluded when the constraint lies anywhere in what it stands for.
std::optional<NameProblem> find_name_problem(const NameConstraints& constraints, const Name& subject,
                                             const SubjectAltNames& names, ConstraintTexts texts);

/// The same in path validation. `budget` is what is left of the comparisons one validation may take: many
/// names under many constraints are an attack.
std::optional<NameProblem> find_name_problem(const NameConstraints& constraints, const Certificate& below,
                                             std::size_t& budget);
inline constexpr std::size_t most_name_comparisons = 250'000;

}  // namespace newel::x509
