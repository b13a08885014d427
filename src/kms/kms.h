// A key is a URI: a file name, softkms:..., pkcs11:..., and so on. Nobody above knows where a key lives.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/key_files.h"
#include "crypto/signer.h"

namespace newel::kms {

/// Decodes "scheme:k=v;k2=v2?q=v3": look-ups search both parts, percent-decoded.
struct KeyUri {
  std::string scheme;  ///< lower case
  std::string opaque;  ///< everything behind "scheme:"
  std::optional<std::string> get(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> values;
};
/// Failure: "error parsing <u>: scheme is missing".
Expected<KeyUri> parse_key_uri(std::string_view uri);
/// True for a name that is a URI of a KMS type we know (and so never a file name).
bool is_key_uri(std::string_view name);

struct KmsOptions {
  std::string type = "softkms";  ///< lower case, from ca.json
  std::string uri;
  std::string pin;
};

/// Opens keys. Thread-safe.
class KeyManager {
 public:
  virtual ~KeyManager() = default;
  /// `name` is a path or URI. Throws Error with the reference's texts.
  virtual std::shared_ptr<const Signer> load_signer(const std::string& name,
                                                    const PasswordSource& password) = 0;
  virtual PublicKey load_public_key(const std::string& name) = 0;
};

/// The type that serves these options: `type`, else the scheme of `uri`, else softkms. Lower case.
std::string effective_type(const KmsOptions& options);
/// What a configuration may say. Throws Error: "unsupported kms type <t>", or "not supported yet: kms type
/// '<t>'" for a type whose driver this build lacks.
void check_type(const KmsOptions& options);

/// Throws Error as check_type() does, and "unsupported kms type '<t>'" for a type of other platforms.
std::shared_ptr<KeyManager> open_key_manager(const KmsOptions& options);

}  // namespace newel::kms
