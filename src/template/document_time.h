// Times in documents: RFC 3339 texts, absent, or null.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "template/json_tree.h"

namespace newel::templates {

/// RFC 3339 as written, for the JSON form, and the instant.
struct DocumentTime {
  std::string text;
  std::optional<Time> time;  ///< none: not set; so is the first instant of year 1
};

/// Throws Error with Go's texts.
DocumentTime read_document_time(const JsonNode& node);

}  // namespace newel::templates
