// A PKCS#12 file: read with a fixed password, within few rounds of key derivation.
#include "crypto/pkcs12.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel;
  constexpr int few_rounds = 5000;
  for (const char* password : {"", "password"}) (void)read_pkcs12({data, size}, Secret(password), few_rounds);
  return 0;
}
