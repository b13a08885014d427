#include "jose/jwe.h"

#include "base/encoding.h"
#include "base/random.h"
#include "crypto/kdf.h"
#include "jose/content_encryption.h"
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

// RFC 7518 section 4.8.1.1: the salt is the algorithm's name, a zero octet and the salt input.
SecretBytes derive(const PasswordAlgorithm& how, const Secret& password, ByteView salt_input,
                   int iterations) {
  Bytes salt = to_bytes(how.name);
  salt.push_back(0);
  append(salt, salt_input);
  return pbkdf2(how.hash, password, salt, iterations, how.key_size);
}

struct Message {
  json::Object header;  // all headers together: RFC 7516 section 4
  Bytes encrypted_key;
  Sealed sealed;
  std::string aad;
};

Expected<Message> decode(std::string_view header, std::string_view key, std::string_view iv,
                         std::string_view data, std::string_view tag) {
  Message out;
  auto object = decode_header(header);
  if (!object) return tl::unexpected(object.error());
  out.header = std::move(*object);
  out.aad = header;
  const std::pair<std::string_view, Bytes*> parts[] = {{key, &out.encrypted_key},
                                                       {iv, &out.sealed.iv},
                                                       {data, &out.sealed.ciphertext},
                                                       {tag, &out.sealed.tag}};
  for (const auto& [text, to] : parts) {
    auto octets = decode_part(text);
    if (!octets) return tl::unexpected(octets.error());
    *to = std::move(*octets);
  }
  return out;
}

// Members of an unprotected header; one name may stand in one header only.
Expected<void> merge(const json::Value* from, json::Object& into) {
  if (from == nullptr) return {};
  if (!from->is_object()) return failure("JWE header is not a JSON object");
  for (const auto& member : from->get_object()) {
    if (!into.emplace(member.key(), member.value()).second) {
      return failure("JWE header member stands in more than one header");
    }
  }
  return {};
}

// The JSON serializations of RFC 7516 section 7.2.
Expected<Message> parse_json(std::string_view text) {
  const auto document = json::parse_strict(text);
  if (!document) return tl::unexpected(document.error());
  if (!document->is_object()) return failure("JWE is not a JSON object");
  const json::Object& outer = document->get_object();
  const json::Object* recipient = &outer;
  if (const json::Value* list = json::find(outer, "recipients")) {
    const bool single = list->is_array() && list->get_array().size() == 1 && list->get_array()[0].is_object();
    if (!single) return failure("JWE must have exactly one recipient");
    recipient = &list->get_array()[0].get_object();
  }
  const auto text_of = [](const json::Object& from, std::string_view name) {
    return json::as_string(json::find(from, name)).value_or("");
  };
  auto out = decode(text_of(outer, "protected"), text_of(*recipient, "encrypted_key"), text_of(outer, "iv"),
                    text_of(outer, "ciphertext"), text_of(outer, "tag"));
  if (!out) return out;
  for (const json::Value* header : {json::find(outer, "unprotected"), json::find(*recipient, "header")}) {
    if (auto merged = merge(header, out->header); !merged) return tl::unexpected(merged.error());
  }
  if (const std::string aad = text_of(outer, "aad"); !aad.empty()) out->aad += "." + aad;
  return out;
}

Expected<Message> parse_message(std::string_view text) {
  const Unspaced input(text);
  if (input.view().starts_with('{')) return parse_json(input.view());
  const auto parts = split_compact<5>(input.view());
  if (!parts) return failure("compact JWE format must have five parts");
  return decode((*parts)[0], (*parts)[1], (*parts)[2], (*parts)[3], (*parts)[4]);
}

Expected<SecretBytes> unwrap_with_password(const PasswordAlgorithm& how, const Message& message,
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
Expected<SecretBytes> content_key(const Message& message, const Secret& password, std::string_view alg) {
  for (const PasswordAlgorithm& how : password_algorithms) {
    if (how.name == alg) return unwrap_with_password(how, message, password);
  }
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
  if (password.empty()) throw Error("a password is needed to encrypt a key");
  const Bytes salt = system_random().bytes(salt_size);
  json::Object header;
  header["alg"] = default_alg;
  if (!content_type.empty()) header["cty"] = content_type;
  header["enc"] = default_enc;
  header["p2c"] = iterations;
  header["p2s"] = base64url(salt);
  const std::string aad = base64url(as_bytes(json::write(header)));

  const ContentEncryption& how = *content_encryption(default_enc);
  SecretBytes key(how.key_size);
  system_random().fill(key);
  const Bytes wrapped = wrap_key(derive(password_algorithms[0], password, salt, iterations), key);
  const Sealed sealed = seal(how, key, plaintext, as_bytes(aad));
  return aad + "." + base64url(wrapped) + "." + base64url(sealed.iv) + "." + base64url(sealed.ciphertext) +
         "." + base64url(sealed.tag);
}

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

Expected<SecretBytes> decrypt_with_password(std::string_view jwe, const Secret& password) {
  const auto message = parse_message(jwe);
  if (!message) return tl::unexpected(message.error());
  const auto alg = json::as_string(json::find(message->header, "alg"));
  const auto enc = json::as_string(json::find(message->header, "enc"));
  if (!alg || !enc) return failure("message is missing alg/enc headers");
  if (json::find(message->header, "crit") != nullptr) return failure("unsupported crit header");
  if (json::find(message->header, "zip") != nullptr) return failure("unsupported compression of a JWE");
  const ContentEncryption* how = content_encryption(*enc);
  if (how == nullptr) return failure("unknown content encryption of a JWE");
  const auto key = content_key(*message, password, *alg);
  if (!key) return invalid_password();
  auto clear = open(*how, *key, message->sealed, as_bytes(message->aad));
  if (!clear) return invalid_password();
  return clear;
}

bool looks_like_jwe(std::string_view text) {
  const Unspaced input(text);
  if (!input.view().starts_with('{')) return split_compact<5>(input.view()).has_value();
  const auto document = json::parse(input.view());
  return document && document->is_object() && json::find(document->get_object(), "ciphertext") != nullptr;
}

}  // namespace newel::jose
