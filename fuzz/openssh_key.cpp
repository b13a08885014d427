// Private key containers and public key lines of OpenSSH: whatever we accept, our own written form must give
// again, and OpenSSL must see a sound public key in it.
#include "crypto/openssh_key.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <cstdint>
#include <cstdlib>

namespace {

void check_public(const newel::PublicKey& key) {
  const unsigned char* at = key.spki().data();
  EVP_PKEY* judged = d2i_PUBKEY(nullptr, &at, static_cast<long>(key.spki().size()));
  if (judged == nullptr) std::abort();
  EVP_PKEY_free(judged);
  const auto again = newel::read_openssh_public_key(newel::write_openssh_public_key(key));
  if (!again || !(*again == key)) std::abort();
}

void check_private(const newel::PrivateKey& key) {
  check_public(key.public_key());
  const auto written = newel::write_openssh_key(key, newel::Secret());
  const auto container = newel::OpensshContainer::parse(written);
  if (!container) std::abort();
  const auto again = newel::open_openssh_key(*container, newel::Secret());
  if (!again || !(again->public_key() == key.public_key())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint32_t few_rounds = 2;  // more would only slow the fuzzer down
  if (const auto container = newel::OpensshContainer::parse({data, size});
      container && container->rounds <= few_rounds) {
    if (const auto key = newel::open_openssh_key(*container, newel::Secret("mypassword")))
      check_private(*key);
  }
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto key = newel::read_openssh_public_key(text)) check_public(*key);
  ERR_clear_error();
  return 0;
}
