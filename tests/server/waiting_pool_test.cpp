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
  pool.stop();
  EXPECT_EQ(done, 5) << "what was taken is done";
  EXPECT_FALSE(pool.submit([] {}));
}

TEST(WaitingPool, NothingToDo) {
  WaitingPool pool;
  pool.stop();
  pool.stop();
}

}  // namespace
}  // namespace newel::server
