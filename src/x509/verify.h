// Path validation (RFC 5280 section 6) and name checks with the reference's texts.
#pragma once

#include "x509/certificate.h"

namespace newel::x509 {

/// The user's inputs to policy processing (RFC 5280 section 6.1.1 (c), (e), (f), (g)).
struct PolicyOptions {
  std::vector<std::string> policies;  ///< dotted; any of these will do; empty: any policy
  bool require_explicit = false, inhibit_mapping = false, inhibit_any = false;
};

struct VerifyOptions {
  std::vector<Certificate> roots;  ///< trust anchors, self-signed or not
  std::vector<Certificate> intermediates;
  Time at{};
  std::string host;                             ///< DNS name or IP to match; empty: none
  std::vector<std::string> extended_key_usage;  ///< any of these must be allowed along the path; empty: any
  PolicyOptions policy = {};
  int most_signature_checks = 100;  ///< then the search for a path is given up
};

/// The chain, leaf first, anchor last; failure text as Go's crypto/x509 ("x509: certificate signed by unknown
/// authority").
Expected<std::vector<Certificate>> verify_chain(const Certificate& leaf, const VerifyOptions& options);
Expected<void> verify_host(const Certificate& leaf, std::string_view host);

/// The issuer's name constraints over the names of a certificate to be, by the rules of path validation: what
/// they forbid no verifier would accept.
class NameConstraintsChecker {
 public:
  /// Constraints of all these certificates apply together.
  explicit NameConstraintsChecker(const std::vector<Certificate>& chain);
  /// Throws Error 403 with the bare text (`DNS name "x" is not permitted by any constraint`), or 500 for a
  /// name that cannot be parsed.
  void check(const Name& subject, const SubjectAltNames& names) const;
  bool empty() const { return constraints_.empty(); }

 private:
  std::vector<NameConstraints> constraints_;
};

}  // namespace newel::x509
