// What a webhook server answers (reference: webhook/types.go).
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace newel::webhook {

struct Answer {
  bool allow = false;
  json::Value data;  ///< null when it brought none
  std::string error_code, error_message;

  /// Why the request is not allowed: "<message> (<code>)", or the reference's text when the server gave no
  /// reason. Control characters are replaced.
  std::string refusal() const;
};

/// The first JSON document of a body; what follows it is ignored. Failure: "EOF" for an empty body.
Expected<Answer> parse_answer(std::string_view body);

}  // namespace newel::webhook
