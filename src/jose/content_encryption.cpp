#include "jose/content_encryption.h"

#include "base/random.h"
#include "crypto/digest.h"
#include "crypto/openssl.h"

namespace newel::jose {
namespace {

constexpr ContentEncryption all[] = {
    {"A128GCM", "AES-128-GCM", 16, true},
    {"A192GCM", "AES-192-GCM", 24, true},
    {"A256GCM", "AES-256-GCM", 32, true},
    {"A128CBC-HS256", "AES-128-CBC", 32, false, Hash::sha256},
    {"A192CBC-HS384", "AES-192-CBC", 48, false, Hash::sha384},
    {"A256CBC-HS512", "AES-256-CBC", 64, false, Hash::sha512},
};

tl::unexpected<Failure> not_authentic() { return failure("error in cryptographic primitive"); }

// A cipher context ready for `key` and `iv`; throws Error.
openssl::CipherContext start(const char* name, ByteView key, ByteView iv, bool encrypt, bool wrap = false) {
  const openssl::Cipher cipher(EVP_CIPHER_fetch(nullptr, name, nullptr));
  openssl::CipherContext context(EVP_CIPHER_CTX_new());
  openssl::check(cipher && context, "preparing a cipher failed");
  if (wrap) EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  openssl::check(EVP_CipherInit_ex2(context.get(), cipher.get(), key.data(), iv.empty() ? nullptr : iv.data(),
                                    encrypt ? 1 : 0, nullptr) == 1,
                 "preparing a cipher failed");
  return context;
}

// Everything the cipher gives for `data`; false when it refuses.
bool run(EVP_CIPHER_CTX* context, ByteView data, SecretBytes& out) {
  constexpr std::size_t room = 32;
  out.resize(data.size() + room);
  int size = 0, last = 0;
  const bool ok =
      EVP_CipherUpdate(context, out.data(), &size, data.data(), static_cast<int>(data.size())) == 1 &&
      EVP_CipherFinal_ex(context, out.data() + size, &last) == 1;
  out.resize(ok ? static_cast<std::size_t>(size + last) : 0);
  return ok;
}

void feed_aad(EVP_CIPHER_CTX* context, ByteView aad) {
  int ignored = 0;
  openssl::check(EVP_CipherUpdate(context, nullptr, &ignored, aad.data(), static_cast<int>(aad.size())) == 1,
                 "preparing a cipher failed");
}

// RFC 7518 section 5.2.2.1: MAC over AAD, IV, ciphertext and the length of the AAD in bits, cut to half.
Bytes cbc_tag(const ContentEncryption& how, ByteView mac_key, const Sealed& sealed, ByteView aad) {
  Bytes input;
  input.reserve(aad.size() + sealed.iv.size() + sealed.ciphertext.size() + 8);
  append(input, aad);
  append(input, sealed.iv);
  append(input, sealed.ciphertext);
  const std::uint64_t bits = std::uint64_t(aad.size()) * 8;
  for (int shift = 56; shift >= 0; shift -= 8) input.push_back(static_cast<Byte>(bits >> shift));
  Bytes tag = hmac(how.mac, mac_key, input);
  tag.resize(how.tag_size());
  return tag;
}

const char* wrap_cipher(std::size_t key_size) {
  switch (key_size) {
    case 16:
      return "AES-128-WRAP";
    case 24:
      return "AES-192-WRAP";
    default:
      return "AES-256-WRAP";
  }
}

bool is_aes_key(ByteView key) { return key.size() == 16 || key.size() == 24 || key.size() == 32; }

}  // namespace

const ContentEncryption* content_encryption(std::string_view name) {
  for (const ContentEncryption& known : all) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

Sealed seal(const ContentEncryption& how, ByteView key, ByteView plaintext, ByteView aad) {
  if (key.size() != how.key_size) throw Error("wrong size of a content encryption key");
  Sealed out;
  out.iv = system_random().bytes(how.iv_size());
  const ByteView cipher_key = how.gcm ? key : key.subspan(key.size() / 2);
  const auto context = start(how.openssl_cipher, cipher_key, out.iv, true);
  if (how.gcm) feed_aad(context.get(), aad);
  SecretBytes data;
  openssl::check(run(context.get(), plaintext, data), "encrypting failed");
  out.ciphertext = to_bytes(ByteView(data));
  if (!how.gcm) {
    out.tag = cbc_tag(how, key.first(key.size() / 2), out, aad);
    return out;
  }
  out.tag.resize(how.tag_size());
  openssl::check(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(out.tag.size()),
                                     out.tag.data()) == 1,
                 "encrypting failed");
  return out;
}

Expected<SecretBytes> open(const ContentEncryption& how, ByteView key, const Sealed& sealed, ByteView aad) {
  const openssl::ErrorQueueGuard guard;
  if (key.size() != how.key_size || sealed.iv.size() != how.iv_size() ||
      sealed.tag.size() != how.tag_size()) {
    return not_authentic();
  }
  if (!how.gcm && !equal_constant_time(cbc_tag(how, key.first(key.size() / 2), sealed, aad), sealed.tag)) {
    return not_authentic();
  }
  const ByteView cipher_key = how.gcm ? key : key.subspan(key.size() / 2);
  const auto context = start(how.openssl_cipher, cipher_key, sealed.iv, false);
  if (how.gcm) {
    Bytes tag = sealed.tag;
    openssl::check(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()),
                                       tag.data()) == 1,
                   "preparing a cipher failed");
    feed_aad(context.get(), aad);
  }
  SecretBytes out;
  if (!run(context.get(), sealed.ciphertext, out)) return not_authentic();
  return out;
}

Bytes wrap_key(ByteView wrapping_key, ByteView key) {
  if (!is_aes_key(wrapping_key)) throw Error("wrong size of a key that wraps keys");
  const auto context = start(wrap_cipher(wrapping_key.size()), wrapping_key, {}, true, true);
  SecretBytes out;
  openssl::check(run(context.get(), key, out), "wrapping a key failed");
  return to_bytes(ByteView(out));
}

Expected<SecretBytes> unwrap_key(ByteView wrapping_key, ByteView wrapped) {
  const openssl::ErrorQueueGuard guard;
  if (!is_aes_key(wrapping_key) || wrapped.size() < 24 || wrapped.size() % 8 != 0) return not_authentic();
  const auto context = start(wrap_cipher(wrapping_key.size()), wrapping_key, {}, false, true);
  SecretBytes out;
  if (!run(context.get(), wrapped, out)) return not_authentic();
  return out;
}

}  // namespace newel::jose
