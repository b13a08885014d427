// The ASCII rules are our own: they are most of all names and cost nothing. What they cannot judge goes label
// by label to libidn2, which brings a table of Unicode of two megabytes; so it is loaded when the first such
// name appears, not when the program starts.
//
// libidn2 follows IDNA2008 where UTS #46 is more generous: symbols and emoji are refused.
#include "base/idna.h"

#include <dlfcn.h>
#include <idn2.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>

#include "base/text.h"

namespace newel {
namespace {

constexpr std::string_view ace_prefix = "xn--";
constexpr const char* library_name = "libidn2.so.0";

struct Idn2 {
  decltype(&::idn2_lookup_u8) lookup = nullptr;
  decltype(&::idn2_strerror) text_of = nullptr;
  decltype(&::idn2_free) release = nullptr;
  bool loaded() const { return lookup != nullptr && text_of != nullptr && release != nullptr; }
};

Idn2 load() {
  Idn2 out;
  void* library = ::dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return out;
  out.lookup = reinterpret_cast<decltype(out.lookup)>(::dlsym(library, "idn2_lookup_u8"));
  out.text_of = reinterpret_cast<decltype(out.text_of)>(::dlsym(library, "idn2_strerror"));
  out.release = reinterpret_cast<decltype(out.release)>(::dlsym(library, "idn2_free"));
  return out;
}

Expected<std::string> ask_library(const std::string& label) {
  static const Idn2 idn2 = load();
  if (!idn2.loaded()) return failure(std::string(library_name) + " is not installed (package libidn2-0)");
  std::uint8_t* ascii = nullptr;
  const int code = idn2.lookup(reinterpret_cast<const std::uint8_t*>(label.c_str()), &ascii,
                               IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  if (code != IDN2_OK) return failure("idna: invalid label " + quote(label) + ": " + idn2.text_of(code));
  std::string out(reinterpret_cast<const char*>(ascii));
  idn2.release(ascii);
  // Its own flag for this drops what it should refuse. ASCII stands in the result as it is, also in punycode.
  const bool plain = std::all_of(out.begin(), out.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  if (!plain) return failure("idna: invalid label " + quote(label));
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Expected<std::string> convert_label(std::string_view label) {
  if (label.find('\0') != std::string_view::npos) return failure("idna: disallowed rune U+0000");
  if (!is_ascii(label)) return ask_library(std::string(label));
  std::string lower = to_lower(label);
  for (const char c : lower) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') continue;
    char text[48];
    std::snprintf(text, sizeof text, "idna: disallowed rune U+%04X", static_cast<unsigned>(c));
    return failure(text);
  }
  if (lower.starts_with(ace_prefix)) return ask_library(lower);
  const bool hyphens = lower.size() > 4 && lower[2] == '-' && lower[3] == '-';
  if (hyphens || lower.starts_with('-') || lower.ends_with('-')) {
    return failure("idna: invalid label " + quote(lower));
  }
  return lower;
}

// RFC 3492 section 6.2, only to see whether it comes to an end.
bool decodes(std::string_view label) {
  constexpr std::uint64_t base = 36, tmin = 1, tmax = 26, skew = 38, damp = 700, limit = 0x7fffffff;
  const auto dash = label.rfind('-');
  if (dash == 0) return false;
  std::uint64_t count = dash == std::string_view::npos ? 0 : dash;
  std::string_view digits = dash == std::string_view::npos ? label : label.substr(dash + 1);
  std::uint64_t n = 128, i = 0, bias = 72;
  while (!digits.empty()) {
    const std::uint64_t before = i;
    std::uint64_t weight = 1;
    for (std::uint64_t k = base;; k += base) {
      if (digits.empty()) return false;
      const char c = digits.front();
      digits.remove_prefix(1);
      std::uint64_t digit = base;
      if (c >= 'a' && c <= 'z') digit = static_cast<std::uint64_t>(c - 'a');
      if (c >= 'A' && c <= 'Z') digit = static_cast<std::uint64_t>(c - 'A');
      if (c >= '0' && c <= '9') digit = static_cast<std::uint64_t>(c - '0') + 26;
      if (digit == base) return false;
      i += digit * weight;
      if (i > limit) return false;
      const std::uint64_t t = k <= bias ? tmin : std::min(tmax, std::max(tmin, k - bias));
      if (digit < t) break;
      weight *= base - t;
      if (weight > limit) return false;
    }
    ++count;
    std::uint64_t delta = before == 0 ? (i - before) / damp : (i - before) / 2;
    delta += delta / count;
    bias = 0;
    for (; delta > (base - tmin) * tmax / 2; bias += base) delta /= base - tmin;
    bias += (base - tmin + 1) * delta / (delta + skew);
    n += i / count;
    if (n > 0x10ffff) return false;
    i = i % count + 1;
  }
  return true;
}

}  // namespace

Expected<std::string> domain_to_ascii(std::string_view domain) {
  if (!is_valid_utf8(domain)) return failure("idna: invalid UTF-8");
  std::string out;
  bool first = true;
  for (const std::string& label : split(domain, '.')) {
    if (!first) out.push_back('.');
    first = false;
    if (label.empty()) continue;
    auto converted = convert_label(label);
    if (!converted) return converted;
    out += *converted;
  }
  return out;
}

bool has_sound_punycode(std::string_view ascii_domain) {
  for (const std::string& label : split(ascii_domain, '.')) {
    if (label.starts_with(ace_prefix) && !decodes(std::string_view(label).substr(ace_prefix.size())))
      return false;
  }
  return true;
}

}  // namespace newel
