// Which driver serves a configuration.
#include "kms/kms.h"

#include <array>

#include "base/text.h"
#include "kms/kms_types.h"
#include "kms/softkms.h"

namespace newel::kms {
namespace {

constexpr std::array kms_types = {
    KmsType{"softkms", Support::available}, KmsType{"pkcs11", Support::later},
    KmsType{"sshagentkms", Support::later}, KmsType{"tpmkms", Support::later},
    KmsType{"yubikey", Support::later},     KmsType{"awskms", Support::later},
    KmsType{"azurekms", Support::later},    KmsType{"cloudkms", Support::later},
    KmsType{"capi", Support::elsewhere},    KmsType{"mackms", Support::elsewhere},
    KmsType{"kms", Support::elsewhere},
};

}  // namespace

const KmsType* find_kms_type(std::string_view name) {
  for (const KmsType& type : kms_types) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

std::string effective_type(const KmsOptions& options) {
  if (!options.type.empty()) return to_lower(options.type);
  if (options.uri.empty()) return "softkms";
  const auto uri = parse_key_uri(options.uri);
  if (!uri) throw Error(uri.error().text);
  return uri->scheme;
}

void check_type(const KmsOptions& options) {
  const std::string type = effective_type(options);
  const KmsType* known = find_kms_type(type);
  if (known == nullptr) throw Error("unsupported kms type " + type);
  if (known->support == Support::later) throw Error("not supported yet: kms type '" + type + "'");
}

std::shared_ptr<KeyManager> open_key_manager(const KmsOptions& options) {
  check_type(options);
  const std::string type = effective_type(options);
  if (find_kms_type(type)->support != Support::available) throw Error("unsupported kms type '" + type + "'");
  return std::make_shared<SoftKms>();
}

}  // namespace newel::kms
