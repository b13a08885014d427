#include "cli/ca/key_files.h"

#include "cli/ca/connection.h"
#include "cli/engine/output_file.h"
#include "cli/shared/key_password.h"
#include "cli/shared/named_key.h"

namespace newel::cli::ca {

PasswordSource key_password(const Invocation& in, const std::string& flag) {
  // The file is read only for a key that is encrypted: it may be a pipe, which can be read once.
  return [&in, flag](const std::string& name) {
    if (auto given = password_from_flag(in, flag)) return std::move(*given);
    return key_password_prompt(known_flag(in, flag))(name);
  };
}

client::Identity CertificateAndKey::identity() const {
  client::Identity out;
  for (const auto& certificate : chain) out.chain.push_back(to_bytes(certificate.der()));
  out.key = key;
  return out;
}

CertificateAndKey load_certificate_and_key(const Invocation& in, const std::string& certificate_file,
                                           const std::string& key_file, const std::string& kms) {
  CertificateAndKey out;
  const PasswordSource password = remembered(key_password(in));  // one PKCS#12 may be both
  try {
    out.chain = load_named_certificates(kms, certificate_file, password);
  } catch (const Error& error) {
    throw error.wrapped("error reading certificate chain");
  }
  try {
    out.key = load_named_signer(kms, key_file, password);
  } catch (const Error& error) {
    throw error.wrapped("error loading private key");
  }
  const auto& certified = out.leaf().public_key();
  if (!certified) throw Error("error reading certificate chain: " + certified.error().text);
  if (!(*certified == out.key->public_key())) {
    throw NotAPair(key_file + " is not the key of " + certificate_file);
  }
  return out;
}

}  // namespace newel::cli::ca
