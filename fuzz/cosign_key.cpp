// Keys of cosign: no document that was not made with the password opens.
#include "crypto/cosign_key.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A digit more would make scrypt slow us down.
  std::size_t digits = 0;
  for (std::size_t i = 0; i < size; ++i) {
    digits = data[i] >= '0' && data[i] <= '9' ? digits + 1 : 0;
    if (digits > 3) return 0;
  }
  if (newel::open_cosign_key({data, size}, newel::Secret("not its password"))) std::abort();
  return 0;
}
