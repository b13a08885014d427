// Reading keys and certificates that a command was pointed at.
#pragma once

#include <memory>
#include <string>

#include "cli/engine/invocation.h"
#include "client/ca_client.h"
#include "crypto/key_files.h"

namespace newel::cli::ca {

/// The password of the file that the flag names, else asks. `in` must outlive the result.
PasswordSource key_password(const Invocation& in, const std::string& flag = "password-file");

/// A certificate chain and its private key, which must belong together.
struct CertificateAndKey {
  std::vector<x509::Certificate> chain;  ///< leaf first, never empty
  std::shared_ptr<const Signer> key;
  const x509::Certificate& leaf() const { return chain.front(); }
  client::Identity identity() const;
};
/// Certificate and key of two pairs: "error loading private key: <key file> is not the key of <certificate
/// file>".
struct NotAPair : Error {
  explicit NotAPair(const std::string& reason) : Error("error loading private key: " + reason), why(reason) {}
  std::string why;
};
/// Both may be in one PKCS#12 file. With `kms` or a KMS URI either may be in a key store
/// (cli/shared/named_key.h). Throws Error "error reading certificate chain: …", "error loading private key:
/// …", NotAPair.
CertificateAndKey load_certificate_and_key(const Invocation& in, const std::string& certificate_file,
                                           const std::string& key_file, const std::string& kms = {});

}  // namespace newel::cli::ca
