// The flags of step-ca: one table, from which they are parsed and described.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace newel::server {

struct Options {
  std::vector<std::string> positionals;
  std::string password_file, ssh_host_password_file, ssh_user_password_file, issuer_password_file;
  std::string resolver, token, context, pidfile;
  std::string acme_http_port, acme_tls_port;
  bool quiet = false, insecure = false, acme_strict_fqdn = false;
  bool help = false, version = false;
};

/// A flag that is unknown, lacks its value, or has one of the wrong kind: reported with the help text.
struct UsageError : Error {
  using Error::Error;
};

/// Flags with one or two dashes, before or behind the positional arguments; "--" ends them. Values not given
/// come from the flag's environment variable, if it has one. Throws UsageError.
Options parse_flags(const std::vector<std::string>& arguments);

/// What can be decided from the flags alone: ports need --insecure, the resolver needs a port. Throws Error.
void check(const Options& options);

std::string help_text();
/// One line: what to type.
std::string usage_text();

}  // namespace newel::server
