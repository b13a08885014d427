#include "cli/ca/init/files.h"

#include "authority/first_start.h"
#include "base/files.h"
#include "base/ip.h"
#include "base/url.h"
#include "cli/ca/offline_store.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/engine/terminal.h"
#include "crypto/key_files.h"

namespace newel::cli::ca {
namespace {

struct Paths {
  explicit Paths(const StepPaths& step)
      : root(step.root_ca_file()),
        root_key(step.in("secrets/root_ca_key")),
        intermediate(step.in("certs/intermediate_ca.crt")),
        intermediate_key(step.in("secrets/intermediate_ca_key")),
        database(step.in("db")),
        config(step.ca_config_file()),
        defaults(step.defaults_file()) {}
  std::string root, root_key, intermediate, intermediate_key, database, config, defaults;
};

json::Array text_array(std::initializer_list<std::string_view> texts) {
  json::Array out;
  for (const auto text : texts) out.emplace_back(text);
  return out;
}

std::vector<json::Object> new_provisioners(const InitAnswers& answers, const ProvisionerKey& key) {
  std::vector<json::Object> out;
  out.push_back(json::Object{{"type", "JWK"},
                             {"name", answers.provisioner},
                             {"key", key.public_key},
                             {"encryptedKey", key.encrypted_key}});
  if (answers.acme) {
    const bool taken = answers.provisioner == "acme";
    out.push_back(json::Object{{"type", "ACME"}, {"name", taken ? "acme-1" : "acme"}});
  }
  return out;
}

// What the server would do at its first start, with the administrator that was asked for.
void store_provisioners(const std::string& config_file, const InitAnswers& answers,
                        const ProvisionerKey& key) {
  const auto store = open_offline_store(config::load(config_file));
  store::Transaction transaction;
  authority::add_first_rows(new_provisioners(answers, key), answers.admin_subject, system_clock().now(),
                            system_random(), "step ca init", transaction);
  const auto result = store->commit(std::move(transaction));
  store->close();
  if (result.outcome == store::Outcome::conflict) {
    throw Error("the database of " + config_file +
                " has provisioners already: move it away, or start the CA and change them with `step ca "
                "provisioner`");
  }
  authority::throw_unless_committed(result, authority::Operation::store_provisioners);
}

}  // namespace

std::string default_ca_url(const InitAnswers& answers) {
  const std::string& host = answers.dns_names.at(0);
  const auto address = split_host_port(answers.address);
  if (!address || address->second == "443" || address->second.empty()) return "https://" + host;
  return "https://" + join_host_port(host, address->second);
}

std::string new_ca_config(const StepPaths& paths, const InitAnswers& answers,
                          const ProvisionerKey& provisioner) {
  const Paths files(paths);
  json::Object config{{"root", files.root},         {"federatedRoots", nullptr},
                      {"crt", files.intermediate},  {"key", files.intermediate_key},
                      {"address", answers.address}, {"insecureAddress", ""}};
  json::Array names;
  for (const std::string& name : answers.dns_names) names.emplace_back(name);
  config["dnsNames"] = std::move(names);
  config["logger"] = json::Object{{"format", "text"}};
  if (answers.database) {
    // The reference's engine by name: the file works with both, and each keeps its own data beside the
    // other's.
    config["db"] =
        json::Object{{"type", "badgerv2"}, {"dataSource", files.database}, {"badgerFileLoadingMode", ""}};
  }
  json::Object authority;
  if (answers.remote_management) {
    authority["enableAdmin"] = true;  // the provisioners go into the database
  } else {
    json::Array provisioners;
    for (json::Object& one : new_provisioners(answers, provisioner)) provisioners.push_back(std::move(one));
    authority["provisioners"] = std::move(provisioners);
  }
  config["authority"] = std::move(authority);
  config["tls"] = json::Object{{"cipherSuites", text_array({"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                                                            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"})},
                               {"minVersion", 1.2},
                               {"maxVersion", 1.3},
                               {"renegotiation", false}};
  return json::write_indented(config, "\t");
}

std::string new_defaults(const StepPaths& paths, const InitAnswers& answers, const std::string& fingerprint) {
  const Paths files(paths);
  return json::write_indented(
      json::Object{{"ca-url", answers.ca_url.empty() ? default_ca_url(answers) : answers.ca_url},
                   {"ca-config", files.config},
                   {"fingerprint", fingerprint},
                   {"root", files.root}},
      "\t");
}

constexpr std::string_view no_flag;  // of this command overwrites

void write_key(const std::string& file, const PrivateKey& key, const Secret& password) {
  write_secret_output(file, as_bytes(write_encrypted_private_key(key, password)), false, no_flag);
}

void write_pki(const Paths& files, const InitAnswers& answers, const NewCa& ca) {
  write_output(files.root, ca.root.certificate.pem(), 0600, false, no_flag);
  if (ca.own_root) {
    write_key(files.root_key, *ca.root.key, answers.password);
  }
  write_output(files.intermediate, ca.intermediate.certificate.pem(), 0600, false, no_flag);
  write_key(files.intermediate_key, *ca.intermediate.key, answers.password);
}

void write_ca(const StepPaths& paths, const InitAnswers& answers, const NewCa& ca) {
  const Paths files(paths);
  asking("move the CA that is there away, or set STEPPATH", [&] { write_pki(files, answers, ca); });
  if (answers.pki_only) return;
  write_output(files.config, new_ca_config(paths, answers, ca.provisioner), 0644, false, no_flag);
  write_output(files.defaults, new_defaults(paths, answers, ca.root.certificate.fingerprint()), 0644, false,
               no_flag);
  if (paths.current() != nullptr && !file_exists(paths.profile_defaults_file())) {
    write_file(paths.profile_defaults_file(), std::string_view("{}"), 0600);
  }
  if (answers.database) make_directories(files.database, 0700);
  if (answers.remote_management) store_provisioners(files.config, answers, ca.provisioner);
}

void print_ca(const StepPaths& paths, const InitAnswers& answers, const NewCa& ca) {
  const Paths files(paths);
  say("");
  print_status("Root certificate", files.root);
  if (ca.own_root) print_status("Root private key", files.root_key);
  print_status("Root fingerprint", ca.root.certificate.fingerprint());
  print_status("Intermediate certificate", files.intermediate);
  print_status("Intermediate private key", files.intermediate_key);
  if (answers.pki_only) return;
  if (answers.database) print_status("Database folder", files.database);
  print_status("Default configuration", files.defaults);
  if (paths.current() != nullptr)
    print_status("Default profile configuration", paths.profile_defaults_file());
  print_status("Certificate Authority configuration", files.config);
  if (answers.remote_management) {
    print_status("Admin provisioner", answers.provisioner + " (JWK)");
    print_status("Super admin subject", answers.admin_subject);
  }
  say("");
  say("Your PKI is ready to go. To generate certificates for individual services see 'step help ca'.");
}

}  // namespace newel::cli::ca
