// Key files and DER keys: whatever we accept, OpenSSL must accept and see as the same key, and our own
// written form must be read again. Encrypted texts are read with a fixed password.
#include "crypto/key_files.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <cstdint>
#include <cstdlib>

#include "crypto/cosign_key.h"
#include "crypto/pem_encryption.h"

namespace {

using newel::ByteView;

void check_public(const newel::PublicKey& key) {
  const unsigned char* at = key.spki().data();
  EVP_PKEY* judged = d2i_PUBKEY(nullptr, &at, static_cast<long>(key.spki().size()));
  if (judged == nullptr || at != key.spki().data() + key.spki().size()) std::abort();
  if (EVP_PKEY_eq(judged, key.native()) != 1) std::abort();
  EVP_PKEY_free(judged);
  const auto again = newel::PublicKey::from_spki(key.spki());
  if (!again || !(*again == key)) std::abort();
}

void check_private(const newel::PrivateKey& key) {
  check_public(key.public_key());
  const auto again = newel::PrivateKey::from_pkcs8(key.to_pkcs8());
  if (!again || !(again->public_key() == key.public_key())) std::abort();
}

void check(const newel::Key& key) {
  if (const auto* whole = std::get_if<newel::PrivateKey>(&key)) {
    check_private(*whole);
  } else {
    check_public(std::get<newel::PublicKey>(key));
  }
}

// A high round count is honoured, and would only slow the fuzzer down.
bool is_cheap_der(newel::ByteView der) {
  constexpr int few = 1000;
  constexpr std::uint64_t little = 1 << 20;
  const auto rounds = newel::encrypted_pkcs8_rounds(der);
  return rounds && *rounds <= few && newel::encrypted_pkcs8_memory(der) <= little;
}

bool is_cheap(std::string_view text) {
  if (text.starts_with('0') &&
      newel::is_encrypted_pkcs8({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}))
    return is_cheap_der({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  const auto block = newel::pem_next(text);
  if (!block || newel::is_cosign_label(block->label)) return false;
  if (block->label != "ENCRYPTED PRIVATE KEY") return true;
  return is_cheap_der(block->der);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto key = newel::read_der_key({data, size})) check(*key);
  const auto password =
      is_cheap(text) ? newel::fixed_password(newel::Secret("mypassword")) : newel::PasswordSource();
  try {
    check(newel::read_key(text, "fuzz", password, newel::Blocks::first));
  } catch (const newel::Error&) {
  }
  ERR_clear_error();
  return 0;
}
