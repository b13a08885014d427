// JWE: no text that was not made with the password opens. Iterations are kept low by leaving out texts whose
// count has more than four digits.
#include "jose/jwe.h"

#include <cstdint>
#include <cstdlib>

#include "base/encoding.h"

namespace {

// True unless some part of the text, decoded, asks for many rounds.
bool is_cheap(std::string_view text) {
  const auto first = newel::base64_decode(text.substr(0, text.find('.')), newel::Base64::url_raw);
  const std::string decoded = first ? newel::to_text(*first) : std::string(text);
  std::size_t digits = 0;
  for (const char c : decoded) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > 4) return false;
  }
  return text.find("protected") == std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)newel::jose::looks_like_jwe(text);
  (void)newel::jose::flattened_jwe(text);
  if (is_cheap(text) && newel::jose::decrypt_with_password(text, newel::Secret("not its password")))
    std::abort();
  return 0;
}
