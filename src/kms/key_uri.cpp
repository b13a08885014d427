// Key URIs: "scheme:name=value;name=value?name=value" (RFC 7512 gave the form, other key stores borrowed it).
//
// Attributes before and behind '?' are searched as one list. Everything may be percent-encoded. A part
// without
// '=' is a bare name: "softkms:/etc/ca/key" has no attribute at all, and its opaque part is the file.
#include <array>

#include "base/text.h"
#include "base/url.h"
#include "kms/kms.h"
#include "kms/kms_types.h"

namespace newel::kms {
namespace {

bool is_scheme(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (text.empty() || !letter(text[0])) return false;
  for (char c : text) {
    if (!letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return false;
  }
  return true;
}

Failure bad(std::string_view uri, std::string_view why) {
  return {"error parsing " + printable(uri) + ": " + std::string(why)};
}

// The attributes of one part into `out`; false when an escape is broken.
bool take_attributes(std::string_view part, char separator,
                     std::vector<std::pair<std::string, std::string>>& out) {
  while (!part.empty()) {
    const auto end = part.find(separator);
    const std::string_view item = part.substr(0, end);
    part = end == std::string_view::npos ? std::string_view{} : part.substr(end + 1);
    const auto equals = item.find('=');
    const auto name = percent_decode(item.substr(0, equals));
    const auto value =
        percent_decode(equals == std::string_view::npos ? std::string_view{} : item.substr(equals + 1));
    if (!name || !value) return false;
    if (!name->empty()) out.emplace_back(*name, *value);
  }
  return true;
}

}  // namespace

std::optional<std::string> KeyUri::get(std::string_view name) const {
  for (const auto& [key, value] : values) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Expected<KeyUri> parse_key_uri(std::string_view uri) {
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos || !is_scheme(uri.substr(0, colon))) {
    return tl::unexpected(bad(uri, "scheme is missing"));
  }
  for (char c : uri) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      return tl::unexpected(bad(uri, "invalid control character"));
  }
  KeyUri out;
  out.scheme = to_lower(uri.substr(0, colon));
  out.opaque = uri.substr(colon + 1);
  std::string_view attributes = out.opaque;
  std::string_view query;
  if (const auto mark = attributes.find('?'); mark != std::string_view::npos) {
    query = attributes.substr(mark + 1);
    attributes = attributes.substr(0, mark);
  }
  if (!take_attributes(attributes, ';', out.values) || !take_attributes(query, '&', out.values)) {
    return tl::unexpected(bad(uri, "invalid URL escape"));
  }
  return out;
}

bool is_key_uri(std::string_view name) {
  const auto colon = name.find(':');
  return colon != std::string_view::npos && find_kms_type(to_lower(name.substr(0, colon))) != nullptr;
}

}  // namespace newel::kms
