// Password hashes: any text is judged, and what is cheap is checked, too; a wrong password must not match.
#include "crypto/password_hash.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t little = 4 << 20;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto work = newel::password_hash_work(text);
  if (!work || *work > little) return 0;
  // An empty or very short hash may match anything by chance, or by having nothing to compare.
  const auto matches = newel::check_password(text, newel::Secret("no such password"));
  const std::size_t hash_at = text.rfind('$');
  if (matches && *matches && text.size() - hash_at > 12) std::abort();
  return 0;
}
