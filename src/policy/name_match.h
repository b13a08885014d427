// Does a name fall under a rule? (reference: policy/validate.go)
#pragma once

#include "policy/rule_syntax.h"
#include "x509/domain_name.h"

namespace newel::policy {

enum class Match { no, yes, impossible };  ///< impossible: the name cannot be compared at all

/// `rule` is a host, or with a leading dot "exactly one more label". A literal wildcard ("*.example.com")
/// matches nothing unless `wildcards`; then "*" is that label.
Match match_domain(std::string_view domain, std::string_view rule, bool wildcards);
/// The local part octet by octet, the domain ignoring case; a rule without "@" is a rule for the domain.
Match match_mailbox(const x509::Mailbox& mailbox, std::string_view rule, bool wildcards);
/// By the host alone. Impossible for a URI without host, with a wildcard, an address or an unsound port.
Match match_uri(const std::string& uri, std::string_view rule, bool wildcards);
/// Equal in every alphabet, ignoring case (Unicode's simple folding).
bool equal_folded(std::string_view a, std::string_view b);

}  // namespace newel::policy
