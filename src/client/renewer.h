// When a certificate is renewed, and the loop that does it for as long as a machine runs.
#pragma once

#include <functional>
#include <optional>

#include "base/clock.h"
#include "base/random.h"

namespace newel::client {

struct Validity {
  Time not_before{}, not_after{};
  Duration length() const { return between(not_before, not_after); }
  Duration left(Time now) const { return between(now, not_after); }

 private:
  /// Certificates may live to the year 9999, a Duration ends at 292 years: the difference is clamped.
  static Duration between(Time from, Time to);
};

struct RenewSchedule {
  std::optional<Duration> period;  ///< --renew-period: this often
  std::optional<Duration>
      expires_in;  ///< --expires-in: this long before the end; default: a third of the lifetime
};

/// How long to wait before the next renewal. Many machines get their certificates together; up to a twentieth
/// of the lifetime of jitter keeps them from coming back together.
Duration next_renewal(const Validity& validity, const RenewSchedule& schedule, Time now,
                      const Random& random);

/// For a single run with --expires-in: whether it is still too early, given one twentieth of `expires_in` as
/// jitter.
bool too_early_to_renew(const Validity& validity, Duration expires_in, Time now, const Random& random);

/// Go's Duration.Round(time.Second).
Duration round_to_seconds(Duration d);

/// What ended a wait.
enum class Wake {
  time_is_up,
  renew_now,  ///< SIGHUP
  quit,       ///< SIGINT, SIGTERM
};

/// The surroundings of the loop; a test puts its own here and plays a year in a second.
struct RenewLoop {
  RenewSchedule schedule;
  const Clock* clock = &system_clock();
  const Random* random = &system_random();
  std::function<Wake(Duration)> wait;
  /// Renews and tells what is valid now. Throws Error: tried again in a minute.
  std::function<Validity()> renew;
  /// "first renewal in 15h58m2s", "renewed, next in 16h3m0s".
  std::function<void(bool first, Duration next)> scheduled;
  std::function<void(const Error&)> failed;
  /// Once after every renewal (signal a process, run a command).
  std::function<void()> renewed;
};

/// Returns when told to quit.
void run_renew_loop(const RenewLoop& loop, Validity current);

/// Waits for SIGHUP, SIGINT, SIGTERM or the end of the time. The signals must have been blocked by
/// block_renew_signals() first, so that none is lost between two waits.
Wake wait_for_signal(Duration limit);
void block_renew_signals();

}  // namespace newel::client
