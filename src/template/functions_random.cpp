// Random text.
#include <algorithm>

#include "base/encoding.h"
#include "template/function.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view digits = "0123456789";

Value text(Call& call, Args a, std::string_view alphabet) {
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(a[0].as_int(), 0));
  call.check_size(count);
  return call.random.text(count, alphabet);
}

std::string ascii() {
  std::string out;
  for (char c = ' '; c <= '~'; ++c) out += c;
  return out;
}

Value shuffle(Call& call, Args a) {
  std::vector<Rune> all = runes(a[0].as_string());
  for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[call.random.below(i)]);
  return utf8(all);
}

Value bytes(Call& call, Args a) {
  if (a[0].as_int() < 0) throw Error("makeslice: len out of range");
  call.check_size(static_cast<std::size_t>(a[0].as_int()));
  return base64_encode(call.random.bytes(static_cast<std::size_t>(a[0].as_int())));
}

constexpr Function table[] = {
    {"randAlpha", "i", [](Call& c, Args a) { return text(c, a, letters); }},
    {"randNumeric", "i", [](Call& c, Args a) { return text(c, a, digits); }},
    {"randAlphaNum", "i",
     [](Call& c, Args a) { return text(c, a, std::string(letters) + std::string(digits)); }},
    {"randAscii", "i", [](Call& c, Args a) { return text(c, a, ascii()); }},
    {"randBytes", "i", bytes},
    {"shuffle", "s", shuffle},
    {"uuidv4", "", [](Call& c, Args) -> Value { return c.random.uuid(); }},
};

}  // namespace

std::span<const Function> random_functions() { return table; }

}  // namespace newel::templates
