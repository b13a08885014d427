// From method and path to a handler: exact matches, and patterns with variable segments.
//
// The path is matched as it was sent, still percent-encoded, without tolerance for trailing slashes: so do
// the clients know it. HEAD is answered as GET.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/exchange.h"

namespace newel::api {

/// Filled once, then immutable and thread-safe.
class Router {
 public:
  /// Each "{}" in `pattern` stands for one non-empty path segment.
  void add(std::string_view method, std::string_view pattern, Handle handle);
  /// The same at `pattern` and at "/1.0" + `pattern`.
  void add_versioned(std::string_view method, std::string_view pattern, Handle handle);

  struct Match {
    Handle handle = nullptr;
    std::string_view parameter;             ///< the first variable segment of the path that was asked for
    std::vector<std::string_view> more;     ///< the other ones
    bool known_path = false;                ///< false: 404
    std::vector<std::string_view> allowed;  ///< for the 405
  };
  Match find(std::string_view method, std::string_view path) const;

 private:
  struct Method {
    std::string name;
    Handle handle;
  };
  using Methods = std::vector<Method>;
  struct Pattern {
    std::vector<std::string> parts;  ///< what stands before, between and behind the variable segments
    Methods methods;
    bool matches(std::string_view path, Match& match) const;
  };
  Methods& methods_at(std::string_view pattern);
  const Methods* lookup(std::string_view path, Match& match) const;

  std::unordered_map<std::string, Methods> exact_;
  std::vector<Pattern> patterns_;
};

}  // namespace newel::api
