// What JWS and JWE have in common: base64url parts between dots, and headers that are JSON objects. Internal
// to this folder.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/json.h"

namespace newel::jose {

/// A text without its white space; borrows it when there is none, which is the usual case.
class Unspaced {
 public:
  explicit Unspaced(std::string_view text);
  Unspaced(const Unspaced&) = delete;
  Unspaced& operator=(const Unspaced&) = delete;
  std::string_view view() const { return view_; }

 private:
  std::string copy_;
  std::string_view view_;
};

/// The `count` parts between dots; nullopt for more or fewer.
template <std::size_t count>
std::optional<std::array<std::string_view, count>> split_compact(std::string_view text) {
  std::array<std::string_view, count> parts;
  for (std::size_t i = 0; i < count; ++i) {
    const auto dot = text.find('.');
    if ((dot == std::string_view::npos) != (i + 1 == count)) return std::nullopt;
    parts[i] = text.substr(0, dot);
    if (i + 1 != count) text.remove_prefix(dot + 1);
  }
  return parts;
}

/// base64url without padding; trailing '=' are tolerated.
Expected<Bytes> decode_part(std::string_view part);
/// The JSON object in such a part.
Expected<json::Object> decode_header(std::string_view part);

/// The same members in the order of their names' octets: what a Go map becomes.
json::Object sorted_by_name(const json::Object& object);

}  // namespace newel::jose
