#include "server/tls_schedule.h"

namespace newel::server {
namespace {

constexpr Duration shortest_lifetime = std::chrono::minutes(1);

Duration random_part(const Random& random, Duration whole) {
  return Duration(static_cast<std::int64_t>(
      random.below(static_cast<std::uint64_t>(std::max<std::int64_t>(whole.count(), 1)))));
}

}  // namespace

TlsSchedule::TlsSchedule(Time not_before, Time not_after, const Random& random) : random_(random) {
  const Duration lifetime = not_after - not_before;
  if (lifetime < shortest_lifetime) {
    throw Error("period must be greater than or equal to 1m0s, but got " + format_duration(lifetime) + ".");
  }
  jitter_ = lifetime / 20;
  next_ = not_after - lifetime / 3 - random_part(random_, jitter_);
}

Time TlsSchedule::retry(Time now) const { return now + jitter_ / 2 + random_part(random_, jitter_ / 2); }

}  // namespace newel::server
