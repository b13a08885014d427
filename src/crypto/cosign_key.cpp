#include "crypto/cosign_key.h"

#include "base/encoding.h"
#include "base/json.h"
#include "base/random.h"
#include "crypto/kdf.h"
#include "crypto/nacl.h"
#include "crypto/pem_encryption.h"

namespace newel {
namespace {

constexpr std::string_view kdf_name = "scrypt", cipher_name = "nacl/secretbox";
constexpr std::int64_t written_n = 65536, written_r = 8, written_p = 1;
constexpr std::size_t salt_size = 32;

struct Envelope {
  std::int64_t n = 0, r = 0, p = 0;
  Bytes salt, nonce, ciphertext;
};

const json::Object* object_of(const json::Object& from, std::string_view name) {
  const json::Value* value = json::find_ci(from, name);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

std::string text_of(const json::Object* from, std::string_view name) {
  return from == nullptr ? "" : json::as_string(json::find_ci(*from, name)).value_or("");
}

Expected<Bytes> octets_of(const json::Object* from, std::string_view name) {
  auto octets = base64_decode(text_of(from, name));
  if (!octets) return failure("error unmarshaling key: " + octets.error().text);
  return octets;
}

std::int64_t number_of(const json::Object* from, std::string_view name) {
  const json::Value* value = from == nullptr ? nullptr : json::find_ci(*from, name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

Expected<Envelope> read_envelope(ByteView text) {
  const auto document = json::parse(as_text(text));
  if (!document) return failure("error unmarshaling key: " + document.error().text);
  if (!document->is_object()) return failure("error unmarshaling key: it is not a JSON object");
  const json::Object& outer = document->get_object();
  const json::Object* kdf = object_of(outer, "kdf");
  const json::Object* cipher = object_of(outer, "cipher");
  if (const std::string name = text_of(kdf, "name"); name != kdf_name)
    return failure("error parsing key: unsupported kdf " + name);
  if (const std::string name = text_of(cipher, "name"); name != cipher_name)
    return failure("error parsing key: unsupported cipher " + name);

  const json::Object* parameters = object_of(*kdf, "params");
  Envelope out{
      number_of(parameters, "N"), number_of(parameters, "r"), number_of(parameters, "p"), {}, {}, {}};
  auto salt = octets_of(kdf, "salt");
  if (!salt) return tl::unexpected(salt.error());
  auto nonce = octets_of(cipher, "nonce");
  if (!nonce) return tl::unexpected(nonce.error());
  auto ciphertext = octets_of(&outer, "ciphertext");
  if (!ciphertext) return tl::unexpected(ciphertext.error());
  if (nonce->size() != nacl::nonce_size) return failure("error parsing key: nonce must be 24 bytes long");
  out.salt = std::move(*salt);
  out.nonce = std::move(*nonce);
  out.ciphertext = std::move(*ciphertext);
  return out;
}

// RFC 7914 section 2 for what is valid; the rest is what it costs.
bool sane_parameters(const Envelope& e) {
  constexpr std::int64_t most_n = 1 << 20, most = 64, most_memory = 128 << 20, most_work = 1 << 23;
  const bool power_of_two = e.n > 1 && e.n <= most_n && (e.n & (e.n - 1)) == 0;
  if (!power_of_two || e.r < 1 || e.r > most || e.p < 1 || e.p > most) return false;
  return 128 * e.n * e.r <= most_memory && e.n * e.r * e.p <= most_work;
}

SecretBytes derive(const Envelope& e, const Secret& password) {
  return scrypt(password, e.salt, static_cast<std::uint64_t>(e.n), static_cast<std::uint64_t>(e.r),
                static_cast<std::uint64_t>(e.p), nacl::key_size);
}

}  // namespace

bool is_cosign_label(std::string_view label) {
  return label == "ENCRYPTED COSIGN PRIVATE KEY" || label == "ENCRYPTED SIGSTORE PRIVATE KEY";
}

Expected<PrivateKey> open_cosign_key(ByteView document, const Secret& password) {
  const auto envelope = read_envelope(document);
  if (!envelope) return tl::unexpected(envelope.error());
  if (!sane_parameters(*envelope)) return failure("error generating key: scrypt: parameters are too large");
  auto clear = nacl::secretbox_open(envelope->ciphertext, envelope->nonce, derive(*envelope, password));
  if (!clear) return failure(std::string(wrong_pem_password));
  auto key = PrivateKey::from_pkcs8(*clear);
  OPENSSL_cleanse(clear->data(), clear->size());
  if (!key) return failure("error parsing pkcs8 key: " + key.error().text);
  return key;
}

Bytes write_cosign_key(const PrivateKey& key, const Secret& password) {
  const Envelope e{written_n,
                   written_r,
                   written_p,
                   system_random().bytes(salt_size),
                   system_random().bytes(nacl::nonce_size),
                   {}};
  const Bytes sealed = nacl::secretbox_seal(key.to_pkcs8(), e.nonce, derive(e, password));
  json::Object parameters;
  parameters["N"] = e.n;
  parameters["r"] = e.r;
  parameters["p"] = e.p;
  json::Object kdf;
  kdf["name"] = kdf_name;
  kdf["params"] = std::move(parameters);
  kdf["salt"] = base64_encode(e.salt);
  json::Object cipher;
  cipher["name"] = cipher_name;
  cipher["nonce"] = base64_encode(e.nonce);
  json::Object document;
  document["kdf"] = std::move(kdf);
  document["cipher"] = std::move(cipher);
  document["ciphertext"] = base64_encode(sealed);
  return to_bytes(json::write(document));
}

}  // namespace newel
