// Each algorithm answers two questions: how does a fresh content encryption key reach the recipient, and how
// does the recipient get it back. Everything else of a JWE is the same for all.
#include "jose/jwe_keys.h"

#include <optional>

#include "base/encoding.h"
#include "base/random.h"
#include "jose/jwe_message.h"
#include "jose/key_agreement.h"
#include "jose/rsa_encryption.h"
#include "jose/serialization.h"

namespace newel::jose {
namespace {

tl::unexpected<Failure> failed() { return failure("error in cryptographic primitive"); }

// ---- what an algorithm's name says

std::optional<RsaPadding> rsa_padding(std::string_view alg) {
  if (alg == "RSA1_5") return RsaPadding::pkcs1;
  if (alg == "RSA-OAEP") return RsaPadding::oaep_sha1;
  if (alg == "RSA-OAEP-256") return RsaPadding::oaep_sha256;
  return std::nullopt;
}

// Octets of the key of A128KW, A128GCMKW and their like.
std::size_t wrapping_size(std::string_view alg) {
  return alg.starts_with("A128") ? 16 : alg.starts_with("A192") ? 24 : 32;
}
bool is_gcm_wrap(std::string_view alg) {
  return alg == "A128GCMKW" || alg == "A192GCMKW" || alg == "A256GCMKW";
}
bool is_aes_wrap(std::string_view alg) { return alg == "A128KW" || alg == "A192KW" || alg == "A256KW"; }

constexpr std::string_view agreement = "ECDH-ES";
bool is_agreement(std::string_view alg) {
  return alg == agreement || (alg.starts_with("ECDH-ES+") && is_aes_wrap(alg.substr(agreement.size() + 1)));
}
/// "A128KW" of "ECDH-ES+A128KW", empty for ECDH-ES.
std::string_view wrap_of_agreement(std::string_view alg) {
  return alg == agreement ? std::string_view() : alg.substr(agreement.size() + 1);
}

const ContentEncryption& gcm_of(std::string_view alg) {
  const std::size_t size = wrapping_size(alg);
  return *content_encryption(size == 16 ? "A128GCM" : size == 24 ? "A192GCM" : "A256GCM");
}

/// The secret of a symmetric key, if it has the size the algorithm needs.
Expected<ByteView> secret_of(const Jwk& key, std::string_view alg, std::size_t size) {
  const auto* secret = std::get_if<SecretBytes>(&key.key);
  if (secret == nullptr) return failure("algorithm " + std::string(alg) + " needs a symmetric key");
  if (secret->size() != size) {
    return failure("algorithm " + std::string(alg) + " needs a key of " + std::to_string(size) +
                   " octets, this one has " + std::to_string(secret->size()));
  }
  return ByteView(*secret);
}

// ---- to the recipient

struct Delivery {
  SecretBytes key;
  Bytes encrypted_key;
  json::Object header;  // members the algorithm adds
};

SecretBytes fresh_key(std::size_t size) {
  SecretBytes key(size);
  system_random().fill(key);
  return key;
}

Expected<Delivery> deliver_by_agreement(const Jwk& recipient, std::string_view alg, std::string_view enc,
                                        const ContentEncryption& content) {
  if (recipient.is_symmetric() || recipient.public_key().type() != KeyType::ec)
    return failure("algorithm " + std::string(alg) + " needs an EC key");
  const PublicKey& theirs = recipient.public_key();
  const PrivateKey once = PrivateKey::generate_ec(theirs.curve());
  const std::string_view wrap = wrap_of_agreement(alg);
  const AgreementInfo info{.algorithm = wrap.empty() ? enc : alg, .apu = {}, .apv = {}};
  auto agreed = agree_on_key(once, theirs, info, wrap.empty() ? content.key_size : wrapping_size(wrap));
  if (!agreed) return tl::unexpected(agreed.error());
  Delivery out;
  out.header["epk"] = Jwk{once.public_key(), {}, {}, {}, {}, {}, {}, {}}.to_json();
  if (wrap.empty()) {
    out.key = std::move(*agreed);
  } else {
    out.key = fresh_key(content.key_size);
    out.encrypted_key = wrap_key(*agreed, out.key);
  }
  return out;
}

Expected<Delivery> deliver(const Jwk& recipient, std::string_view alg, std::string_view enc,
                           const ContentEncryption& content) {
  if (is_agreement(alg)) return deliver_by_agreement(recipient, alg, enc, content);
  Delivery out;
  if (alg == "dir") {
    const auto secret = secret_of(recipient, alg, content.key_size);
    if (!secret) return tl::unexpected(secret.error());
    out.key = to_secret(*secret);
    return out;
  }
  out.key = fresh_key(content.key_size);
  if (const auto padding = rsa_padding(alg)) {
    if (recipient.is_symmetric()) return failure("algorithm " + std::string(alg) + " needs an RSA key");
    auto encrypted = rsa_encrypt(recipient.public_key(), *padding, out.key);
    if (!encrypted) return tl::unexpected(encrypted.error());
    out.encrypted_key = std::move(*encrypted);
    return out;
  }
  if (!is_aes_wrap(alg) && !is_gcm_wrap(alg)) return failure("unknown algorithm " + std::string(alg));
  const auto secret = secret_of(recipient, alg, wrapping_size(alg));
  if (!secret) return tl::unexpected(secret.error());
  if (is_aes_wrap(alg)) {
    out.encrypted_key = wrap_key(*secret, out.key);
    return out;
  }
  const Sealed sealed = seal(gcm_of(alg), *secret, out.key, {});
  out.encrypted_key = sealed.ciphertext;
  out.header["iv"] = base64url(sealed.iv);
  out.header["tag"] = base64url(sealed.tag);
  return out;
}

// ---- and back

Bytes header_octets(const json::Object& header, std::string_view name) {
  const auto octets = decode_part(json::as_string(json::find(header, name)).value_or(""));
  return octets ? *octets : Bytes();
}

Expected<SecretBytes> recover_by_agreement(const Jwk& key, const JweMessage& message, std::string_view alg,
                                           const ContentEncryption& content) {
  if (!key.is_private()) return failed();
  const json::Value* once = json::find(message.header, "epk");
  const auto theirs = once != nullptr ? Jwk::from_json(*once) : failure("");
  if (!theirs || theirs->is_symmetric()) return failed();
  const std::string_view wrap = wrap_of_agreement(alg);
  const Bytes apu = header_octets(message.header, "apu"), apv = header_octets(message.header, "apv");
  const AgreementInfo info{wrap.empty() ? content.name : alg, apu, apv};
  auto agreed = agree_on_key(key.private_key(), theirs->public_key(), info,
                             wrap.empty() ? content.key_size : wrapping_size(wrap));
  if (!agreed) return failed();
  return wrap.empty() ? std::move(agreed) : unwrap_key(*agreed, message.encrypted_key);
}

Expected<SecretBytes> recover(const Jwk& key, const JweMessage& message, std::string_view alg,
                              const ContentEncryption& content) {
  if (is_agreement(alg)) return recover_by_agreement(key, message, alg, content);
  if (const auto padding = rsa_padding(alg)) {
    if (!key.is_private()) return failed();
    return rsa_decrypt(key.private_key(), *padding, message.encrypted_key, content.key_size);
  }
  if (alg == "dir") {
    const auto secret = secret_of(key, alg, content.key_size);
    if (!secret || !message.encrypted_key.empty()) return failed();
    return to_secret(*secret);
  }
  if (!is_aes_wrap(alg) && !is_gcm_wrap(alg)) return failed();
  const auto secret = secret_of(key, alg, wrapping_size(alg));
  if (!secret) return failed();
  if (is_aes_wrap(alg)) return unwrap_key(*secret, message.encrypted_key);
  return open(
      gcm_of(alg), *secret,
      {header_octets(message.header, "iv"), message.encrypted_key, header_octets(message.header, "tag")}, {});
}

}  // namespace

std::string encrypt_to_key(json::Object header, ByteView plaintext, const Jwk& recipient,
                           std::string_view alg, std::string_view enc) {
  const ContentEncryption* content = content_encryption(enc);
  if (content == nullptr) throw Error("unknown content encryption " + std::string(enc));
  const Delivery way = value_or_throw(deliver(recipient, alg, enc, *content));
  header["alg"] = alg;
  header["enc"] = enc;
  for (const auto& member : way.header) header[member.key()] = member.value();
  return seal_compact(sorted_by_name(header), way.encrypted_key, *content, way.key, plaintext);
}

Expected<SecretBytes> decrypt_with_key(std::string_view jwe, const Jwk& key) {
  const auto message = JweMessage::parse(jwe);
  if (!message) return tl::unexpected(message.error());
  const auto methods = message->methods();
  if (!methods) return tl::unexpected(methods.error());
  const auto content_key = recover(key, *message, methods->alg, *methods->content);
  if (!content_key) return failed();
  return open_message(*message, *methods, *content_key);
}

Expected<json::Object> jwe_header(std::string_view jwe) {
  auto message = JweMessage::parse(jwe);
  if (!message) return tl::unexpected(message.error());
  return std::move(message->header);
}

}  // namespace newel::jose
