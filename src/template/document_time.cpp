#include "template/document_time.h"

#include "base/error.h"
#include "template/time_layout.h"

namespace newel::templates {

DocumentTime read_document_time(const JsonNode& node) {
  if (node.is_null()) return {};
  if (!node.is_string()) throw Error("Time.UnmarshalJSON: input is not a JSON string");
  const auto value = parse_time_text("2006-01-02T15:04:05Z07:00", node.text);
  if (!value) throw Error(value.error().text);
  const TimeValue& time = as_time(*value);
  DocumentTime out;
  out.text = format_time(time, "2006-01-02T15:04:05.999999999Z07:00");
  constexpr std::int64_t year_one = -62135596800;
  if (time.seconds == year_one && time.nanoseconds == 0) return {};
  out.time = from_unix(time.seconds);
  return out;
}

}  // namespace newel::templates
