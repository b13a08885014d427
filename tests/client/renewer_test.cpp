#include "client/renewer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace newel::client {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Gives the same share of every bound: 0 is no jitter, 255 nearly all of it.
class FixedRandom final : public Random {
 public:
  explicit FixedRandom(Byte octet) : octet_(octet) {}
  void fill(std::span<Byte> out) const override { std::fill(out.begin(), out.end(), octet_); }

 private:
  Byte octet_;
};

const Time start = from_unix(1'700'000'000);

Validity lifetime(Duration length) {
  Validity validity;
  validity.not_before = start;
  validity.not_after = start + length;
  return validity;
}

TEST(NextRenewal, IsAfterTwoThirdsLessJitter) {
  const Validity day = lifetime(hours(24));
  EXPECT_EQ(next_renewal(day, {}, start, FixedRandom(0)), hours(16));
  for (int i = 0; i < 200; ++i) {
    const Duration delay = next_renewal(day, {}, start, system_random());
    EXPECT_LE(delay, hours(16));
    EXPECT_GT(delay, hours(16) - Duration(hours(24)) / 20);
  }
}

TEST(NextRenewal, FollowsExpiresIn) {
  const Validity day = lifetime(hours(24));
  EXPECT_EQ(next_renewal(day, {.period = {}, .expires_in = hours(8)}, start, FixedRandom(0)), hours(16));
  EXPECT_EQ(next_renewal(day, {.period = {}, .expires_in = hours(1)}, start, FixedRandom(0)), hours(23));
  EXPECT_EQ(next_renewal(day, {.period = {}, .expires_in = hours(24)}, start, FixedRandom(0)), Duration(0));
}

TEST(NextRenewal, IsNowWhenItIsLate) {
  const Validity day = lifetime(hours(24));
  EXPECT_EQ(next_renewal(day, {}, start + hours(17), FixedRandom(0)), Duration(0));
  EXPECT_EQ(next_renewal(day, {}, start + hours(48), FixedRandom(0)), Duration(0));
}

TEST(NextRenewal, JittersWithinWhatIsLeft) {
  const Validity day = lifetime(hours(24));
  const Time nearly = start + hours(16) - minutes(30);  // half an hour is less than a twentieth of a day
  for (int i = 0; i < 200; ++i) {
    const Duration delay = next_renewal(day, {}, nearly, system_random());
    EXPECT_GE(delay, Duration(0));
    EXPECT_LT(delay, minutes(30));
  }
}

TEST(NextRenewal, KeepsAFixedPeriod) {
  const RenewSchedule schedule{.period = hours(10), .expires_in = {}};
  EXPECT_EQ(next_renewal(lifetime(hours(24)), schedule, start, system_random()), hours(10));
  EXPECT_EQ(next_renewal(lifetime(hours(24)), schedule, start + hours(14), system_random()), Duration(0));
}

TEST(NextRenewal, SurvivesCertificatesThatNeverExpire) {
  Validity validity;
  validity.not_before = from_unix(0);
  validity.not_after = value_or_throw(parse_rfc3339("9999-12-31T23:59:59Z"));
  EXPECT_GT(next_renewal(validity, {}, start, FixedRandom(0)), hours(24 * 365));
}

TEST(TooEarly, AllowsATwentiethOfJitter) {
  const Validity day = lifetime(hours(24));
  EXPECT_TRUE(too_early_to_renew(day, hours(8), start, FixedRandom(0)));
  EXPECT_FALSE(too_early_to_renew(day, hours(8), start + hours(16), FixedRandom(0)));
  EXPECT_FALSE(too_early_to_renew(day, hours(24), start, FixedRandom(0)));
  EXPECT_TRUE(too_early_to_renew(day, hours(8), start + hours(16) - minutes(25), system_random()));
}

TEST(Rounding, IsGos) {
  EXPECT_EQ(round_to_seconds(std::chrono::milliseconds(1499)), seconds(1));
  EXPECT_EQ(round_to_seconds(std::chrono::milliseconds(1500)), seconds(2));
  EXPECT_EQ(round_to_seconds(std::chrono::milliseconds(-1500)), seconds(-2));
  EXPECT_EQ(round_to_seconds(Duration(0)), seconds(0));
}

// A loop whose clock moves only when it waits.
struct Played {
  ManualClock clock{start};
  FixedRandom random{0};
  std::vector<std::string> log;
  int renewals = 0;
  int failures_left = 0;
  int waits_left = 0;
  std::vector<Wake> wakes;  ///< what ends the first waits; then the time

  void play(RenewSchedule schedule, Duration length) {
    RenewLoop loop;
    loop.schedule = schedule;
    loop.clock = &clock;
    loop.random = &random;
    loop.wait = [&](Duration limit) {
      if (waits_left-- == 0) return Wake::quit;
      if (!wakes.empty()) {
        const Wake wake = wakes.front();
        wakes.erase(wakes.begin());
        return wake;
      }
      clock.advance(limit);
      return Wake::time_is_up;
    };
    loop.renew = [&]() -> Validity {
      if (failures_left > 0) {
        --failures_left;
        throw Error("the CA is down");
      }
      ++renewals;
      Validity validity;
      validity.not_before = clock.now();
      validity.not_after = clock.now() + length;
      return validity;
    };
    loop.scheduled = [&](bool first, Duration next) {
      log.push_back((first ? "first " : "next ") + format_duration(round_to_seconds(next)));
    };
    loop.failed = [&](const Error& error) { log.push_back(error.text()); };
    loop.renewed = [&] { log.push_back("renewed"); };
    run_renew_loop(loop, lifetime(length));
  }
};

TEST(RenewLoop, PlaysAYear) {
  Played played;
  played.waits_left = 547;
  played.play({}, hours(24));
  EXPECT_EQ(played.renewals, 547);
  EXPECT_EQ(played.clock.now(), start + hours(16) * 547);
  EXPECT_EQ(played.log.front(), "first 16h0m0s");
  EXPECT_EQ(played.log.at(1), "next 16h0m0s");
}

TEST(RenewLoop, TriesAgainInAMinute) {
  Played played;
  played.waits_left = 3;
  played.failures_left = 2;
  played.play({}, hours(24));
  EXPECT_THAT(played.log, testing::ElementsAre("first 16h0m0s", "the CA is down", "the CA is down",
                                               "next 16h0m0s", "renewed"));
  EXPECT_EQ(played.clock.now(), start + hours(16) + minutes(2));
}

TEST(RenewLoop, RenewsWhenTold) {
  Played played;
  played.waits_left = 1;
  played.wakes = {Wake::renew_now};
  played.play({}, hours(24));
  EXPECT_EQ(played.renewals, 1);
  EXPECT_EQ(played.clock.now(), start);
}

TEST(RenewLoop, QuitsWithoutRenewing) {
  Played played;
  played.waits_left = 1;
  played.wakes = {Wake::quit};
  played.play({}, hours(24));
  EXPECT_EQ(played.renewals, 0);
}

}  // namespace
}  // namespace newel::client
