#include "cli/ca/provisioner/config_change.h"

#include "cli/ca/connection.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "provisioner/provisioner.h"

namespace newel::cli::ca {
namespace {

// A CA that does not run cannot be asked; then only the file can be meant.
bool is_unreachable(const Error& error) { return error.text().find(" failed: dial ") != std::string::npos; }

void check_admin_flags(const Invocation& in) {
  const bool certificate = !in.string("admin-cert").empty();
  const bool key = !in.string("admin-key").empty();
  if (certificate && !key) throw required_with("admin-cert", "admin-key");
  if (key && !certificate) throw required_with("admin-key", "admin-cert");
}

bool keeps_provisioners_in_file(const Invocation& in) {
  std::unique_ptr<client::CaClient> ca;
  try {
    ca = connect(in);
  } catch (const Error& error) {
    throw error.wrapped("error generating admin client");
  }
  int status = 0;
  try {
    status = ca->admin_probe();
  } catch (const Error& error) {
    if (is_unreachable(error)) return true;
    throw;
  }
  if (status == 404 || status == 501) return true;
  if (status == 401) return false;
  throw Error("unexpected status code when performing is-enabled check for Admin API: " +
              std::to_string(status));
}

config::Config load_config(const std::string& file) {
  try {
    return config::load(file);
  } catch (const Error& error) {
    throw error.wrapped("error loading configuration");
  }
}

Error refused(const std::string& why) { return Error("error storing provisioner: " + why); }

void check_claims(const config::Config& config, const json::Object& document) {
  const json::Value* own = json::find_ci(document, "claims");
  if (own == nullptr || !own->is_object()) return;
  const auto claims = provisioner::Claims::from_json(own->get_object());
  if (!claims) throw refused(claims.error().text);
  const auto merged = provisioner::EffectiveClaims().merged_with(config.claims).merged_with(*claims);
  if (const auto valid = merged.validate(); !valid) throw refused(valid.error().text);
}

}  // namespace

void change_provisioners(const Invocation& in, const std::function<void(config::Config&)>& change) {
  check_admin_flags(in);
  if (!keeps_provisioners_in_file(in)) {
    throw Error(
        "not supported yet: the CA keeps its provisioners in its database, which only its admin API changes");
  }
  const std::string file = ca_config_of(in);
  print_status("CA Configuration", file);
  say("");
  config::Config config = load_config(file);
  change(config);
  write_output(file, config::write(config), 0600, true);
  say("Success! Your `step-ca` config has been updated. To pick up the new configuration SIGHUP (kill -1 "
      "<pid>) or "
      "restart the step-ca process.");
}

std::string provisioner_name(const json::Value& document) {
  if (!document.is_object()) return {};
  return json::as_string(json::find_ci(document.get_object(), "name")).value_or("");
}

json::Object& find_provisioner(config::Config& config, const std::string& name) {
  for (json::Value& entry : config.provisioners) {
    if (entry.is_object() && provisioner_name(entry) == name) return entry.get_object();
  }
  throw Error("error loading provisioner: provisioner " + name + " not found");
}

void check_provisioner(const config::Config& config, const json::Object& document, const json::Value* self) {
  const std::string name = provisioner_name(json::Value(document));
  for (const json::Value& entry : config.provisioners) {
    if (&entry == self) continue;
    if (provisioner_name(entry) == name) throw refused("provisioner with name " + name + " already exists");
  }
  check_claims(config, document);
}

}  // namespace newel::cli::ca
