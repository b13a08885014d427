// JWK and key sets: what is accepted must be written and read again as the same key.
#include "jose/jwk.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel::jose;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto key = Jwk::parse(text)) {
    const auto members = key->to_json();
    const auto again = Jwk::from_json(members);
    if (!again || again->to_json() != members) std::abort();
    if (!key->is_symmetric() && key->thumbprint() != key->to_public().thumbprint()) std::abort();
  }
  if (const auto set = JwkSet::parse(text)) {
    const auto again = JwkSet::parse(newel::json::write(set->to_json()));
    if (!again || again->keys.size() != set->keys.size()) std::abort();
  }
  return 0;
}
