// Instants with a zone, and lengths of time, as Go's time package has them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "template/function.h"
#include "template/time_zone.h"
#include "template/value.h"

namespace newel::templates {

namespace types {
extern const Type time, duration, month, weekday;
}

/// The zone a time is shown in: what is in force at that time.
struct Zone {
  std::string name = "UTC";
  int offset = 0;                           ///< seconds east of Greenwich
  std::shared_ptr<const TimeZone> rules{};  ///< none: UTC, or a fixed offset read from a text
};
Zone zone_at(const std::shared_ptr<const TimeZone>& rules, std::int64_t seconds);

class TimeValue final : public Object {
 public:
  TimeValue(std::int64_t seconds, int nanoseconds, Zone zone = {})
      : seconds(seconds), nanoseconds(nanoseconds), zone(std::move(zone)) {}
  bool has_hidden_field(std::string_view name) const override {
    return name == "wall" || name == "ext" || name == "loc";
  }
  bool equals(const Object& other) const override;

  const std::int64_t seconds;  ///< since 1970
  const int nanoseconds;
  const Zone zone;
};

Value make_time(std::int64_t seconds, int nanoseconds = 0, Zone zone = {});
Value zero_time();  ///< the first of January of year 1
Value time_now(const Call& call);
const TimeValue& as_time(const Value& value);
/// The text for a Go reference-time layout.
std::string format_time(const TimeValue& time, std::string_view layout);
Value make_duration(std::int64_t nanoseconds);

}  // namespace newel::templates
