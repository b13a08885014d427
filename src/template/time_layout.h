// Go's reference-time layouts ("2006-01-02 15:04:05"), cut into elements.
#pragma once

#include <string_view>
#include <vector>

#include "base/error.h"
#include "template/time_value.h"

namespace newel::templates {

struct LayoutElement {
  std::string_view text;  ///< as written
  bool literal;
};
std::vector<LayoutElement> layout_elements(std::string_view layout);
/// time.Parse; texts without a zone are taken as UTC.
Expected<Value> parse_time_text(std::string_view layout, std::string_view text);
/// time.ParseInLocation: texts without a zone are local times of `zone`, and its abbreviations are known.
Expected<Value> parse_time_text(std::string_view layout, std::string_view text,
                                const std::shared_ptr<const TimeZone>& zone);

}  // namespace newel::templates
