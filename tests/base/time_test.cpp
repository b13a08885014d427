#include "base/time.h"

#include <gtest/gtest.h>

namespace newel {
namespace {

using namespace std::chrono_literals;

TEST(Duration, ParsesAsGoDoes) {
  const struct {
    const char* text;
    Duration expected;
  } cases[] = {
      {"0", 0ns},
      {"5s", 5s},
      {"1h15m30.918273645s", 1h + 15min + 30s + 918273645ns},
      {"-5s", -5s},
      {"+5s", 5s},
      {"-0", 0ns},
      {".5s", 500ms},
      {"5.s", 5s},
      {"1us", 1us},
      {"1\u00b5s", 1us},
      {"1\u03bcs", 1us},
      {"1.5h", 90min},
      {"3m1.5m", 4min + 30s},
      {"0.100000000000000000000h", 6min},
      {"0.3333333333333333333h", 20min},
      {"9223372036854775807ns", Duration::max()},
      {"-9223372036854775808ns", Duration::min()},
      {"2562047h47m16.854775807s", Duration::max()},
  };
  for (const auto& c : cases) {
    const auto parsed = parse_duration(c.text);
    ASSERT_TRUE(parsed) << c.text << ": " << parsed.error().text;
    EXPECT_EQ(parsed->count(), c.expected.count()) << c.text;
  }
}

TEST(Duration, RefusesAsGoDoes) {
  const struct {
    const char *text, *expected;
  } cases[] = {
      {"", "time: invalid duration \"\""},
      {"3", "time: missing unit in duration \"3\""},
      {"-", "time: invalid duration \"-\""},
      {"s", "time: invalid duration \"s\""},
      {".", "time: invalid duration \".\""},
      {"-.", "time: invalid duration \"-.\""},
      {".s", "time: invalid duration \".s\""},
      {"1d", "time: unknown unit \"d\" in duration \"1d\""},
      {"1 s", "time: unknown unit \" s\" in duration \"1 s\""},
      {"3000000h", "time: invalid duration \"3000000h\""},
      {"9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\""},
      {"-9223372036854775809ns", "time: invalid duration \"-9223372036854775809ns\""},
      {"9223372036s854775808ns", "time: invalid duration \"9223372036s854775808ns\""},
  };
  for (const auto& c : cases) {
    const auto parsed = parse_duration(c.text);
    ASSERT_FALSE(parsed) << c.text;
    EXPECT_EQ(parsed.error().text, c.expected);
  }
}

TEST(Duration, PrintsAsGoDoes) {
  const std::pair<Duration, const char*> cases[] = {
      {0ns, "0s"},
      {1ns, "1ns"},
      {1100ns, "1.1\u00b5s"},
      {2200us, "2.2ms"},
      {3300ms, "3.3s"},
      {300ms, "300ms"},
      {1min, "1m0s"},
      {4min + 5s + 1ms, "4m5.001s"},
      {24h, "24h0m0s"},
      {-90s, "-1m30s"},
      {Duration::max(), "2562047h47m16.854775807s"},
      {Duration::min(), "-2562047h47m16.854775808s"},
  };
  for (const auto& [duration, expected] : cases) {
    EXPECT_EQ(format_duration(duration), expected);
    EXPECT_EQ(parse_duration(expected)->count(), duration.count()) << expected;
  }
}

TEST(Rfc3339, ParsesAndPrints) {
  const struct {
    const char *text, *whole, *nano, *go;
  } cases[] = {
      {"2006-01-02T15:04:05Z", "2006-01-02T15:04:05Z", "2006-01-02T15:04:05Z",
       "2006-01-02 15:04:05 +0000 UTC"},
      {"2006-01-02T15:04:05.120Z", "2006-01-02T15:04:05Z", "2006-01-02T15:04:05.12Z",
       "2006-01-02 15:04:05.12 +0000 UTC"},
      {"2006-01-02T15:04:05+02:30", "2006-01-02T12:34:05Z", "2006-01-02T12:34:05Z",
       "2006-01-02 12:34:05 +0000 UTC"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z",
       "0001-01-01 00:00:00 +0000 UTC"},
      {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z",
       "9999-12-31 23:59:59 +0000 UTC"},
      {"1969-12-31T23:59:59.5-00:01", "1970-01-01T00:00:59Z", "1970-01-01T00:00:59.5Z",
       "1970-01-01 00:00:59.5 +0000 UTC"},
      {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z",
       "2024-02-29 00:00:00 +0000 UTC"},
  };
  for (const auto& c : cases) {
    const auto parsed = parse_rfc3339(c.text);
    ASSERT_TRUE(parsed) << c.text << ": " << parsed.error().text;
    EXPECT_EQ(format_rfc3339(*parsed), c.whole);
    EXPECT_EQ(format_rfc3339_nano(*parsed), c.nano);
    EXPECT_EQ(format_go_time(*parsed), c.go);
  }
}

TEST(Rfc3339, Refuses) {
  for (const char* text :
       {"", "2006-01-02", "2006-01-02 15:04:05Z", "2006-01-02t15:04:05Z", "2006-01-02T15:04:05z",
        "2006-01-02T15:04:05", "2006-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2006-13-01T00:00:00Z",
        "2006-01-02T24:00:00Z", "2006-01-02T15:60:00Z", "2006-01-02T15:04:60Z", "2006-01-02T15:04:05.Z",
        "2006-01-02T15:04:05+0230", "2006-01-02T15:04:05Zx", "06-01-02T15:04:05Z"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(Civil, RoundTripsAndRefusesDaysThatAreNot) {
  for (std::int64_t seconds : {-62135596800LL, -1LL, 0LL, 951782400LL, 1709164800LL, 253402300799LL}) {
    Time back;
    ASSERT_TRUE(from_civil(to_civil(from_unix(seconds)), back));
    EXPECT_EQ(unix_seconds(back), seconds);
  }
  Time ignored;
  for (const CivilTime& bad :
       {CivilTime{2023, 2, 29, 0, 0, 0}, CivilTime{2023, 0, 1, 0, 0, 0}, CivilTime{2023, 13, 1, 0, 0, 0},
        CivilTime{2023, 4, 31, 0, 0, 0}, CivilTime{2023, 1, 0, 0, 0, 0}, CivilTime{2023, 1, 1, 24, 0, 0},
        CivilTime{2023, 1, 1, 0, 60, 0}, CivilTime{2023, 1, 1, 0, 0, 60}}) {
    EXPECT_FALSE(from_civil(bad, ignored));
  }
}

}  // namespace
}  // namespace newel
