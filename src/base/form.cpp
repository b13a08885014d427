#include "base/form.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"

namespace newel {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~';
}

std::optional<std::string> decode(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  auto decoded = percent_decode(spaced);
  if (!decoded) return std::nullopt;
  return std::move(*decoded);
}

}  // namespace

std::string form_escape(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
    } else if (c == ' ') {
      out.push_back('+');
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out += {'%', digits[octet >> 4], digits[octet & 15]};
    }
  }
  return out;
}

std::string encode_form(FormValues values) {
  std::stable_sort(values.begin(), values.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string out;
  for (const auto& [name, value] : values) {
    if (!out.empty()) out.push_back('&');
    out += form_escape(name) + "=" + form_escape(value);
  }
  return out;
}

std::optional<std::string> form_value(std::string_view form, std::string_view name) {
  for (const std::string& pair : split(form, '&')) {
    if (pair.empty() || pair.find(';') != std::string::npos) continue;
    const auto equals = pair.find('=');
    const auto key = decode(std::string_view(pair).substr(0, equals));
    if (!key || *key != name) continue;
    if (equals == std::string::npos) return "";
    if (auto value = decode(std::string_view(pair).substr(equals + 1))) return value;
  }
  return std::nullopt;
}

}  // namespace newel
