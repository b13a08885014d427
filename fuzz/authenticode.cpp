// Executables with a signature: whatever comes out must lie inside of the file and be an element of DER.
#include "crypto/authenticode.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto certificates = newel::authenticode_certificates({data, size});
  if (!certificates) return 0;
  std::size_t total = 0;
  for (const auto& der : *certificates) {
    if (der.empty() || der[0] != 0x30) std::abort();
    total += der.size();
  }
  if (total > size) std::abort();
  return 0;
}
