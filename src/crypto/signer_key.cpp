// The provider (provider-keymgmt(7), provider-signature(7)). A key object holds a public key and, when it
// came from a SignerKey, the signer. It cannot be exported, so OpenSSL does not move it into its own provider
// to sign there; public keys can be imported, which is how OpenSSL compares it with that of a certificate.
#include "crypto/signer_key.h"

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>

#include <array>
#include <cstring>
#include <mutex>
#include <new>
#include <optional>

#include "base/text.h"
#include "crypto/curves.h"
#include "crypto/openssl.h"
#include "crypto/signature_scheme.h"

namespace newel {
namespace {

constexpr const char* provider_name = "newel-signer";
constexpr const char* signer_parameter = "newel-signer";  // how a SignerKey hands over the signer's address

thread_local std::string last_failure;

// Nothing may be thrown through OpenSSL.
template <class Work>
int guarded(Work&& work) noexcept {
  try {
    return work() ? 1 : 0;
  } catch (const std::exception& e) {
    try {
      last_failure = e.what();
    } catch (...) {
    }
  } catch (...) {
  }
  ERR_raise(ERR_LIB_PROV, ERR_R_OPERATION_FAIL);
  return 0;
}

// ---- keys

struct KeyObject {
  KeyType type = KeyType::ec;
  const Signer* signer = nullptr;
  std::optional<PublicKey> public_key;
};

KeyObject& key_of(const void* object) {
  return *static_cast<KeyObject*>(const_cast<void*>(object));  // NOLINT: OpenSSL's signatures
}

template <KeyType type>
void* new_key(void*) {
  auto* key = new (std::nothrow) KeyObject;
  if (key != nullptr) key->type = type;
  return key;
}

void free_key(void* object) { delete static_cast<KeyObject*>(object); }

int key_has(const void* object, int selection) {
  const KeyObject& key = key_of(object);
  if ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0 && key.signer == nullptr) return 0;
  return key.public_key.has_value() ? 1 : 0;
}

int key_match(const void* a, const void* b, int) {
  return guarded([&] { return key_of(a).public_key && key_of(a).public_key == key_of(b).public_key; });
}

Bytes octets_of(const OSSL_PARAM* parameter) {
  if (parameter == nullptr || parameter->data_type != OSSL_PARAM_OCTET_STRING) return {};
  const auto* data = static_cast<const Byte*>(parameter->data);
  return Bytes(data, data + parameter->data_size);
}

Bytes number_of(const OSSL_PARAM* parameter) {
  BIGNUM* read = nullptr;
  if (parameter == nullptr || OSSL_PARAM_get_BN(parameter, &read) != 1) return {};
  const openssl::BigNumber number(read);
  Bytes out(static_cast<std::size_t>(BN_num_bytes(number.get())));
  BN_bn2bin(number.get(), out.data());
  return out;
}

std::optional<PublicKey> ec_from(const OSSL_PARAM* parameters) {
  const OSSL_PARAM* group = OSSL_PARAM_locate_const(parameters, OSSL_PKEY_PARAM_GROUP_NAME);
  const Bytes point = octets_of(OSSL_PARAM_locate_const(parameters, OSSL_PKEY_PARAM_PUB_KEY));
  if (group == nullptr || group->data_type != OSSL_PARAM_UTF8_STRING || point.empty()) return std::nullopt;
  const int nid = OBJ_txt2nid(static_cast<const char*>(group->data));
  for (const Curve curve : {Curve::p224, Curve::p256, Curve::p384, Curve::p521}) {
    const CurveInfo& info = curve_info(curve);
    const ByteView coordinates = ByteView(point).subspan(1);
    if (info.nid != nid || point[0] != 4 || coordinates.size() != 2 * info.field) continue;
    auto key = PublicKey::from_ec(curve, coordinates.first(info.field), coordinates.last(info.field));
    if (key) return std::move(*key);
  }
  return std::nullopt;
}

std::optional<PublicKey> public_key_from(KeyType type, const OSSL_PARAM* parameters) {
  if (type == KeyType::ec) return ec_from(parameters);
  Expected<PublicKey> key =
      type == KeyType::rsa
          ? PublicKey::from_rsa(number_of(OSSL_PARAM_locate_const(parameters, OSSL_PKEY_PARAM_RSA_N)),
                                number_of(OSSL_PARAM_locate_const(parameters, OSSL_PKEY_PARAM_RSA_E)))
          : PublicKey::from_raw(type,
                                octets_of(OSSL_PARAM_locate_const(parameters, OSSL_PKEY_PARAM_PUB_KEY)));
  if (!key) return std::nullopt;
  return std::move(*key);
}

int key_import(void* object, int, const OSSL_PARAM* parameters) {
  return guarded([&] {
    KeyObject& key = key_of(object);
    const OSSL_PARAM* address = OSSL_PARAM_locate_const(parameters, signer_parameter);
    if (address == nullptr) {
      key.public_key = public_key_from(key.type, parameters);
    } else if (address->data_size == sizeof key.signer) {
      std::memcpy(&key.signer, address->data, sizeof key.signer);
      key.public_key = key.signer->public_key();
    }
    return key.public_key.has_value();
  });
}

const OSSL_PARAM* key_import_types(int) {
  static constexpr OSSL_PARAM types[] = {
      {signer_parameter, OSSL_PARAM_OCTET_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_GROUP_NAME, OSSL_PARAM_UTF8_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_PUB_KEY, OSSL_PARAM_OCTET_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_RSA_N, OSSL_PARAM_UNSIGNED_INTEGER, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_RSA_E, OSSL_PARAM_UNSIGNED_INTEGER, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      OSSL_PARAM_END};
  return types;
}

// NIST SP 800-57 part 1, table 2.
int security_bits(const PublicKey& key) {
  const int bits = key.bits();
  if (key.type() != KeyType::rsa) return bits / 2;
  return bits >= 15360 ? 256 : bits >= 7680 ? 192 : bits >= 3072 ? 128 : bits >= 2048 ? 112 : 80;
}

int signature_size(const PublicKey& key) {
  switch (key.type()) {
    case KeyType::rsa:
      return (key.bits() + 7) / 8;
    case KeyType::ec:  // a SEQUENCE of two INTEGERs with a sign octet
      return 2 * (3 + 1 + (key.bits() + 7) / 8) + 3;
    default:
      return 64;
  }
}

int set_text(OSSL_PARAM* parameters, const char* name, const char* text) {
  OSSL_PARAM* parameter = OSSL_PARAM_locate(parameters, name);
  return parameter == nullptr ? 1 : OSSL_PARAM_set_utf8_string(parameter, text);
}

int set_number(OSSL_PARAM* parameters, const char* name, int number) {
  OSSL_PARAM* parameter = OSSL_PARAM_locate(parameters, name);
  return parameter == nullptr ? 1 : OSSL_PARAM_set_int(parameter, number);
}

int key_get_params(void* object, OSSL_PARAM parameters[]) {
  return guarded([&] {
    const KeyObject& key = key_of(object);
    if (!key.public_key) return false;
    int ok = set_number(parameters, OSSL_PKEY_PARAM_BITS, key.public_key->bits()) &
             set_number(parameters, OSSL_PKEY_PARAM_SECURITY_BITS, security_bits(*key.public_key)) &
             set_number(parameters, OSSL_PKEY_PARAM_MAX_SIZE, signature_size(*key.public_key));
    if (key.type == KeyType::ec) {
      ok &= set_text(parameters, OSSL_PKEY_PARAM_GROUP_NAME,
                     OBJ_nid2sn(curve_info(key.public_key->curve()).nid)) &
            set_text(parameters, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                     OSSL_PKEY_EC_POINT_CONVERSION_FORMAT_UNCOMPRESSED);
    }
    // An empty mandatory digest says that there is none to choose.
    ok &=
        key.type == KeyType::ed25519
            ? set_text(parameters, OSSL_PKEY_PARAM_MANDATORY_DIGEST, "")
            : set_text(
                  parameters, OSSL_PKEY_PARAM_DEFAULT_DIGEST,
                  openssl::digest_name(signature_scheme(default_signature_algorithm(*key.public_key))->hash));
    return ok == 1;
  });
}

const OSSL_PARAM* key_gettable_params(void*) {
  static constexpr OSSL_PARAM gettable[] = {
      {OSSL_PKEY_PARAM_BITS, OSSL_PARAM_INTEGER, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_SECURITY_BITS, OSSL_PARAM_INTEGER, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_MAX_SIZE, OSSL_PARAM_INTEGER, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_GROUP_NAME, OSSL_PARAM_UTF8_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, OSSL_PARAM_UTF8_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_DEFAULT_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_PKEY_PARAM_MANDATORY_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      OSSL_PARAM_END};
  return gettable;
}

template <KeyType type>
const char* operation_name(int) {
  return type == KeyType::ec ? "ECDSA" : type == KeyType::rsa ? "RSA" : "ED25519";
}

// ---- signatures

/// One signature in the making.
struct SigningContext {
  const KeyObject* key = nullptr;
  std::optional<Hash> hash;
  bool pss = false;
  Bytes message;
};

SigningContext& context_of(void* object) { return *static_cast<SigningContext*>(object); }

void* new_context(void*, const char*) { return new (std::nothrow) SigningContext; }
void free_context(void* object) { delete static_cast<SigningContext*>(object); }
void* copy_context(void* object) {
  try {
    return new SigningContext(context_of(object));
  } catch (...) {
    return nullptr;
  }
}

std::optional<Hash> hash_named(const char* name) {
  const EVP_MD* md = EVP_get_digestbyname(name);
  for (const Hash hash : {Hash::sha1, Hash::sha224, Hash::sha256, Hash::sha384, Hash::sha512}) {
    if (md != nullptr && EVP_MD_get_type(md) == EVP_MD_get_type(openssl::digest(hash))) return hash;
  }
  return std::nullopt;
}

// Both may come as a number or as a word.
bool set_padding(SigningContext& context, const OSSL_PARAM& parameter) {
  int mode = 0;
  if (parameter.data_type == OSSL_PARAM_UTF8_STRING) {
    const std::string_view word = static_cast<const char*>(parameter.data);
    mode = word == OSSL_PKEY_RSA_PAD_MODE_PSS       ? RSA_PKCS1_PSS_PADDING
           : word == OSSL_PKEY_RSA_PAD_MODE_PKCSV15 ? RSA_PKCS1_PADDING
                                                    : 0;
  } else {
    OSSL_PARAM_get_int(&parameter, &mode);
  }
  context.pss = mode == RSA_PKCS1_PSS_PADDING;
  return context.pss || mode == RSA_PKCS1_PADDING;
}

// Signers make salts as long as the hash, as TLS wants them.
bool accepts_salt(const SigningContext& context, const OSSL_PARAM& parameter) {
  int length = 0;
  if (parameter.data_type == OSSL_PARAM_UTF8_STRING) {
    const std::string_view word = static_cast<const char*>(parameter.data);
    if (word == OSSL_PKEY_RSA_PSS_SALT_LEN_DIGEST) return true;
    length = std::atoi(std::string(word).c_str());
  } else {
    OSSL_PARAM_get_int(&parameter, &length);
  }
  return length == RSA_PSS_SALTLEN_DIGEST ||
         (context.hash && length == EVP_MD_get_size(openssl::digest(*context.hash)));
}

int set_context_params(void* object, const OSSL_PARAM parameters[]) {
  return guarded([&] {
    SigningContext& context = context_of(object);
    if (parameters == nullptr) return true;
    if (const auto* digest = OSSL_PARAM_locate_const(parameters, OSSL_SIGNATURE_PARAM_DIGEST)) {
      context.hash = hash_named(static_cast<const char*>(digest->data));
      if (!context.hash) return false;
    }
    const auto* padding = OSSL_PARAM_locate_const(parameters, OSSL_SIGNATURE_PARAM_PAD_MODE);
    if (padding != nullptr && !set_padding(context, *padding)) return false;
    const auto* salt = OSSL_PARAM_locate_const(parameters, OSSL_SIGNATURE_PARAM_PSS_SALTLEN);
    return salt == nullptr || accepts_salt(context, *salt);
  });
}

const OSSL_PARAM* settable_context_params(void*, void*) {
  static constexpr OSSL_PARAM settable[] = {
      {OSSL_SIGNATURE_PARAM_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_SIGNATURE_PARAM_PAD_MODE, OSSL_PARAM_UTF8_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      {OSSL_SIGNATURE_PARAM_PSS_SALTLEN, OSSL_PARAM_UTF8_STRING, nullptr, 0, OSSL_PARAM_UNMODIFIED},
      OSSL_PARAM_END};
  return settable;
}

int sign_init(void* object, const char* digest, void* key, const OSSL_PARAM parameters[]) {
  return guarded([&] {
    SigningContext& context = context_of(object);
    if (key != nullptr) context.key = &key_of(key);
    if (context.key == nullptr || context.key->signer == nullptr) return false;
    context.message.clear();
    context.pss = false;
    context.hash.reset();
    if (digest != nullptr && *digest != '\0') {
      context.hash = hash_named(digest);
      if (!context.hash) return false;
    }
    return set_context_params(object, parameters) == 1;
  });
}

SignatureAlgorithm algorithm_of(const SigningContext& context) {
  const KeyType type = context.key->type;
  for (int n = 1; n <= static_cast<int>(SignatureAlgorithm::ed25519); ++n) {
    const auto algorithm = static_cast<SignatureAlgorithm>(n);
    const auto scheme = signature_scheme(algorithm);
    if (!scheme || scheme->key != type) continue;
    if (type == KeyType::ed25519 || (scheme->hash == context.hash && scheme->pss == context.pss))
      return algorithm;
  }
  throw Error("no such signature algorithm");
}

int sign(void* object, unsigned char* signature, std::size_t* size, std::size_t room,
         const unsigned char* message, std::size_t length) {
  return guarded([&] {
    const SigningContext& context = context_of(object);
    const auto most = static_cast<std::size_t>(signature_size(*context.key->public_key));
    if (signature == nullptr) {
      *size = most;
      return true;
    }
    const Bytes made = context.key->signer->sign(algorithm_of(context), {message, length});
    if (made.size() > room) return false;
    std::copy(made.begin(), made.end(), signature);
    *size = made.size();
    return true;
  });
}

int sign_update(void* object, const unsigned char* data, std::size_t length) {
  return guarded([&] {
    context_of(object).message.insert(context_of(object).message.end(), data, data + length);
    return true;
  });
}

int sign_final(void* object, unsigned char* signature, std::size_t* size, std::size_t room) {
  const Bytes& message = context_of(object).message;
  return sign(object, signature, size, room, message.data(), message.size());
}

// ---- what is where

template <class Function>
OSSL_DISPATCH entry(int id, Function* function) {
  return {id, reinterpret_cast<void (*)(void)>(function)};  // NOLINT: OpenSSL's tables are of this type
}

template <KeyType type>
const OSSL_DISPATCH* key_functions() {
  static const OSSL_DISPATCH functions[] = {
      entry(OSSL_FUNC_KEYMGMT_NEW, new_key<type>),
      entry(OSSL_FUNC_KEYMGMT_FREE, free_key),
      entry(OSSL_FUNC_KEYMGMT_HAS, key_has),
      entry(OSSL_FUNC_KEYMGMT_MATCH, key_match),
      entry(OSSL_FUNC_KEYMGMT_IMPORT, key_import),
      entry(OSSL_FUNC_KEYMGMT_IMPORT_TYPES, key_import_types),
      entry(OSSL_FUNC_KEYMGMT_GET_PARAMS, key_get_params),
      entry(OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, key_gettable_params),
      entry(OSSL_FUNC_KEYMGMT_QUERY_OPERATION_NAME, operation_name<type>),
      {0, nullptr}};
  return functions;
}

const OSSL_DISPATCH* signature_functions() {
  static const OSSL_DISPATCH functions[] = {
      entry(OSSL_FUNC_SIGNATURE_NEWCTX, new_context),
      entry(OSSL_FUNC_SIGNATURE_FREECTX, free_context),
      entry(OSSL_FUNC_SIGNATURE_DUPCTX, copy_context),
      entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_INIT, sign_init),
      entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_UPDATE, sign_update),
      entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_FINAL, sign_final),
      entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN, sign),
      entry(OSSL_FUNC_SIGNATURE_SET_CTX_PARAMS, set_context_params),
      entry(OSSL_FUNC_SIGNATURE_SETTABLE_CTX_PARAMS, settable_context_params),
      {0, nullptr}};
  return functions;
}

const OSSL_ALGORITHM* algorithms(void*, int operation, int* no_cache) {
  constexpr const char* ours = "provider=newel-signer";
  static const OSSL_ALGORITHM keys[] = {
      {"RSA:rsaEncryption:1.2.840.113549.1.1.1", ours, key_functions<KeyType::rsa>(), nullptr},
      {"EC:id-ecPublicKey:1.2.840.10045.2.1", ours, key_functions<KeyType::ec>(), nullptr},
      {"ED25519:1.3.101.112", ours, key_functions<KeyType::ed25519>(), nullptr},
      {nullptr, nullptr, nullptr, nullptr}};
  static const OSSL_ALGORITHM signatures[] = {
      {"RSA:rsaEncryption:1.2.840.113549.1.1.1", ours, signature_functions(), nullptr},
      {"ECDSA", ours, signature_functions(), nullptr},
      {"ED25519:1.3.101.112", ours, signature_functions(), nullptr},
      {nullptr, nullptr, nullptr, nullptr}};
  *no_cache = 0;
  if (operation == OSSL_OP_KEYMGMT) return keys;
  return operation == OSSL_OP_SIGNATURE ? signatures : nullptr;
}

int start_provider(const OSSL_CORE_HANDLE*, const OSSL_DISPATCH*, const OSSL_DISPATCH** out, void** context) {
  static const OSSL_DISPATCH functions[] = {entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, algorithms),
                                            {0, nullptr}};
  static char nothing = 0;
  *out = functions;
  *context = &nothing;
  return 1;
}

OSSL_LIB_CTX* signer_library() {
  static OSSL_LIB_CTX* const library = [] {
    OSSL_LIB_CTX* made = OSSL_LIB_CTX_new();
    openssl::check(made != nullptr && OSSL_PROVIDER_add_builtin(made, provider_name, start_provider) == 1 &&
                       OSSL_PROVIDER_load(made, provider_name) != nullptr,
                   "the keys of signers");
    return made;
  }();
  return library;
}

}  // namespace

SignerKey::SignerKey(const Signer& signer) {
  const KeyType type = signer.public_key().type();
  if (type == KeyType::x25519) throw Error("an X25519 key cannot serve TLS");
  const char* name = type == KeyType::rsa ? "RSA" : type == KeyType::ec ? "EC" : "ED25519";
  const openssl::ErrorQueueGuard guard;
  const openssl::PKeyContext context(EVP_PKEY_CTX_new_from_name(signer_library(), name, nullptr));
  const Signer* address = &signer;
  OSSL_PARAM parameters[] = {OSSL_PARAM_construct_octet_string(signer_parameter, &address, sizeof address),
                             OSSL_PARAM_construct_end()};
  openssl::check(context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                     EVP_PKEY_fromdata(context.get(), &key_, EVP_PKEY_KEYPAIR, parameters) == 1,
                 "the key of a signer");
}

SignerKey::~SignerKey() { EVP_PKEY_free(key_); }

std::string take_signer_failure() { return std::exchange(last_failure, {}); }

}  // namespace newel
