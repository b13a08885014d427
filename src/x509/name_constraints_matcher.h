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

/// The first name that offends, if any. DNS constraints match the name itself and everything below it, with a
/// leading dot only what is below; e-mail constraints are a mailbox or a host; URI constraints apply to the
/// host; IP constraints are networks. A wildcard name is excluded when the constraint lies anywhere in what
/// it stands for.
std::optional<NameProblem> find_name_problem(const NameConstraints& constraints, const SubjectAltNames& names,
                                             ConstraintTexts texts);

/// Path validation: the constraints applied to all the names of a certificate below the one that states them.
/// That is its alternative names, its subject (directory names), and the e-mail addresses of the subject when
/// no alternative name is one. `budget` is what is left of the comparisons one validation may take: many
/// names under many constraints are an attack.
std::optional<NameProblem> find_name_problem(const NameConstraints& constraints, const Certificate& below,
                                             std::size_t& budget);
inline constexpr std::size_t most_name_comparisons = 250'000;

}  // namespace newel::x509
