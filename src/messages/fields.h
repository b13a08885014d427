// Members of a JSON object, taken the way Go's decoder fills a struct.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace newel::messages {

/// Borrows the value. Every getter throws Error 400 "error decoding json" for a member of the wrong type and
/// gives the default for one that is absent or null.
class Fields {
 public:
  /// `null` counts as an object without members; any other kind than an object is an error.
  explicit Fields(const json::Value& value);

  std::string text(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
  bool boolean(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  /// nullptr when absent or null.
  const json::Value* any(std::string_view name) const;

 private:
  const json::Object* object_ = nullptr;
};

/// The 400 for a body that is not the JSON we expect; `why` is for the log.
Error decoding_error(std::string_view why);

}  // namespace newel::messages
