#include "server/background.h"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "server/line_writer.h"
#include "server/tls_schedule.h"

#include <unistd.h>

namespace newel::server {
namespace {

TEST(Background, RunsInTheOrderOfTime) {
  ManualClock clock(from_unix(1000));
  Background background(clock);
  std::promise<void> gate;
  background.post([&] { gate.get_future().wait(); });
  std::string order;
  background.at(from_unix(900), [&] { order += "b"; });
  background.at(from_unix(800), [&] { order += "a"; });
  background.post([&] { order += "0"; });
  background.at(from_unix(2000), [&] { order += "never"; });
  std::promise<void> finished;
  background.at(from_unix(1000), [&] { finished.set_value(); });
  gate.set_value();
  finished.get_future().wait();
  background.stop();
  EXPECT_EQ(order, "0ab");
}

TEST(Background, SurvivesATaskThatThrowsAndForgetsCancelledOnes) {
  Background background;
  std::promise<void> gate;
  background.post([&] { gate.get_future().wait(); });
  background.post([] { throw std::runtime_error("expected by the test"); });
  bool ran = false;
  background.cancel(background.at(from_unix(1), [&] { ran = true; }));
  gate.set_value();
  background.stop();
  EXPECT_FALSE(ran);
}

TEST(Background, FinishesWhatWasPostedWhenItStops) {
  int count = 0;
  Background background;
  for (int i = 0; i < 100; ++i) background.post([&] { ++count; });
  background.stop();
  EXPECT_EQ(count, 100);
}

TEST(LineWriter, LosesNothing) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::future<std::size_t> read = std::async(std::launch::async, [&] {
    std::size_t total = 0;
    char buffer[65536];
    for (ssize_t n; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;) total += static_cast<std::size_t>(n);
    return total;
  });
  {
    LineWriter writer(ends[1]);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 20'000; ++i) writer.write("0123456789012345678901234567890123456789012345678\n");
      });
    }
    for (auto& thread : threads) thread.join();
  }
  ::close(ends[1]);
  EXPECT_EQ(read.get(), 4u * 20'000 * 50);
  ::close(ends[0]);
}

TEST(TlsSchedule, RenewsAfterTwoThirds) {
  const Time begin = from_unix(1'700'000'000);
  const auto lifetime = std::chrono::hours(24);
  for (int i = 0; i < 50; ++i) {
    const TlsSchedule schedule(begin, begin + lifetime);
    EXPECT_LE(schedule.next(), begin + std::chrono::hours(16));
    EXPECT_GT(schedule.next(), begin + std::chrono::hours(16) - std::chrono::minutes(73));
    const Time retry = schedule.retry(begin);
    EXPECT_GE(retry, begin + std::chrono::minutes(35));
    EXPECT_LE(retry, begin + std::chrono::minutes(73));
  }
  try {
    TlsSchedule(begin, begin + Seconds(59));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.text(), "period must be greater than or equal to 1m0s, but got 59s.");
  }
}

}  // namespace
}  // namespace newel::server
