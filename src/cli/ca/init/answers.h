// What a new CA is to be: from flags, and from the person for whatever the flags leave open.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "cli/engine/invocation.h"

namespace newel::cli::ca {

struct InitAnswers {
  bool pki_only = false;
  std::string name;
  std::vector<std::string> dns_names;
  std::string address;
  std::string provisioner;
  Secret password;
  std::optional<Secret> provisioner_password;  ///< none: `password`
  std::string ca_url;                          ///< --with-ca-url; empty: from name and port
  bool database = true;
  bool acme = false;
  bool remote_management = false;
  std::string admin_subject;  ///< of the first super administrator
};

/// Combinations that make no sense, and what is not there yet. Throws Error.
void check_init_flags(const Invocation& in);

/// The kind of deployment; false when there is nothing to do here (a hosted CA is set up elsewhere).
bool ask_deployment(const Invocation& in);

/// Asks in the reference's order. Makes the context when one is wanted, and the folders before the password
/// is asked for: nobody should invent one for a disk that cannot be written.
InitAnswers ask_init(Invocation& in);

}  // namespace newel::cli::ca
