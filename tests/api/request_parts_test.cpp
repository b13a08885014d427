#include <gtest/gtest.h>

#include "api/request_id.h"
#include "base/form.h"

namespace newel::api {
namespace {

TEST(Query, IsReadAsGoReadsIt) {
  struct Case {
    const char *query, *name;
    std::optional<std::string> value;
  };
  const Case cases[] = {
      {"", "a", std::nullopt}, {"a=1", "a", "1"},          {"a", "a", ""},
      {"a=", "a", ""},         {"b=2&a=1&a=3", "a", "1"},  {"a=x+y%20z", "a", "x y z"},
      {"%61=1", "a", "1"},     {"a=%zz&a=2", "a", "2"},    {"a;b=1", "a", std::nullopt},
      {"&&a=1&", "a", "1"},    {"A=1", "a", std::nullopt}, {"a=b=c", "a", "b=c"},
  };
  for (const Case& c : cases) EXPECT_EQ(form_value(c.query, c.name), c.value) << c.query;
}

TEST(RequestId, IsTheClientsWhenHarmless) {
  net::Request request;
  request.headers = {{"X-Smallstep-Id", "trace-1"}};
  EXPECT_EQ(choose_request_id(request, "X-Smallstep-Id"), "trace-1");
  request.headers.emplace_back("x-request-id", "req-1");
  EXPECT_EQ(choose_request_id(request, "X-Smallstep-Id"), "req-1");
}

TEST(RequestId, IsANewUuidOtherwise) {
  for (const std::string& bad : {std::string(), std::string("a b"), std::string("a\x1b[31m"),
                                 std::string(129, 'a'), std::string("a\"b")}) {
    net::Request request;
    request.headers = {{"X-Request-Id", bad}};
    const std::string id = choose_request_id(request, "X-Smallstep-Id");
    EXPECT_EQ(id.size(), 36u) << bad;
    EXPECT_EQ(id[14], '4');
  }
}

}  // namespace
}  // namespace newel::api
