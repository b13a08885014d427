// The files of a new CA below $(step path).
#pragma once

#include <string>

#include "base/step_path.h"
#include "cli/ca/init/answers.h"
#include "cli/ca/init/pki.h"
#include "cli/ca/provisioner_key.h"

namespace newel::cli::ca {

struct NewCa {
  CertifiedKey root;
  bool own_root = true;  ///< false: --root and --key; the key stays where it is
  CertifiedKey intermediate;
  ProvisionerKey provisioner;
};

/// ca.json, byte for byte as the reference writes it: tab-indented, no final newline.
std::string new_ca_config(const StepPaths& paths, const InitAnswers& answers,
                          const ProvisionerKey& provisioner);
/// defaults.json of the machine the CA runs on.
std::string new_defaults(const StepPaths& paths, const InitAnswers& answers, const std::string& fingerprint);
/// "https://<first name>[:<port>]".
std::string default_ca_url(const InitAnswers& answers);

/// Asks before it overwrites any of them.
void write_ca(const StepPaths& paths, const InitAnswers& answers, const NewCa& ca);
/// The status lines at the end.
void print_ca(const StepPaths& paths, const InitAnswers& answers, const NewCa& ca);

}  // namespace newel::cli::ca
