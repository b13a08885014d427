#include "server/waiting_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace newel::server {
namespace {

TEST(WaitingPool, SeveralWaitAtOnceAndTheRestStandsInLine) {
  std::latch release(1), started(2);
  std::atomic<int> done{0};
  WaitingPool pool(2, 3);
  const auto wait = [&] {
    started.count_down();
    release.wait();
    ++done;
  };
  ASSERT_TRUE(pool.submit(wait));
  ASSERT_TRUE(pool.submit(wait));
  started.wait();  // both threads are taken
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(pool.submit([&] { ++done; }));
  EXPECT_FALSE(pool.submit([&] { ++done; })) << "the line is full";
  EXPECT_EQ(done, 0);
  release.count_down();
  while (done != 5) std::this_thread::yield();
  pool.stop();
  EXPECT_FALSE(pool.submit([] {}));
}

TEST(WaitingPool, StopLetsRunningTasksEndAndDropsTheOthers) {
  std::latch started(1);
  std::atomic<int> done{0};
  const auto held = std::make_shared<int>(0);
  WaitingPool pool(1, 8);
  ASSERT_TRUE(pool.submit([&] {
    started.count_down();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ++done;
  }));
  started.wait();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.submit([&done, held] { ++done; }));
  pool.stop();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(held.use_count(), 1) << "what they held is let go";
}

TEST(WaitingPool, NothingToDo) {
  WaitingPool pool;
  pool.stop();
  pool.stop();
}

}  // namespace
}  // namespace newel::server
