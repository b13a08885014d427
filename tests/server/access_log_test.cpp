#include "server/access_log.h"

#include <gmock/gmock.h>

namespace newel::server {
namespace {

using testing::HasSubstr;
using testing::Not;

net::Request sample_request() {
  net::Request request;
  request.method = "POST";
  request.target = "/1.0/sign?x=1";
  request.protocol = "HTTP/2.0";
  request.remote_address = "192.0.2.7";
  request.received = from_unix(1'700'000'000);
  request.headers = {{"User-Agent", "curl/8 \"x\"\r\nforged"}, {"X-Forwarded-For", "203.0.113.9, 10.0.0.1"}};
  return request;
}

std::string line_of(AccessLogOptions options, int status, const api::LogFields& fields = {},
                    net::Request request = sample_request()) {
  static const ManualClock clock(from_unix(1'700'000'001));
  std::string out;
  const AccessLog log(
      options, [&out](std::string_view line) { out = line; }, clock);
  log.answered({request, "id-1", status, 12, std::chrono::microseconds(1500), fields});
  return out;
}

TEST(AccessLog, WritesTextWithSortedFields) {
  const api::LogFields fields = {
      {"serial", "17"},
      {"sans", json::Object{{"dns", json::Array{"a", "b"}}, {"ip", json::Array{"1.2.3.4"}}}}};
  net::Request request = sample_request();
  request.headers = {{"User-Agent", "agent"}};
  EXPECT_EQ(line_of({LogFormat::text}, 201, fields, request),
            "time=\"2023-11-14T22:13:21Z\" level=info duration=1.5ms duration-ns=1500000 "
            "fields.time=\"2023-11-14T22:13:20Z\" method=POST name=ca path=\"/1.0/sign?x=1\" "
            "protocol=HTTP/2.0 referer= "
            "remote-address=192.0.2.7 request-id=id-1 sans=\"map[dns:[a b] ip:[1.2.3.4]]\" serial=17 size=12 "
            "status=201 "
            "user-agent=agent user-id=\n");
}

TEST(AccessLog, CannotBeForged) {
  for (const LogFormat format : {LogFormat::text, LogFormat::json, LogFormat::common}) {
    net::Request request = sample_request();
    request.target = "/a\r\nlevel=info msg=forged\x1b[2J";
    const std::string line = line_of({format}, 404, {{"error", "a\nb"}}, request);
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << line;
    EXPECT_EQ(line.find('\x1b'), std::string::npos) << line;
    EXPECT_EQ(line.find('\r'), std::string::npos) << line;
  }
}

TEST(AccessLog, WritesJsonWithSortedMembers) {
  const std::string line = line_of({LogFormat::json}, 403, {{"error", "x < y"}});
  const auto value = json::parse(line);
  ASSERT_TRUE(value) << line;
  const auto& object = value->get_object();
  EXPECT_EQ(object.at("level"), "warning");
  EXPECT_EQ(object.at("msg"), "");
  EXPECT_EQ(object.at("status"), 403);
  EXPECT_EQ(object.at("size"), 12);
  EXPECT_EQ(object.at("duration-ns"), 1'500'000);
  EXPECT_EQ(object.at("time"), "2023-11-14T22:13:21Z");
  EXPECT_EQ(object.at("fields.time"), "2023-11-14T22:13:20Z");
  std::vector<std::string> names;
  for (const auto& member : object) names.emplace_back(member.key());
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_THAT(line, HasSubstr("\\u003c"));
}

TEST(AccessLog, WritesCommonColumns) {
  EXPECT_EQ(line_of({LogFormat::common}, 201, {{"serial", "17"}}),
            "id-1 192.0.2.7 ca - 2023-11-14T22:13:20Z 1.5ms \"POST /1.0/sign?x=1 HTTP/2.0\" 201 12\n");
}

TEST(AccessLog, HasALevelForEachKindOfStatus) {
  EXPECT_THAT(line_of({LogFormat::text}, 399), HasSubstr("level=info"));
  EXPECT_THAT(line_of({LogFormat::text}, 400), HasSubstr("level=warning"));
  EXPECT_THAT(line_of({LogFormat::text}, 500), HasSubstr("level=error"));
}

TEST(AccessLog, BelievesProxiesOnlyWhenTold) {
  EXPECT_THAT(line_of({LogFormat::text, false, true}, 200), HasSubstr("remote-address=203.0.113.9 "));
  net::Request request = sample_request();
  request.headers = {{"X-Real-IP", "not an address"}};
  EXPECT_THAT(line_of({LogFormat::text, false, true}, 200, {}, request),
              HasSubstr("remote-address=192.0.2.7 "));
}

TEST(AccessLog, HidesGoodHealth) {
  net::Request request = sample_request();
  request.target = "/health";
  EXPECT_EQ(line_of({LogFormat::text, true, false}, 200, {}, request), "");
  EXPECT_NE(line_of({LogFormat::text, true, false}, 500, {}, request), "");
  EXPECT_NE(line_of({LogFormat::text, false, false}, 200, {}, request), "");
}

TEST(AccessLog, KnowsItsFormats) {
  EXPECT_EQ(parse_log_format(""), LogFormat::text);
  EXPECT_EQ(parse_log_format("common"), LogFormat::common);
  EXPECT_THROW(parse_log_format("xml"), Error);
}

}  // namespace
}  // namespace newel::server
