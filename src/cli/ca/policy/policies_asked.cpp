#include "cli/ca/policy/policies_asked.h"

#include "authority/managed_policy.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/ca/admin/session.h"
#include "cli/ca/connection.h"
#include "cli/ca/provisioner/config_change.h"
#include "config/config.h"
#include "messages/admin/policy_form.h"
#include "provisioner/restrictions.h"

namespace newel::cli::ca {
namespace {

using Shared = std::shared_ptr<const policy::Policy>;

std::string level_of(const std::string& provisioner) { return "provisioner " + quote(provisioner); }

Shared unrestricted(policy::Level level) {
  return std::make_shared<const policy::Policy>(policy::Rules{}, level, "");
}

std::vector<AskedPolicy> policies_in_file(const config::Config& config, const std::string& file,
                                          const std::string& provisioner) {
  std::vector<AskedPolicy> out;
  if (!provisioner.empty()) {
    const json::Object* found = nullptr;
    for (const json::Value& entry : config.provisioners) {
      if (provisioner_name(entry) == provisioner) found = &entry.get_object();
    }
    if (found == nullptr) throw Error("provisioner " + provisioner + " not found in " + file);
    Shared own = provisioner::read_policy(*found);
    if (!own) own = unrestricted(policy::Level::provisioner);
    out.push_back({level_of(provisioner), std::move(own)});
  }
  out.push_back({"authority", std::make_shared<const policy::Policy>(config.policy, policy::Level::authority,
                                                                     "authority.policy")});
  return out;
}

// Absent, or kept from nobody: the reference's servers answer 501 for provisioners, and restrict nothing.
Shared managed_policy(client::AdminClient& ca, const std::string& path, policy::Level level) {
  try {
    const json::Value message = ca.call("GET", path);
    return authority::read_managed_policy(messages::admin::policy_from_message(message), level);
  } catch (const client::AdminFailure& error) {
    const bool absent = error.answered == 404 && error.text().ends_with("policy does not exist");
    if (absent || error.answered == 501) return unrestricted(level);
    throw error.wrapped("error retrieving policy");
  }
}

std::vector<AskedPolicy> policies_of_running_ca(const Invocation& in, const std::string& provisioner) {
  const auto ca = open_admin_client(in);
  std::vector<AskedPolicy> out;
  if (!provisioner.empty()) {
    out.push_back({level_of(provisioner),
                   managed_policy(*ca, client::admin_path({"provisioners", provisioner, "policy"}),
                                  policy::Level::provisioner)});
  }
  out.push_back({"authority", managed_policy(*ca, client::admin_path({"policy"}), policy::Level::authority)});
  return out;
}

}  // namespace

std::vector<AskedPolicy> asked_policies(const Invocation& in) {
  const std::string file = ca_config_of(in), provisioner = in.string("provisioner");
  // defaults.json names the usual file also where the CA is elsewhere.
  const bool named = file != in.paths().ca_config_file();
  if (named || file_exists(file)) {
    const config::Config config = config::load(file);
    if (!config.enable_admin) return policies_in_file(config, file, provisioner);
  }
  check_admin_flags(in);
  const auto ca = connect(in);
  if (const int status = ca->admin_probe(); status == 404 || status == 501) {
    throw Error("the CA at " + ca_url_of(in) +
                " has no remote management: its policies are in its configuration; run 'step ca policy check "
                "--ca-config <file>' where that file is");
  }
  return policies_of_running_ca(in, provisioner);
}

}  // namespace newel::cli::ca
