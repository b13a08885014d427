// URLs, IP addresses and the kind of a name.
#include <gtest/gtest.h>

#include "base/ip.h"
#include "base/name_kind.h"
#include "base/url.h"

namespace newel {
namespace {

TEST(Url, Parts) {
  const struct {
    const char *text, *scheme, *host, *path, *query, *fragment;
  } cases[] = {
      {"https://ca.example:9000/1.0/sign?a=b#c", "https", "ca.example:9000", "/1.0/sign", "a=b", "c"},
      {"HTTPS://Host", "https", "Host", "", "", ""},
      {"https://[::1]:443/x", "https", "[::1]:443", "/x", "", ""},
      {"spiffe://domain/a%2Fb", "spiffe", "domain", "/a%2Fb", "", ""},
      {"/relative", "", "", "/relative", "", ""},
  };
  for (const auto& c : cases) {
    const auto url = parse_url(c.text);
    ASSERT_TRUE(url) << c.text << ": " << url.error().text;
    EXPECT_EQ(url->scheme, c.scheme) << c.text;
    EXPECT_EQ(url->host, c.host) << c.text;
    EXPECT_EQ(url->path, c.path) << c.text;
    EXPECT_EQ(url->query, c.query) << c.text;
    EXPECT_EQ(url->fragment, c.fragment) << c.text;
  }
  EXPECT_EQ(parse_url("urn:uuid:x")->opaque, "uuid:x");
  EXPECT_EQ(parse_url("https://[::1]:443")->host_name(), "::1");
  EXPECT_EQ(parse_url("https://[::1]:443")->port(), "443");
  EXPECT_EQ(parse_url("https://[::1]")->port(), "");
  EXPECT_EQ(parse_url("https://user:pw@host/")->user, "user:pw");
}

TEST(Url, PrintsWhatItRead) {
  for (const char* text :
       {"https://ca.example:9000/1.0/sign?a=b#c", "urn:uuid:1", "https://u@h/", "/a/b", "mailto:a@b"}) {
    EXPECT_EQ(parse_url(text)->to_string(), text);
  }
}

TEST(Url, Refusals) {
  const struct {
    const char *text, *expected;
  } cases[] = {
      {"https://h:port/", "parse \"https://h:port/\": invalid port \":port\" after host"},
      {"https://[::1", "parse \"https://[::1\": missing ']' in host"},
      {"https://h/%zz", "parse \"https://h/%zz\": invalid URL escape \"%zz\""},
      {":x", "parse \":x\": missing protocol scheme"},
      {"https://a b/", "parse \"https://a b/\": invalid character \" \" in host name"},
  };
  for (const auto& c : cases) {
    const auto url = parse_url(c.text);
    ASSERT_FALSE(url) << c.text;
    EXPECT_EQ(url.error().text, c.expected);
  }
}

TEST(Url, HostAndPort) {
  EXPECT_EQ(split_host_port("[::1]:80")->first, "::1");
  EXPECT_EQ(split_host_port("host:80")->second, "80");
  EXPECT_EQ(split_host_port(":80")->first, "");
  for (const char* bad : {"host", "::1", "[::1]", "a:b:c", ""}) EXPECT_FALSE(split_host_port(bad)) << bad;
  EXPECT_EQ(join_host_port("::1", "80"), "[::1]:80");
  EXPECT_EQ(join_host_port("host", "80"), "host:80");
  EXPECT_EQ(*percent_decode("a%20b%2F"), "a b/");
  EXPECT_FALSE(percent_decode("%2"));
}

TEST(Ip, ParsesAndPrints) {
  const std::pair<const char*, const char*> cases[] = {
      {"1.2.3.4", "1.2.3.4"},        {"::1", "::1"}, {"2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"::ffff:1.2.3.4", "1.2.3.4"}, {"::", "::"},   {"fe80::1:0", "fe80::1:0"},
  };
  for (const auto& [text, printed] : cases) {
    const auto ip = parse_ip(text);
    ASSERT_TRUE(ip) << text;
    EXPECT_EQ(ip->to_string(), printed);
  }
  for (const char* bad :
       {"", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.256", "[::1]", "::1%eth0", "1.2.3.4:5", ":::", "a"}) {
    EXPECT_FALSE(parse_ip(bad)) << bad;
  }
}

TEST(Ip, Networks) {
  const auto net = parse_cidr("10.1.2.3/8");
  ASSERT_TRUE(net);
  EXPECT_EQ(net->to_string(), "10.0.0.0/8");
  EXPECT_TRUE(net->contains(*parse_ip("10.255.0.1")));
  EXPECT_FALSE(net->contains(*parse_ip("11.0.0.1")));
  EXPECT_FALSE(net->contains(*parse_ip("::1")));
  EXPECT_EQ(parse_cidr("2001:db8::/32")->to_string(), "2001:db8::/32");
  for (const char* bad :
       {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/08x", "::/129", "/8"}) {
    EXPECT_FALSE(parse_cidr(bad)) << bad;
  }
}

TEST(NameKind, RuleOfTheReference) {
  EXPECT_EQ(name_kind("host.example"), NameKind::dns);
  EXPECT_EQ(name_kind("*.example"), NameKind::dns);
  EXPECT_EQ(name_kind("10.0.0.1"), NameKind::ip);
  EXPECT_EQ(name_kind("::1"), NameKind::ip);
  EXPECT_EQ(name_kind("me@example.com"), NameKind::email);
  EXPECT_EQ(name_kind("https://example.com/x"), NameKind::uri);
  EXPECT_EQ(name_kind("spiffe://a/b"), NameKind::uri);
  EXPECT_EQ(name_kind("localhost:8443"), NameKind::uri);
  const auto split = split_names({"a.b", "", "1.2.3.4", "c.d", "x@y", "urn:x"});
  EXPECT_EQ(split.dns, (std::vector<std::string>{"a.b", "c.d"}));
  EXPECT_EQ(split.ips.size(), 1u);
  EXPECT_EQ(split.emails.size(), 1u);
  EXPECT_EQ(split.uris.size(), 1u);
}

}  // namespace
}  // namespace newel
