#include "client/renewer.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace newel::client {
namespace {

constexpr Duration retry_delay = std::chrono::minutes(1);

Duration uniform_below(Duration bound, const Random& random) {
  if (bound.count() <= 0) return Duration(0);
  return Duration(static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(bound.count()))));
}

sigset_t renew_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

Duration Validity::between(Time from, Time to) {
  constexpr std::chrono::microseconds longest = std::chrono::hours(24 * 365 * 290);
  return std::clamp(to - from, -longest, longest);
}

Duration next_renewal(const Validity& validity, const RenewSchedule& schedule, Time now,
                      const Random& random) {
  const Duration left = validity.left(now);
  if (schedule.period) return left <= *schedule.period ? Duration(0) : *schedule.period;
  const Duration jitter = validity.length() / 20;
  const Duration delay = left - schedule.expires_in.value_or(validity.length() / 3);
  if (delay.count() <= 0) return Duration(0);
  if (delay < jitter) return uniform_below(delay, random);
  return delay - uniform_below(jitter, random);
}

bool too_early_to_renew(const Validity& validity, Duration expires_in, Time now, const Random& random) {
  const Duration jitter = uniform_below(expires_in / 20, random);
  return validity.left(now) > expires_in + jitter;
}

Duration round_to_seconds(Duration d) {
  const bool negative = d.count() < 0;
  const Duration size = negative ? -d : d;
  const auto seconds = (size.count() + 500'000'000) / 1'000'000'000;
  return std::chrono::seconds(negative ? -seconds : seconds);
}

void run_renew_loop(const RenewLoop& loop, Validity current) {
  Duration delay = next_renewal(current, loop.schedule, loop.clock->now(), *loop.random);
  loop.scheduled(true, delay);
  while (loop.wait(delay) != Wake::quit) {
    try {
      current = loop.renew();
    } catch (const Error& error) {
      loop.failed(error);
      delay = retry_delay;
      continue;
    }
    delay = next_renewal(current, loop.schedule, loop.clock->now(), *loop.random);
    loop.scheduled(false, delay);
    loop.renewed();
  }
}

void block_renew_signals() {
  const sigset_t set = renew_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

Wake wait_for_signal(Duration limit) {
  const sigset_t set = renew_signals();
  const auto end = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left = std::max(Duration(end - std::chrono::steady_clock::now()), Duration(0));
    const auto seconds = std::chrono::duration_cast<Seconds>(left);
    const timespec time{static_cast<time_t>(seconds.count()), static_cast<long>((left - seconds).count())};
    const int signal = sigtimedwait(&set, nullptr, &time);
    if (signal == SIGHUP) return Wake::renew_now;
    if (signal == SIGINT || signal == SIGTERM) return Wake::quit;
    if (signal < 0 && errno == EAGAIN) return Wake::time_is_up;
  }
}

}  // namespace newel::client
