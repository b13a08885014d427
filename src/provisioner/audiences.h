// The audiences a token may name, by operation (reference: provisioner/provisioner.go).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace newel::provisioner {

enum class Method { sign, sign_identity, revoke, renew, ssh_sign, ssh_revoke, ssh_renew, ssh_rekey };

struct Audiences {
  std::vector<std::string> sign, renew, revoke, ssh_sign, ssh_revoke, ssh_renew, ssh_rekey;

  static Audiences for_dns_names(const std::vector<std::string>& dns_names);
  Audiences with_fragment(std::string_view fragment) const;
  const std::vector<std::string>& of(Method method) const;
  std::vector<std::string> all() const;
};

/// "Strip port" form used in comparisons; unparsable text unchanged.
std::string strip_port(std::string_view audience);
/// True when any of `got` equals any of `allowed`, ports ignored.
bool matches_audience(const std::vector<std::string>& got, const std::vector<std::string>& allowed);

/// matches_audience() against a list that stays: its comparison forms are made once.
class AudienceMatcher {
 public:
  AudienceMatcher() = default;
  explicit AudienceMatcher(const std::vector<std::string>& allowed);
  bool matches(std::string_view got) const;
  bool matches_any(const std::vector<std::string>& got) const;

 private:
  std::vector<std::string> exact_, without_port_;  ///< sorted
};

}  // namespace newel::provisioner
