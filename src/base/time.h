// Instants and durations, read and written as Go writes them: that is what ca.json, tokens, flags and error
// texts contain.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/error.h"

namespace newel {

/// An instant, UTC. Microseconds reach from before year 1 to long after year 9999.
using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Seconds = std::chrono::seconds;
/// A length of time with Go's resolution and range (about ±292 years).
using Duration = std::chrono::nanoseconds;

inline Time floor_seconds(Time t) { return std::chrono::floor<Seconds>(t); }
inline std::int64_t unix_seconds(Time t) { return std::chrono::floor<Seconds>(t).time_since_epoch().count(); }
inline Time from_unix(std::int64_t seconds) { return Time(Seconds(seconds)); }
inline Time operator+(Time t, Duration d) {
  return t + std::chrono::duration_cast<std::chrono::microseconds>(d);
}
inline Time operator-(Time t, Duration d) {
  return t - std::chrono::duration_cast<std::chrono::microseconds>(d);
}

/// Go duration grammar: [sign] (<decimal>[.<fraction>]<unit>)+ with units ns us µs μs ms s m h, or "0".
/// Failure text as Go: `time: invalid duration "x"`.
Expected<Duration> parse_duration(std::string_view text);
/// Go's form: "1h0m0s", "1.5s", "300ms", "0s".
std::string format_duration(Duration d);

/// RFC 3339 as Go's time.Parse(time.RFC3339) takes it: upper-case T and Z, optional fraction, offset or Z.
Expected<Time> parse_rfc3339(std::string_view text);
std::string format_rfc3339(Time t);       ///< whole seconds, "2006-01-02T15:04:05Z"
std::string format_rfc3339_nano(Time t);  ///< fraction when there is one, trailing zeros dropped
/// "2006-01-02 15:04:05[.fraction] +0000 UTC": how Go prints a time.
std::string format_go_time(Time t);

/// "Tue, 15 Nov 1994 08:12:31 GMT" (RFC 9110 section 5.6.7).
std::string format_http_date(Time t);

struct CivilTime {
  int year;
  unsigned month, day, hour, minute, second;
};
CivilTime to_civil(Time t);
/// False when the parts do not name a real instant (31 February, hour 24, second 60).
bool from_civil(const CivilTime& parts, Time& out);

}  // namespace newel
