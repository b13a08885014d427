#include "cli/shared/named_key.h"

#include "base/files.h"
#include "base/text.h"
#include "cli/engine/output_file.h"
#include "cli/shared/plugin_signer.h"
#include "kms/kms.h"
#include "kms/softkms.h"
#include "x509/file_contents.h"

namespace newel::cli {
namespace {

// "softkms" reads files itself; every other known scheme is the plugin's.
bool is_store_uri(std::string_view uri) {
  return kms::is_key_uri(uri) && !to_lower(uri.substr(0, uri.find(':'))).starts_with("softkms");
}

}  // namespace

bool is_in_key_store(const std::string& kms, const std::string& name) {
  if (is_store_uri(name)) return true;
  if (kms::is_key_uri(name)) return false;
  const bool has_store = !kms.empty() && (!kms::is_key_uri(kms) || is_store_uri(kms));
  return has_store && !file_exists(name);
}

std::shared_ptr<const Signer> load_named_signer(const std::string& kms, const std::string& name,
                                                const PasswordSource& password) {
  if (is_in_key_store(kms, name)) return std::make_shared<PluginSigner>(kms, name);
  return kms::SoftKms().load_signer(name, password);
}

bool signs_x509(const Signer& signer, const std::string& kms, const std::string& name) {
  const KeyType type = signer.public_key().type();
  const bool agent = is_in_key_store(kms, name) && (to_lower(kms).starts_with("sshagentkms:") ||
                                                    to_lower(name).starts_with("sshagentkms:"));
  return type == KeyType::ed25519 || (!agent && type != KeyType::x25519);
}

std::string read_pem_input(const std::string& name) {
  try {
    return read_input(name);
  } catch (const FileError& error) {
    throw Error("error reading \"" + name + "\": " + error.failure().reason);
  }
}

std::vector<x509::Certificate> load_certificate_file(const std::string& name,
                                                     const PasswordSource& password) {
  return x509::certificates_of(x509::read_contents(read_pem_input(name), name, password), name);
}

std::vector<x509::Certificate> load_named_certificates(const std::string& kms, const std::string& name,
                                                       const PasswordSource& password) {
  if (is_in_key_store(kms, name)) return plugin_certificates(kms, name);
  return load_certificate_file(name, password);
}

}  // namespace newel::cli
