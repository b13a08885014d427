// PEM: what is decoded must come back the same after encoding, and a block OpenSSL reads without headers is
// one we read too.
#include "crypto/pem.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& block : newel::pem_decode_all(text)) {
    if (!block.headers.empty()) continue;
    const auto again = newel::pem_decode_all(newel::pem_encode(block.label, block.der));
    if (again.size() != 1 || again[0].der != block.der || again[0].label != block.label) std::abort();

    // OpenSSL refuses an empty block; ours came from us, so it must read the rest.
    const std::string clean = newel::pem_encode(block.label, block.der);
    if (block.der.empty() || block.label.empty() ||
        block.label.find_first_of("\r\n\0\t ") != std::string::npos)
      continue;
    BIO* bio = BIO_new_mem_buf(clean.data(), static_cast<int>(clean.size()));
    char *name = nullptr, *header = nullptr;
    unsigned char* der = nullptr;
    long length = 0;
    if (PEM_read_bio(bio, &name, &header, &der, &length) == 1) {
      if (!newel::equal(block.der, {der, static_cast<std::size_t>(length)})) std::abort();
    }
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(der);
    BIO_free(bio);
    ERR_clear_error();
  }
  return 0;
}
