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
  if (pattern.find(variable) == std::string_view::npos) return exact_[std::string(pattern)];
  std::vector<std::string> parts;
  for (auto at = pattern.find(variable); at != std::string_view::npos; at = pattern.find(variable)) {
    parts.emplace_back(pattern.substr(0, at));
    pattern.remove_prefix(at + variable.size());
  }
  parts.emplace_back(pattern);
  for (Pattern& known : patterns_) {
    if (known.parts == parts) return known.methods;
  }
  return patterns_.emplace_back(Pattern{std::move(parts), {}}).methods;
}

bool Router::Pattern::matches(std::string_view path, Match& match) const {
  if (!path.starts_with(parts.front())) return false;
  path.remove_prefix(parts.front().size());
  match.more.clear();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    if (segment.empty() || !path.starts_with(parts[i])) return false;
    path.remove_prefix(parts[i].size());
    if (i == 1) {
      match.parameter = segment;
    } else {
      match.more.push_back(segment);
    }
  }
  return path.empty();
}

void Router::add(std::string_view method, std::string_view pattern, Handle handle) {
  methods_at(pattern).push_back({std::string(method), handle});
}

void Router::add_versioned(std::string_view method, std::string_view pattern, Handle handle) {
  add(method, pattern, handle);
  add(method, "/1.0" + std::string(pattern), handle);
}

const Router::Methods* Router::lookup(std::string_view path, Match& match) const {
  if (const auto it = exact_.find(std::string(path)); it != exact_.end()) return &it->second;
  for (const Pattern& pattern : patterns_) {
    if (pattern.matches(path, match)) return &pattern.methods;
  }
  match.parameter = {};
  return nullptr;
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  Match match;
  // An unheard-of method is refused before the path is looked at, as the reference's router does.
  if (std::find(known_methods.begin(), known_methods.end(), method) == known_methods.end()) {
    match.known_path = true;
    return match;
  }
  const Methods* methods = lookup(path, match);
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
