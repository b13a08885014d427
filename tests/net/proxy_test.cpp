#include "net/proxy.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <map>

#include "net/fixtures.h"

namespace newel::net::test {
namespace {

struct Case {
  std::string url;
  std::map<std::string, std::string> environment;
  std::string proxy;
};

TEST(Proxy, FollowsTheEnvironmentAsGoDoes) {
  const auto https = [](const std::string& no_proxy) {
    return std::map<std::string, std::string>{{"HTTPS_PROXY", "http://p:1"}, {"NO_PROXY", no_proxy}};
  };
  const std::vector<Case> cases = {
      {"https://a.b/", {}, ""},
      {"https://a.b/", {{"HTTPS_PROXY", "http://p:1"}}, "http://p:1"},
      {"https://a.b/", {{"https_proxy", "p:1"}}, "http://p:1"},
      {"https://a.b/", {{"HTTPS_PROXY", "socks5://up"}, {"https_proxy", "low"}}, "socks5://up"},
      {"https://a.b/", {{"HTTP_PROXY", "http://p:1"}}, ""},
      {"http://a.b/", {{"HTTP_PROXY", "http://p:1"}}, "http://p:1"},
      {"http://a.b/", {{"http_proxy", "http://p:1"}}, "http://p:1"},
      {"http://a.b/", {{"HTTP_PROXY", "http://p:1"}, {"REQUEST_METHOD", "GET"}}, ""},
      {"https://localhost/", https(""), ""},
      {"https://127.1.2.3/", https(""), ""},
      {"https://[::1]:9/", https(""), ""},
      {"https://a.b/", https("*"), ""},
      {"https://a.b/", https("b"), ""},
      {"https://a.b/", https(" x.y , A.B "), ""},
      {"https://ab/", https("b"), "http://p:1"},
      {"https://a.b/", https(".b"), ""},
      {"https://b/", https(".b"), "http://p:1"},
      {"https://a.b/", https("*.b"), ""},
      {"https://a.b/", https("a.b:443"), ""},
      {"https://a.b:444/", https("a.b:443"), "http://p:1"},
      {"https://10.1.2.3/", https("10.0.0.0/8"), ""},
      {"https://11.1.2.3/", https("10.0.0.0/8"), "http://p:1"},
      {"https://10.1.2.3/", https("10.1.2.3"), ""},
      {"https://[fd00::1]/", https("fd00::1"), ""},
      {"https://a.b/", https("10.0.0.0/8,,"), "http://p:1"},
  };
  for (const Case& c : cases) {
    const Environment environment = [&](const char* name) -> std::optional<std::string> {
      const auto it = c.environment.find(name);
      if (it == c.environment.end()) return std::nullopt;
      return it->second;
    };
    EXPECT_EQ(proxy_for(*parse_url(c.url), environment), c.proxy)
        << c.url << testing::PrintToString(c.environment);
  }
}

TEST(Proxy, CarriesPlainRequestsWhole) {
  TestServer proxy(nullptr, {}, [](std::shared_ptr<const Request> request, Respond respond) {
    respond({200, {}, request->target + " for " + request->host});
  });
  ::setenv("HTTP_PROXY", proxy.url("").c_str(), 1);
  Client client(ClientOptions{});
  const std::string body = client.send({.url = "http://name.invalid/path"}).body;
  ::unsetenv("HTTP_PROXY");
  EXPECT_EQ(body, "http://name.invalid/path for name.invalid");
}

}  // namespace
}  // namespace newel::net::test
