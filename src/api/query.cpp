#include "api/query.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"

namespace newel::api {
namespace {

std::optional<std::string> decode(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  auto decoded = percent_decode(spaced);
  if (!decoded) return std::nullopt;
  return std::move(*decoded);
}

}  // namespace

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  for (const std::string& pair : split(query, '&')) {
    if (pair.empty() || pair.find(';') != std::string::npos) continue;
    const auto equals = pair.find('=');
    const auto key = decode(std::string_view(pair).substr(0, equals));
    if (!key || *key != name) continue;
    if (equals == std::string::npos) return "";
    if (auto value = decode(std::string_view(pair).substr(equals + 1))) return value;
  }
  return std::nullopt;
}

}  // namespace newel::api
