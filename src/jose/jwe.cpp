#include "jose/jwe.h"

#include "base/encoding.h"
#include "base/random.h"
#include "crypto/kdf.h"
#include "jose/content_encryption.h"
#include "jose/jwe_message.h"
#include "jose/serialization.h"

namespace newel::jose {
namespace {

constexpr std::string_view default_alg = "PBES2-HS256+A128KW";
constexpr std::string_view default_enc = "A256GCM";
constexpr std::size_t salt_size = 16;
constexpr std::size_t least_salt_size = 8;

tl::unexpected<Failure> invalid_password() { return failure("failed to decrypt JWE: invalid password"); }

struct PasswordAlgorithm {
  std::string_view name;
  Hash hash;
  std::size_t key_size;
};
constexpr PasswordAlgorithm password_algorithms[] = {{"PBES2-HS256+A128KW", Hash::sha256, 16},
                                                     {"PBES2-HS384+A192KW", Hash::sha384, 24},
                                                     {"PBES2-HS512+A256KW", Hash::sha512, 32}};

const PasswordAlgorithm* find_password_algorithm(std::string_view name) {
  for (const PasswordAlgorithm& how : password_algorithms) {
    if (how.name == name) return &how;
  }
  return nullptr;
}

// RFC 7518 section 4.8.1.1: the salt is the algorithm's name, a zero octet and the salt input.
SecretBytes derive(const PasswordAlgorithm& how, const Secret& password, ByteView salt_input,
                   int iterations) {
  Bytes salt = to_bytes(how.name);
  salt.push_back(0);
  append(salt, salt_input);
  return pbkdf2(how.hash, password, salt, iterations, how.key_size);
}

Expected<SecretBytes> unwrap_with_password(const PasswordAlgorithm& how, const JweMessage& message,
                                           const Secret& password) {
  const json::Value* count = json::find(message.header, "p2c");
  const bool counted = count != nullptr && count->is_int64() && count->get_int64() >= 1 &&
                       count->get_int64() <= most_pbes2_iterations;
  if (!counted) return failure("invalid P2C: it must be an integer from 1 to 1000000");
  const auto text = json::as_string(json::find(message.header, "p2s"));
  const auto salt = decode_part(text.value_or(""));
  if (!text || !salt || salt->size() < least_salt_size)
    return failure("invalid P2S: it must have 8 octets or more");
  const auto key = derive(how, password, *salt, static_cast<int>(count->get_int64()));
  return unwrap_key(key, message.encrypted_key);
}

// The content encryption key.
Expected<SecretBytes> content_key(const JweMessage& message, const Secret& password, std::string_view alg) {
  if (const auto* how = find_password_algorithm(alg)) return unwrap_with_password(*how, message, password);
  if (alg == "dir") {
    if (!message.encrypted_key.empty()) return invalid_password();
    return to_secret(password.bytes());
  }
  const std::size_t key_size = alg == "A128KW" ? 16 : alg == "A192KW" ? 24 : alg == "A256KW" ? 32 : 0;
  if (key_size == 0 || password.size() != key_size) return invalid_password();
  return unwrap_key(password.bytes(), message.encrypted_key);
}

}  // namespace

std::string encrypt_with_password(ByteView plaintext, const Secret& password, std::string_view content_type,
                                  int iterations) {
  json::Object header;
  if (!content_type.empty()) header["cty"] = content_type;
  return encrypt_with_password(std::move(header), plaintext, password, default_alg, default_enc, iterations);
}

std::string encrypt_with_password(json::Object header, ByteView plaintext, const Secret& password,
                                  std::string_view alg, std::string_view enc, int iterations) {
  if (password.empty()) throw Error("a password is needed to encrypt a key");
  const PasswordAlgorithm* how = find_password_algorithm(alg);
  const ContentEncryption* content = content_encryption(enc);
  if (how == nullptr || content == nullptr)
    throw Error("unknown algorithm " + std::string(how == nullptr ? alg : enc));
  const Bytes salt = system_random().bytes(salt_size);
  header["alg"] = alg;
  header["enc"] = enc;
  header["p2c"] = iterations;
  header["p2s"] = base64url(salt);
  SecretBytes key(content->key_size);
  system_random().fill(key);
  const Bytes wrapped = wrap_key(derive(*how, password, salt, iterations), key);
  return seal_compact(sorted_by_name(header), wrapped, *content, key, plaintext);
}

bool is_password_algorithm(std::string_view alg) { return find_password_algorithm(alg) != nullptr; }

Expected<json::Object> flattened_jwe(std::string_view compact) {
  const auto parts = split_compact<5>(compact);
  if (!parts) return failure("compact JWE format must have five parts");
  constexpr const char* names[] = {"protected", "encrypted_key", "iv", "ciphertext", "tag"};
  json::Object out;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    if (!(*parts)[i].empty()) out.emplace(names[i], (*parts)[i]);
  }
  return out;
}

Expected<std::string> compact_jwe(std::string_view jwe) {
  const auto message = JweMessage::parse(jwe);
  if (!message) return tl::unexpected(message.error());
  const auto is_protected = decode_header(message->aad);  // fails for additional data, too
  if (!is_protected || is_protected->size() != message->header.size())
    return failure("JWE has no compact form");
  std::string out = message->aad;
  for (const Bytes* part :
       {&message->encrypted_key, &message->sealed.iv, &message->sealed.ciphertext, &message->sealed.tag})
    out += "." + base64url(*part);
  return out;
}

Expected<SecretBytes> decrypt_with_password(std::string_view jwe, const Secret& password) {
  const auto message = JweMessage::parse(jwe);
  if (!message) return tl::unexpected(message.error());
  const auto methods = message->methods();
  if (!methods) return tl::unexpected(methods.error());
  const auto key = content_key(*message, password, methods->alg);
  if (!key) return invalid_password();
  auto clear = open_message(*message, *methods, *key);
  if (!clear) return invalid_password();
  return clear;
}

// Four dots may stand in binary data by accident, and in PEM, whose dashes are no beginning of a header's
// base64.
bool looks_like_jwe(std::string_view text) {
  constexpr std::string_view compact_alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.";
  const Unspaced input(text);
  if (!input.view().starts_with('{')) {
    return !input.view().starts_with('-') &&
           input.view().find_first_not_of(compact_alphabet) == std::string_view::npos &&
           split_compact<5>(input.view()).has_value();
  }
  const auto document = json::parse(input.view());
  return document && document->is_object() && json::find(document->get_object(), "ciphertext") != nullptr;
}

}  // namespace newel::jose
