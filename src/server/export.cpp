#include "server/export.h"

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "crypto/pem.h"
#include "crypto/pem_encryption.h"
#include "server/export_provisioner.h"
#include "server/flags.h"
#include "server/passwords.h"

namespace newel::server {
namespace {

// Collects the files that the document names, under paths that do not depend on this machine.
class Files {
 public:
  explicit Files(std::string home) : home_(std::move(home)) {}

  std::string add_public(const std::string& path) {
    return add(path, value_or_throw(read_file(path), "error reading " + path));
  }

  // A URI names a key that is not in a file. A clear key must not leave the machine inside a document.
  std::string add_key(const std::string& path) {
    if (kms::is_key_uri(path)) return path;
    const std::string content = value_or_throw(read_file(path), "error reading " + path);
    for (const PemBlock& block : pem_decode_all(content)) {
      if (!is_encrypted(block)) {
        throw Error("error exporting " + path +
                    ": the private key is not encrypted; give it a password with `step crypto "
                    "change-pass` first");
      }
    }
    return add(path, content);
  }

  json::Object take() { return std::move(contents_); }

 private:
  std::string add(const std::string& path, const std::string& content) {
    const std::string absolute = absolute_path(path);
    const std::string name = absolute.starts_with(home_ + "/") ? absolute.substr(home_.size() + 1) : path;
    contents_[name] = base64_encode(as_bytes(content));
    return name;
  }

  std::string home_;
  json::Object contents_;
};

json::Array each(const std::vector<std::string>& paths, Files& files) {
  json::Array out;
  for (const auto& path : paths) out.push_back(json::text(files.add_public(path)));
  return out;
}

// Protocol buffers have no member for what is empty.
void put(json::Object& object, std::string_view name, json::Value value) {
  const bool empty = value.is_null() || (value.is_string() && value.get_string().empty()) ||
                     (value.is_array() && value.get_array().empty()) ||
                     (value.is_object() && value.get_object().empty()) ||
                     (value.is_bool() && !value.get_bool());
  if (!empty) object[name] = std::move(value);
}

void put(json::Object& object, std::string_view name, const std::string& text) {
  put(object, name, json::text(text));
}

json::Value section(const config::Config& config, const char* name) {
  const json::Value* value = json::find_ci(config.document, name);
  return value ? *value : json::Value(nullptr);
}

json::Object subject_template(const config::SubjectDefaults& subject) {
  json::Object out;
  put(out, "country", subject.country);
  put(out, "organization", subject.organization);
  put(out, "organizationalUnit", subject.organizational_unit);
  put(out, "locality", subject.locality);
  put(out, "province", subject.province);
  put(out, "streetAddress", subject.street_address);
  put(out, "serialNumber", subject.serial_number);
  put(out, "commonName", subject.common_name);
  return out;
}

json::Object authority_section(const config::Config& config) {
  json::Object out;
  if (const json::Value* own = json::find_ci(config.document, "authority"); own && own->is_object()) {
    put(out, "id", json::as_string(json::find_ci(own->get_object(), "authorityId")).value_or(""));
  }
  put(out, "type", to_upper(config.authority_type));
  json::Array provisioners;
  for (const auto& item : config.provisioners) provisioners.push_back(export_provisioner(item.get_object()));
  put(out, "provisioners", std::move(provisioners));
  put(out, "template", subject_template(config.subject_defaults));
  put(out, "claims", export_claims(config.claims));
  put(out, "disableIssuedAtCheck", config.disable_issued_at_check);
  put(out, "backdate", format_duration(config.backdate));
  put(out, "deploymentType", config.deployment_type);
  return out;
}

std::string tls_version_name(double version) {
  return fmt::format("TLS_{}", static_cast<int>(version * 10 + 0.5));
}

json::Object tls_section(const config::Tls& tls) {
  json::Object out;
  put(out, "cipherSuites", json::Array(tls.cipher_suites.begin(), tls.cipher_suites.end()));
  put(out, "minVersion", tls_version_name(tls.min_version));
  put(out, "maxVersion", tls_version_name(tls.max_version));
  put(out, "renegotiation", tls.renegotiation);
  return out;
}

}  // namespace

json::Object export_document(const config::Config& config, const StepPaths& paths) {
  Files files(absolute_path(paths.path()));
  json::Object out{{"version", "1.0"}};
  put(out, "root", each(config.roots, files));
  put(out, "federatedRoots", each(config.federated_roots, files));
  put(out, "intermediate", files.add_public(config.certificate));
  put(out, "intermediateKey", files.add_key(config.key));
  put(out, "address", config.address);
  put(out, "insecureAddress", config.insecure_address);
  put(out, "dnsNames", json::Array(config.dns_names.begin(), config.dns_names.end()));
  if (const json::Value* given = json::find_ci(config.document, "kms");
      given != nullptr && !given->is_null()) {
    json::Object kms{{"type", to_upper(config.kms.type)}};
    put(kms, "uri", config.kms.uri);
    put(kms, "pin", config.kms.pin);
    put(out, "kms", std::move(kms));
  }
  for (const char* name : {"logger", "db", "monitoring"}) put(out, name, section(config, name));
  put(out, "authority", authority_section(config));
  put(out, "tls", tls_section(config.tls));
  put(out, "files", files.take());
  return out;
}

int export_command(const std::vector<std::string>& arguments, const StepPaths& paths) {
  constexpr std::string_view usage = "step-ca export <config> [--password-file=<file>]";
  const Options options = parse_flags(arguments);
  if (options.help) {
    fmt::print(
        "USAGE\n  {}\n\nWrites the configuration, with its certificates and encrypted keys, as JSON.\n",
        usage);
    return 0;
  }
  if (options.positionals.size() != 1) {
    throw Error(fmt::format("{} positional arguments were provided in '{}'",
                            options.positionals.empty() ? "not enough" : "too many", usage));
  }
  const auto config = config::load(options.positionals.front());
  config::validate(config);
  // A document whose key nobody can open is worth nothing: with a password at hand, try it.
  PasswordKeeper passwords(options);
  if (const auto known = passwords.passwords().intermediate) {
    kms::open_key_manager(config.kms)->load_signer(config.key, fixed_password(*known));
  }
  fmt::print("{}\n", json::write_indented(export_document(config, paths), "\t"));
  return 0;
}

}  // namespace newel::server
