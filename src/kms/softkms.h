// Keys in files of this machine.
#pragma once

#include "kms/kms.h"

namespace newel::kms {

/// Names: a path, "softkms:path=/p/key", "softkms:/p/key", or "-" for standard input. The file holds PEM or
/// DER in any form of crypto/key_files.h, a JWK, or an encrypted JWK (JWE).
class SoftKms final : public KeyManager {
 public:
  std::shared_ptr<const Signer> load_signer(const std::string& name, const PasswordSource& password) override;
  PublicKey load_public_key(const std::string& name) override;
};

/// The file a name means. Throws Error for a URI of another type.
std::string file_of_key_name(const std::string& name);

}  // namespace newel::kms
