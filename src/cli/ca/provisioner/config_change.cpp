#include "cli/ca/provisioner/config_change.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "cli/ca/admin/session.h"
#include "cli/ca/connection.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "messages/admin/provisioner_form.h"
#include "provisioner/oidc.h"
#include "x509/oids.h"

namespace newel::cli::ca {
namespace {

namespace forms = messages::admin;

// Whether the administrator at work is one by this provisioner: its name is in the certificate, or else he is
// in its list.
bool is_own(client::AdminClient& ca, const json::Object& provisioner) {
  const auto* extension = x509::find_extension(ca.certificate().extensions(), x509::oids::step_provisioner);
  if (extension != nullptr) {
    const auto named = x509::decode_step_provisioner(extension->value);
    return named && named->name == provisioner_name(json::Value(provisioner));
  }
  const std::string id = json::as_string(json::find(provisioner, "id")).value_or("");
  const auto& subjects = ca.subjects();
  const auto admins = ca.admins();
  return std::any_of(admins.begin(), admins.end(), [&](const forms::AdminMessage& one) {
    return one.provisioner_id == id &&
           std::find(subjects.begin(), subjects.end(), one.subject) != subjects.end();
  });
}

// Whether `after` may refuse somebody whom `before` let in: all but these members say who that is.
bool lets_others_in(const json::Object& before, const json::Object& after) {
  constexpr std::array<std::string_view, 8> without_say = {
      "name", "claims", "options", "policy", "clientSecret", "listenAddress", "scopes", "authParams"};
  const auto differs = [&](const json::Object& one, const json::Object& other) {
    return std::any_of(one.begin(), one.end(), [&](const auto& member) {
      const std::string_view name(member.key().data(), member.key().size());
      if (std::find(without_say.begin(), without_say.end(), name) != without_say.end()) return false;
      const json::Value* same = json::find_ci(other, name);
      return same == nullptr || *same != member.value();
    });
  };
  return differs(before, after) || differs(after, before);
}

void confirm_for_own(client::AdminClient& ca, const json::Object& provisioner, const std::string& done,
                     const std::string& question) {
  if (!is_own(ca, provisioner)) return;
  if (!confirm_losing_access(
          "You are an administrator by this provisioner: you may not be able to undo it. " + question))
    throw Error("provisioner " + provisioner_name(json::Value(provisioner)) + " was not " + done);
}

// A CA that does not run cannot be asked; then only the file can be meant.
bool is_unreachable(const Error& error) { return error.text().find(" failed: dial ") != std::string::npos; }

}  // namespace

bool keeps_provisioners_in_file(const Invocation& in) {
  check_admin_flags(in);
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

namespace {

config::Config load_config(const std::string& file) {
  try {
    return config::load(file);
  } catch (const Error& error) {
    throw error.wrapped("error loading configuration");
  }
}

Error refused(const std::string& why) { return Error("error storing provisioner: " + why); }

// What is wrong with a document, as far as it shows without asking anybody; "" if nothing.
std::string problem_of(const config::Config& config, const json::Object& document) {
  try {
    if (const json::Value* address = json::find_ci(document, "listenAddress"))
      provisioner::check_listen_address(json::as_string(address).value_or(""));
  } catch (const Error& error) {
    return error.text();
  }
  const json::Value* own = json::find_ci(document, "claims");
  if (own == nullptr || !own->is_object()) return {};
  const auto claims = provisioner::Claims::from_json(own->get_object());
  if (!claims) return claims.error().text;
  const auto merged = provisioner::EffectiveClaims().merged_with(config.claims).merged_with(*claims);
  const auto valid = merged.validate();
  return valid ? std::string() : valid.error().text;
}

// A change is refused in other words than a new entry.
void check_entry(const config::Config& config, const json::Object& document, bool change) {
  const std::string name = provisioner_name(json::Value(document)), why = problem_of(config, document);
  if (why.empty()) return;
  if (change) throw Error("error updating provisioner: error initializing provisioner " + name + ": " + why);
  throw refused("error validating configuration for provisioner " + quote(name) + ": " + why);
}

// Two provisioners for one token: the CA would not start with them.
void check_unique(const json::Array& provisioners, std::size_t changed, bool change) {
  const std::string key = provisioner::token_key_of(provisioners[changed].get_object());
  for (std::size_t i = 0; i < provisioners.size() && !key.empty(); ++i) {
    if (i == changed || !provisioners[i].is_object()) continue;
    if (provisioner::token_key_of(provisioners[i].get_object()) != key) continue;
    throw change ? Error("error updating provisioner: provisioner with Token ID " + key + " already exists")
                 : refused("provisioner with token ID " + key + " already exists");
  }
}

}  // namespace

void change_config_file(const Invocation& in, const std::function<void(config::Config&)>& change) {
  const std::string file = ca_config_of(in);
  print_status("CA Configuration", file);
  say("");
  config::Config config = load_config(file);
  // The reference writes the entry into the file, where nobody looks for it.
  if (config.enable_admin) {
    throw Error(
        "the provisioners of this CA are in its database (authority.enableAdmin): start it, they are changed "
        "through "
        "its admin API");
  }
  const json::Array before = config.provisioners;
  change(config);
  for (std::size_t i = 0; i < config.provisioners.size(); ++i) {
    const json::Value& entry = config.provisioners[i];
    const bool changed = std::find(before.begin(), before.end(), entry) == before.end();
    if (!changed || !entry.is_object()) continue;
    const bool change = config.provisioners.size() == before.size();
    check_entry(config, entry.get_object(), change);
    check_unique(config.provisioners, i, change);
  }
  write_output(file, config::write(config), 0600, true);
  say("Success! Your `step-ca` config has been updated. To pick up the new configuration SIGHUP (kill -1 "
      "<pid>) or "
      "restart the step-ca process.");
}

namespace {

// The same change, of what the CA has in its database: the entry that the command names stands alone in a
// configuration; what `change` makes of it is sent.
void change_database(const Invocation& in, const std::function<void(config::Config&)>& change) {
  const auto ca = open_admin_client(in);
  const std::string name = in.arg(0);
  json::Object known;
  config::Config config;
  if (in.command().name != "add") {
    known = ca->provisioner(name);
    config.provisioners.emplace_back(forms::provisioner_from_message(known).document);
  }
  const json::Array before = config.provisioners;
  change(config);
  if (config.provisioners.size() < before.size()) {
    confirm_for_own(*ca, known, "removed", "Remove it?");
    ca->call("DELETE", client::admin_path({"provisioners", name}));
    return;
  }
  for (std::size_t i = 0; i < config.provisioners.size(); ++i) {
    json::Object message =
        forms::provisioner_to_message(config.provisioners[i].get_object(), forms::Secrets::included);
    if (i >= before.size()) {
      const json::Value body = std::move(message);
      ca->call("POST", client::admin_path({"provisioners"}), &body);
      continue;
    }
    if (lets_others_in(before[i].get_object(), config.provisioners[i].get_object()))
      confirm_for_own(*ca, known, "changed", "Change it?");
    for (const char* fixed : {"id", "authorityId", "createdAt", "deletedAt"}) {
      if (const json::Value* value = json::find(known, fixed)) message[fixed] = *value;
    }
    const json::Value body = std::move(message);
    ca->call("PUT", client::admin_path({"provisioners", name}), &body);
  }
}

}  // namespace

void change_provisioners(const Invocation& in, const std::function<void(config::Config&)>& change) {
  if (keeps_provisioners_in_file(in)) {
    change_config_file(in, change);
  } else {
    change_database(in, change);
  }
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
}

}  // namespace newel::cli::ca
