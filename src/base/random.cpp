#include "base/random.h"

#include <openssl/rand.h>

#include "base/encoding.h"
#include "base/error.h"

namespace newel {
namespace {

class OpensslRandom final : public Random {
 public:
  void fill(std::span<Byte> out) const override {
    if (!out.empty() && RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) {
      throw Error("the system gave no random bytes");
    }
  }
};

}  // namespace

std::uint64_t Random::below(std::uint64_t bound) const {
  // Values in the last, incomplete run of `bound` would be too likely: draw again.
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  for (;;) {
    std::uint64_t value = 0;
    fill({reinterpret_cast<Byte*>(&value), sizeof value});
    if (value < limit) return value % bound;
  }
}

std::string Random::text(std::size_t count, std::string_view alphabet) const {
  std::string out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) out.push_back(alphabet[below(alphabet.size())]);
  return out;
}

std::string Random::alphanumeric(std::size_t count) const {
  return text(count, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}

std::string Random::uuid() const {
  Bytes b = bytes(16);
  b[6] = static_cast<Byte>((b[6] & 0x0f) | 0x40);
  b[8] = static_cast<Byte>((b[8] & 0x3f) | 0x80);
  std::string hex = hex_encode(b);
  for (std::size_t at : {8, 13, 18, 23}) hex.insert(at, 1, '-');
  return hex;
}

const Random& system_random() {
  static const OpensslRandom random;
  return random;
}

}  // namespace newel
