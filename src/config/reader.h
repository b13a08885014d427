// Taking members out of a JSON object as Go's decoder does: names ignoring case, null is absent, and a value
// of the wrong kind is an error that names the member by its path.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace newel::config {

/// Borrows the object; it must outlive the reader.
class ObjectReader {
 public:
  /// `go_type` and `path` make the error texts: "Config", "" or "CRLConfig", "crl".
  ObjectReader(const json::Object& object, std::string go_type, std::string path);

  std::string text(std::string_view name);
  bool boolean(std::string_view name);
  double number(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  /// "x" or ["x", "y"].
  std::vector<std::string> one_or_more_texts(std::string_view name);
  std::optional<Duration> duration(std::string_view name);
  /// nullptr if absent.
  const json::Object* object(std::string_view name, std::string_view go_type);
  const json::Array* array(std::string_view name);
  /// Any kind, unchecked; nullptr if absent or null.
  const json::Value* raw(std::string_view name);

  std::string path_of(std::string_view name) const;
  /// The paths of members that nobody has asked for.
  std::vector<std::string> unknown() const;

 private:
  [[noreturn]] void wrong_kind(std::string_view name, const json::Value& value,
                               std::string_view wanted) const;

  const json::Object& object_;
  std::string go_type_, path_;
  std::vector<std::string> asked_;
};

}  // namespace newel::config
