// Internationalised domain names in the "lookup" profile (RFC 5891, UTS 46, non-transitional, STD3 rules).
//
// Names of letters, digits and hyphens are checked here; only others need the tables of libidn2, which is
// loaded for the first of them: its Unicode library would cost every process start and two megabytes.
#include <dlfcn.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>

#include "base/text.h"
#include "template/document_values.h"

namespace newel::templates {
namespace {

constexpr const char* library_name = "libidn2.so.0";
// From idn2.h: NFC_INPUT, NONTRANSITIONAL, USE_STD3_ASCII_RULES.
constexpr int lookup_flags = 1 | 8 | 32;

using Lookup = int (*)(const std::uint8_t*, std::uint8_t**, int);

Lookup load() {
  void* library = ::dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  return library == nullptr ? nullptr : reinterpret_cast<Lookup>(::dlsym(library, "idn2_lookup_u8"));
}

tl::unexpected<Failure> invalid() { return failure("server name contains invalid character"); }

bool is_plain_label(std::string_view label) {
  if (label.starts_with('-') || label.ends_with('-')) return false;
  if (label.size() >= 4 && label.substr(2, 2) == "--") return false;
  return std::all_of(label.begin(), label.end(),
                     [](unsigned char c) { return (std::isalnum(c) != 0 && c < 0x80) || c == '-'; });
}

bool needs_tables(std::string_view domain) {
  return std::any_of(domain.begin(), domain.end(), [](char c) { return (c & 0x80) != 0; }) ||
         to_lower(domain).find("xn--") != std::string::npos;
}

}  // namespace

Expected<std::string> lookup_name(std::string_view domain) {
  if (domain.find('\0') != std::string_view::npos) return invalid();
  if (!needs_tables(domain)) {
    for (const std::string& label : split(domain, '.')) {
      if (!is_plain_label(label)) return invalid();
    }
    return to_lower(domain);
  }
  static const Lookup lookup = load();
  if (lookup == nullptr)
    return failure("it is not ASCII, and " + std::string(library_name) +
                   " (package libidn2-0) is not installed");
  const std::string input(domain);
  std::uint8_t* made = nullptr;
  const int result = lookup(reinterpret_cast<const std::uint8_t*>(input.c_str()), &made, lookup_flags);
  const std::unique_ptr<std::uint8_t, decltype(&std::free)> owner(made, std::free);
  if (result != 0) return invalid();
  return std::string(reinterpret_cast<const char*>(made));
}

}  // namespace newel::templates
