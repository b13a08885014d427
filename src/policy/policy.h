// A policy at one level, for each kind of certificate (reference: authority/policy, policy/ssh.go).
#pragma once

#include "policy/engine.h"

namespace newel::policy {

/// Whose policy it is decides how refusals of whole kinds of SSH certificates are worded.
enum class Level { authority, provisioner };
enum class SshKind { user, host };

/// Immutable, thread-safe. A part without rules allows everything.
class Policy {
 public:
  /// Throws Error for a rule that does not parse: "<path>.x509.allow.dns: cannot parse permitted domain ...".
  Policy(const Rules& rules, Level level, const std::string& path);

  bool restricts_x509() const { return x509_.has_value(); }
  bool restricts_ssh() const { return user_ || host_; }

  /// The first name that is not allowed; nothing if all are.
  std::optional<Decision> check_x509(const Names& names) const;
  std::optional<Decision> check_ssh(SshKind kind, const std::vector<std::string>& principals) const;

  /// Every name's decision; "no policy restricts it" where there are no rules.
  std::vector<Decision> explain_x509(const Names& names) const;
  std::vector<Decision> explain_ssh(SshKind kind, const std::vector<std::string>& principals) const;

 private:
  const std::optional<Engine>& engine(SshKind kind) const { return kind == SshKind::user ? user_ : host_; }
  Decision kind_refused(SshKind kind) const;

  Level level_;
  std::optional<Engine> x509_, user_, host_;
};

/// Names of any kind, sorted by what they look like; for X.509 as alternative names.
Names sorted_names(const std::vector<std::string>& names);

}  // namespace newel::policy
