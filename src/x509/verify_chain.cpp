// Path building and validation (RFC 5280 section 6).
//
// From the leaf upward every certificate whose subject is the issuer looked for is a candidate, trust anchors
// first, those whose key identifier fits before the others. A candidate must have signed the one below, be
// within its validity, be a CA, allow the length of the path, and hold no critical extension we do not
// process; then the search goes on from there, so that cross-signed and renewed authorities find their way.
// Complete paths are then judged as a whole: extended key usage, policies and name constraints. The search is
// bounded by the number of signatures it may check: with adversarial intermediates it is exponential
// otherwise.
//
// When no path is found the text says why the last candidate was refused, in the words of Go's crypto/x509,
// which users of the reference know and scripts look for.
#include <algorithm>

#include "base/text.h"
#include "x509/name_constraints_matcher.h"
#include "x509/name_match.h"
#include "x509/oids.h"
#include "x509/verify.h"
#include "x509/verify_policies.h"

namespace newel::x509 {
namespace {

using Chain = std::vector<Certificate>;

bool is_insecure(SignatureAlgorithm algorithm) {
  return algorithm == SignatureAlgorithm::sha1_rsa || algorithm == SignatureAlgorithm::ecdsa_sha1;
}

KeyType key_type_of(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::ecdsa_sha1:
    case SignatureAlgorithm::ecdsa_sha256:
    case SignatureAlgorithm::ecdsa_sha384:
    case SignatureAlgorithm::ecdsa_sha512:
      return KeyType::ec;
    case SignatureAlgorithm::ed25519:
      return KeyType::ed25519;
    default:
      return KeyType::rsa;
  }
}

std::string go_type_name(KeyType type) {
  switch (type) {
    case KeyType::rsa:
      return "*rsa.PublicKey";
    case KeyType::ec:
      return "*ecdsa.PublicKey";
    case KeyType::ed25519:
      return "ed25519.PublicKey";
    case KeyType::x25519:
      return "*ecdh.PublicKey";
  }
  return {};
}

std::string bad_signature(KeyType type) {
  if (type == KeyType::rsa) return "crypto/rsa: verification error";
  return "x509: " + std::string(key_type_name(type)) + " verification failure";
}

Expected<void> check_signature(const Certificate& child, const Certificate& parent) {
  const bool forbidden = parent.basic_constraints() ? !parent.is_ca() : parent.version() == 3;
  if (forbidden || !parent.has_key_usage(cert_sign)) {
    return failure("x509: invalid signature: parent certificate cannot sign this kind of certificate");
  }
  const SignatureAlgorithm algorithm = child.signature_algorithm();
  if (algorithm == SignatureAlgorithm::unknown)
    return failure("x509: cannot verify signature: algorithm unimplemented");
  if (is_insecure(algorithm)) {
    return failure("x509: cannot verify signature: insecure algorithm " +
                   std::string(signature_algorithm_name(algorithm)));
  }
  const PublicKey& key = *parent.public_key();
  const KeyType wanted = key_type_of(algorithm);
  if (key.type() != wanted) {
    return failure("x509: signature algorithm specifies an " + std::string(key_type_name(wanted)) +
                   " public key, but have public key of type " + go_type_name(key.type()));
  }
  if (!child.is_signed_by(key)) return failure(bad_signature(wanted));
  return {};
}

Expected<void> check_time(const Certificate& certificate, Time at) {
  const char* relation = at < certificate.not_before()                 ? " is before "
                         : floor_seconds(at) > certificate.not_after() ? " is after "
                                                                       : nullptr;
  if (relation == nullptr) return {};
  const Time bound = at < certificate.not_before() ? certificate.not_before() : certificate.not_after();
  return failure("x509: certificate has expired or is not yet valid: current time " + format_rfc3339(at) +
                 relation + format_rfc3339(bound));
}

bool is_self_issued(const Certificate& certificate) {
  return same_name(certificate.issuer(), certificate.subject());
}

// How many of a path count against a length: a CA that renewed its own key is one CA.
int intermediates(const Chain& below) {
  if (below.empty()) return 0;
  return static_cast<int>(
      std::count_if(below.begin() + 1, below.end(), [](const Certificate& c) { return !is_self_issued(c); }));
}

enum class Role { leaf, intermediate, anchor };

// What one certificate must fulfil to be appended to `below` (RFC 5280 section 6.1.3 (a), 6.1.4 (k), (m),
// (o)).
Expected<void> check_certificate(const Certificate& certificate, Role role, const Chain& below, Time at) {
  if (certificate.has_unhandled_critical_extension()) return failure("x509: unhandled critical extension");
  const auto in_time = check_time(certificate, at);
  if (!in_time) return in_time;
  if (role == Role::intermediate && !certificate.is_ca()) {
    return failure("x509: certificate is not authorized to sign other certificates");
  }
  const auto& constraints = certificate.basic_constraints();
  if (constraints && constraints->max_path_len && intermediates(below) > *constraints->max_path_len) {
    return failure("x509: too many intermediates for path length constraint");
  }
  return {};
}

bool same_names_extension(const Certificate& a, const Certificate& b) {
  const Extension* left = find_extension(a.extensions(), oids::subject_alt_name);
  const Extension* right = find_extension(b.extensions(), oids::subject_alt_name);
  if (left == nullptr || right == nullptr) return left == right;
  return left->value == right->value;
}

// The same entity under another signature: following it would go in circles.
bool is_in_chain(const Certificate& candidate, const Chain& chain) {
  return std::any_of(chain.begin(), chain.end(), [&](const Certificate& c) {
    return same_name(c.subject(), candidate.subject()) && equal(c.spki(), candidate.spki()) &&
           same_names_extension(c, candidate);
  });
}

// Candidates by how well the key identifiers fit: equal, one missing, different.
std::vector<const Certificate*> possible_parents(const Certificate& child,
                                                 const std::vector<Certificate>& pool) {
  std::vector<const Certificate*> out;
  for (const Certificate& candidate : pool) {
    if (same_name(candidate.subject(), child.issuer())) out.push_back(&candidate);
  }
  const auto rank = [&](const Certificate* candidate) {
    const Bytes& have = candidate->subject_key_id();
    const Bytes& want = child.authority_key_id();
    return have == want ? 0 : have.empty() != want.empty() ? 1 : 2;
  };
  std::stable_sort(out.begin(), out.end(), [&](auto a, auto b) { return rank(a) < rank(b); });
  return out;
}

std::string name_of(const Certificate& certificate) {
  std::string name = certificate.subject().common_name();
  if (!name.empty()) return name;
  const auto organizations = certificate.subject().values(oids::organization);
  return organizations.empty() ? "serial:" + certificate.serial().decimal() : organizations[0];
}

class PathBuilder {
 public:
  explicit PathBuilder(const VerifyOptions& options) : options_(options) {}

  /// Every path from the end of `chain` to an anchor; failure when there is none.
  Expected<std::vector<Chain>> extend(const Chain& chain) {
    Search search;
    for (const Certificate* anchor : possible_parents(chain.back(), options_.roots)) {
      if (!exhausted_) consider(*anchor, Role::anchor, chain, search);
    }
    for (const Certificate* intermediate : possible_parents(chain.back(), options_.intermediates)) {
      if (!exhausted_) consider(*intermediate, Role::intermediate, chain, search);
    }
    if (!search.found.empty()) return std::move(search.found);
    if (exhausted_)
      return failure("x509: signature check attempts limit reached while verifying certificate chain");
    if (search.last_problem) return failure(*search.last_problem);
    return failure("x509: certificate signed by unknown authority" + search.hint);
  }

 private:
  struct Search {
    std::vector<Chain> found;
    std::optional<std::string> last_problem;
    std::string hint;
  };

  static void note(Search& search, const std::string& problem, const Certificate& candidate) {
    if (!search.hint.empty()) return;
    search.hint = " (possibly because of " + quote(problem) +
                  " while trying to verify candidate authority certificate " + quote(name_of(candidate)) +
                  ")";
  }

  void consider(const Certificate& candidate, Role role, const Chain& chain, Search& search) {
    if (++signature_checks_ > options_.most_signature_checks) {
      exhausted_ = true;
      return;
    }
    if (!candidate.public_key() || is_in_chain(candidate, chain)) return;
    const auto is_signed = check_signature(chain.back(), candidate);
    if (!is_signed) return note(search, is_signed.error().text, candidate);
    const auto sound = check_certificate(candidate, role, chain, options_.at);
    search.last_problem.reset();
    if (!sound) {
      search.last_problem = sound.error().text;
      return note(search, sound.error().text, candidate);
    }
    Chain longer = chain;
    longer.push_back(candidate);
    if (role == Role::anchor) {
      search.found.push_back(std::move(longer));
      return;
    }
    auto further = extend(longer);
    if (!further) {
      search.last_problem = further.error().text;
      return;
    }
    for (Chain& path : *further) search.found.push_back(std::move(path));
  }

  const VerifyOptions& options_;
  int signature_checks_ = 0;
  bool exhausted_ = false;
};

// Usages are nested: each certificate of the path that lists any takes away those it does not list.
bool allows_usage(const Chain& chain, const std::vector<std::string>& wanted) {
  const auto allows = [](const Certificate& certificate, const std::string& usage) {
    const auto& list = certificate.extended_key_usage();
    return list.empty() || std::find(list.begin(), list.end(), oids::any_extended_usage) != list.end() ||
           std::find(list.begin(), list.end(), usage) != list.end();
  };
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const std::string& usage) {
           return usage == oids::any_extended_usage ||
                  std::all_of(chain.begin(), chain.end(),
                              [&](const Certificate& c) { return allows(c, usage); });
         });
}

// Constraints hold for everything below the certificate that states them, but for CAs that certify
// themselves (RFC 5280 section 6.1.3 (b), (c)).
std::optional<NameProblem> find_name_problem(const Chain& chain, std::size_t& budget) {
  for (std::size_t below = 0; below < chain.size(); ++below) {
    if (below > 0 && is_self_issued(chain[below])) continue;
    for (std::size_t above = below + 1; above < chain.size(); ++above) {
      const auto& constraints = chain[above].name_constraints();
      if (!constraints) continue;
      auto problem = find_name_problem(*constraints, chain[below], budget);
      if (problem) return problem;
    }
  }
  return std::nullopt;
}

}  // namespace

Expected<std::vector<Certificate>> verify_chain(const Certificate& leaf, const VerifyOptions& options) {
  const auto sound = check_certificate(leaf, Role::leaf, {}, options.at);
  if (!sound) return tl::unexpected(sound.error());
  if (!options.host.empty()) {
    const auto host = verify_host(leaf, options.host);
    if (!host) return tl::unexpected(host.error());
  }
  std::vector<Chain> candidates;
  if (std::find(options.roots.begin(), options.roots.end(), leaf) != options.roots.end()) {
    candidates.push_back({leaf});
  } else {
    auto paths = PathBuilder(options).extend({leaf});
    if (!paths) return tl::unexpected(paths.error());
    candidates = std::move(*paths);
  }
  std::size_t budget = most_name_comparisons;
  std::optional<std::string> name_text;
  int bad_usage = 0, bad_policies = 0;
  for (Chain& chain : candidates) {
    if (!allows_usage(chain, options.extended_key_usage)) {
      ++bad_usage;
      continue;
    }
    if (!policies_allow(chain, options.policy)) {
      ++bad_policies;
      continue;
    }
    const auto problem = find_name_problem(chain, budget);
    if (!problem) return std::move(chain);
    if (!name_text) {
      name_text = "x509: a root or intermediate certificate is not authorized to sign for this name: " +
                  problem->text;
    }
  }
  if (name_text) return failure(*name_text);
  if (bad_policies == 0) return failure("x509: certificate specifies an incompatible key usage");
  std::string why = "x509: no valid chains built: ";
  if (bad_usage > 0) why += std::to_string(bad_usage) + " candidate chains with incompatible key usage, ";
  return failure(why + std::to_string(bad_policies) + " candidate chains with invalid policies");
}

}  // namespace newel::x509
