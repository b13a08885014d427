#include "authority/start.h"

#include <algorithm>

namespace newel::authority {
namespace {

std::vector<x509::Certificate> load_some(const std::string& file) {
  auto out = x509::load_certificates(file);
  if (out.empty()) throw Error("error reading " + file + ": it contains no certificate");
  return out;
}

// --password-file, else the member `password`, else the terminal. An empty password file counts as none, but
// still hides ca.json's.
PasswordSource intermediate_password(const config::Config& config, const Passwords& passwords) {
  const std::optional<Secret>& known = passwords.intermediate ? passwords.intermediate : config.password;
  if (known && !known->empty()) return fixed_password(*known);
  if (passwords.prompt) return passwords.prompt;
  return [](const std::string& name) -> Secret {
    throw Error("error decrypting " + name +
                ": it is encrypted; give its password with --password-file, or as \"password\" in ca.json");
  };
}

bool issued_by(const x509::Certificate& child, const x509::Certificate& parent) {
  return equal(child.issuer().raw, parent.subject().raw) &&
         child.authority_key_id() == parent.subject_key_id();
}

}  // namespace

std::vector<x509::Certificate> load_roots(const std::vector<std::string>& files) {
  std::vector<x509::Certificate> out;
  for (const std::string& file : files) {
    for (x509::Certificate& root : load_some(file)) out.push_back(std::move(root));
  }
  return out;
}

std::vector<x509::Certificate> load_intermediates(const std::string& file, const std::string& key_file,
                                                  Time now) {
  auto out = load_some(file);
  const Time begin = out.front().not_before(), end = out.front().not_after();
  if (end < now) {
    throw Error("intermediate certificate " + file + " expired on " + format_go_time(end) +
                ": sign a new one for the key " + key_file +
                " with your root, replace the file by it, and start again");
  }
  if (now < begin) {
    throw Error("intermediate certificate " + file + " is not valid before " + format_go_time(begin) +
                ": check the clock of this machine, or sign one that is valid now");
  }
  return out;
}

std::shared_ptr<const Signer> load_issuer_key(const config::Config& config, const Passwords& passwords,
                                              const x509::Certificate& intermediate) {
  auto key =
      kms::open_key_manager(config.kms)->load_signer(config.key, intermediate_password(config, passwords));
  const auto& expected = intermediate.public_key();
  if (!expected) throw Error("error reading " + config.certificate + ": " + expected.error().text);
  if (!(*expected == key->public_key())) {
    throw Error("the key " + config.key + " is not the key of the first certificate in " +
                config.certificate + ": put the matching pair into key and crt");
  }
  return key;
}

std::vector<x509::Certificate> constraining_chain(const std::vector<x509::Certificate>& intermediates,
                                                  const std::vector<x509::Certificate>& roots) {
  std::vector<x509::Certificate> out = intermediates;
  for (const x509::Certificate& root : roots) {
    if (issued_by(intermediates.back(), root)) out.push_back(root);
  }
  return out;
}

std::vector<std::string> chain_warnings(const std::vector<x509::Certificate>& intermediates,
                                        const std::vector<x509::Certificate>& roots, Time now) {
  std::vector<std::string> out;
  const x509::Certificate& issuing = intermediates.front();
  const x509::Certificate& last = intermediates.back();
  if (!issuing.is_ca() || !issuing.has_key_usage(x509::cert_sign)) {
    out.emplace_back(
        "WARNING: the intermediate certificate is not allowed to sign certificates: clients will refuse what "
        "it signs.");
  }
  const bool chained = std::any_of(roots.begin(), roots.end(), [&](const x509::Certificate& root) {
    const auto& key = root.public_key();
    return last == root || (equal(last.issuer().raw, root.subject().raw) && key && last.is_signed_by(*key));
  });
  if (!chained)
    out.emplace_back(
        "WARNING: no root certificate has signed the intermediate: clients that trust the roots will refuse "
        "it.");
  for (const x509::Certificate& root : roots) {
    if (root.not_after() < now) {
      out.push_back("WARNING: the root certificate " + root.fingerprint() + " expired on " +
                    format_go_time(root.not_after()) + ".");
    }
  }
  return out;
}

provisioner::Environment provisioner_environment(const config::Config& config,
                                                 const std::vector<x509::Certificate>& roots,
                                                 const Dependencies& dependencies) {
  provisioner::Environment environment;
  environment.claims = environment.claims.merged_with(config.claims);
  if (const auto valid = environment.claims.validate(); !valid) {
    throw Error("error generating provisioner config: " + valid.error().text);
  }
  environment.audiences = provisioner::Audiences::for_dns_names(config.dns_names);
  environment.step_path = dependencies.step_path;
  environment.clock = dependencies.clock;
  environment.beside = dependencies.beside;
  std::vector<Bytes> trusted;
  for (const x509::Certificate& root : roots) trusted.emplace_back(root.der().begin(), root.der().end());
  environment.fetch = provisioner::http_fetch(std::move(trusted));
  return environment;
}

namespace {

void add(provisioner::Collection& out, std::shared_ptr<const provisioner::Provisioner> made,
         const Dependencies& dependencies) {
  if (!made) return;  // of an unknown type: the configuration has warned about it
  if (!made->disabled_reason().empty()) {
    dependencies.log("failed to initialize " + std::string(provisioner::type_name(made->type())) +
                     " provisioner \"" + made->name() + "\": " + made->disabled_reason());
  }
  if (const auto* options = made->x509_options(); options != nullptr && !options->complaint().empty()) {
    dependencies.log("WARNING: provisioner \"" + made->name() +
                     "\" cannot issue certificates, its template is broken: " + options->complaint());
  }
  out.add(std::move(made));
}

// The provisioner that stands for this entry already, if it is the same entry.
std::shared_ptr<const provisioner::Provisioner> unchanged(const Management::Entry& entry,
                                                          const Known* known) {
  if (known == nullptr || known->state == nullptr) return nullptr;
  const Management::Entry* old = known->state->provisioner_by_id(entry.id);
  if (old == nullptr || old->document != entry.document) return nullptr;
  const provisioner::Provisioner* made = known->provisioners->by_id(entry.id);
  return made != nullptr ? made->shared_from_this() : nullptr;
}

}  // namespace

std::shared_ptr<const provisioner::Collection> make_provisioners(const config::Config& config,
                                                                 const std::vector<x509::Certificate>& roots,
                                                                 const Dependencies& dependencies,
                                                                 const Management* managed,
                                                                 const Known* known) {
  const provisioner::Environment environment = provisioner_environment(config, roots, dependencies);
  auto out = std::make_shared<provisioner::Collection>(environment.audiences);
  if (managed == nullptr) {
    for (const json::Value& document : config.provisioners)
      add(*out, provisioner::make_provisioner(document.get_object(), environment), dependencies);
    return out;
  }
  for (const Management::Entry& entry : managed->provisioners) {
    if (auto same = unchanged(entry, known)) {
      out->add(std::move(same));
    } else {
      add(*out, provisioner::make_provisioner(entry.document, environment, entry.id), dependencies);
    }
  }
  return out;
}

}  // namespace newel::authority
