#include <gtest/gtest.h>

#include "server/resident_pages.h"

namespace newel::server {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(QuietWatch, TheStartIsWorkAndItsEndIsToldOnce) {
  QuietWatch watch;
  EXPECT_FALSE(watch.work_is_over(milliseconds(90)));
  EXPECT_TRUE(watch.work_is_over(milliseconds(91)));
  EXPECT_FALSE(watch.work_is_over(milliseconds(91)));
}

TEST(QuietWatch, NothingIsGivenBackWhileThereIsWork) {
  QuietWatch watch;
  for (int used = 100; used < 1000; used += 100) EXPECT_FALSE(watch.work_is_over(milliseconds(used)));
  EXPECT_TRUE(watch.work_is_over(milliseconds(905)));
}

TEST(QuietWatch, ASingleHealthCheckIsGivenBackAnIdleSecondIsNot) {
  QuietWatch watch;
  watch.work_is_over(milliseconds(0));
  EXPECT_TRUE(watch.work_is_over(milliseconds(2)));
  EXPECT_FALSE(watch.work_is_over(milliseconds(2) + microseconds(300)));
  EXPECT_FALSE(watch.work_is_over(milliseconds(2) + microseconds(600)));
  EXPECT_TRUE(watch.work_is_over(milliseconds(3) + microseconds(100)));
}

}  // namespace
}  // namespace newel::server
