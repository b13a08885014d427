#include "api/router.h"

#include <algorithm>
#include <array>

namespace newel::api {
namespace {

constexpr std::string_view variable = "{}";
constexpr std::array<std::string_view, 9> known_methods = {"GET",    "HEAD",    "POST",    "PUT",  "PATCH",
                                                           "DELETE", "OPTIONS", "CONNECT", "TRACE"};

}  // namespace

Router::Methods& Router::methods_at(std::string_view pattern) {
  const auto at = pattern.find(variable);
  if (at == std::string_view::npos) return exact_[std::string(pattern)];
  const std::string_view prefix = pattern.substr(0, at);
  const std::string_view suffix = pattern.substr(at + variable.size());
  for (Pattern& known : patterns_) {
    if (known.prefix == prefix && known.suffix == suffix) return known.methods;
  }
  return patterns_.emplace_back(Pattern{std::string(prefix), std::string(suffix), {}}).methods;
}

void Router::add(std::string_view method, std::string_view pattern, Handle handle) {
  methods_at(pattern).push_back({std::string(method), handle});
}

void Router::add_versioned(std::string_view method, std::string_view pattern, Handle handle) {
  add(method, pattern, handle);
  add(method, "/1.0" + std::string(pattern), handle);
}

const Router::Methods* Router::lookup(std::string_view path, std::string_view& parameter) const {
  if (const auto it = exact_.find(std::string(path)); it != exact_.end()) return &it->second;
  for (const Pattern& pattern : patterns_) {
    if (path.size() <= pattern.prefix.size() + pattern.suffix.size()) continue;
    if (!path.starts_with(pattern.prefix) || !path.ends_with(pattern.suffix)) continue;
    const auto segment =
        path.substr(pattern.prefix.size(), path.size() - pattern.prefix.size() - pattern.suffix.size());
    if (segment.find('/') != std::string_view::npos) continue;
    parameter = segment;
    return &pattern.methods;
  }
  return nullptr;
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  Match match;
  // An unheard-of method is refused before the path is looked at, as the reference's router does.
  if (std::find(known_methods.begin(), known_methods.end(), method) == known_methods.end()) {
    match.known_path = true;
    return match;
  }
  const Methods* methods = lookup(path, match.parameter);
  if (!methods) return match;
  match.known_path = true;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const Method& candidate : *methods) {
    if (candidate.name == wanted) match.handle = candidate.handle;
    match.allowed.push_back(candidate.name);
  }
  return match;
}

}  // namespace newel::api
