#include "net/http1_parser.h"

#include <gtest/gtest.h>

namespace newel::net {
namespace {

using State = Http1Parser::State;

// Feeds the bytes in pieces of `step` until they are used up or the parser has an opinion; `rest` is what was
// left.
State feed_all(Http1Parser& parser, std::string_view data, std::size_t step, std::string* rest = nullptr) {
  while (!data.empty() && parser.state() != State::complete && parser.state() != State::failed) {
    data.remove_prefix(parser.feed(data.substr(0, step)));
  }
  if (rest != nullptr) *rest = std::string(data);
  return parser.state();
}

struct Refused {
  std::string input;
  int status;
};

const std::string line = "GET / HTTP/1.1\r\n";
const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";

const std::vector<Refused> refused = {
    {line + "\r\n", 400},                           // no Host
    {line + "Host: a\r\nHost: a\r\n\r\n", 400},     // two
    {line + "Host: a b\r\n\r\n", 400},              // no host
    {line + "Host: a\r\nX: 1\r\n 2\r\n\r\n", 400},  // folded
    {line + "Host: a\r\nX : 1\r\n\r\n", 400},       // space before the colon
    {line + "Host: a\r\nX\r\n\r\n", 400},           // no colon
    {line + "Host: a\nX: 1\r\n\r\n", 400},          // bare LF
    {line + "Host: a\r\nX: 1\rY: 2\r\n\r\n", 400},  // bare CR
    {line + "Host: a\r\nX: 1" + std::string(1, '\0') + "\r\n\r\n", 400},
    {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
    {"GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505},
    {"GET /\r\n\r\n", 400},
    {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"\x16\x03\x01\x02", 400},  // a TLS client
    {post + "Content-Length: +5\r\n\r\nhello", 400},
    {post + "Content-Length: -5\r\n\r\nhello", 400},
    {post + "Content-Length: 5x\r\n\r\nhello", 400},
    {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
    {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400},
    {post + "Transfer-Encoding: gzip\r\n\r\n", 501},
    {post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
    {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {post + "Expect: 200-ok\r\n\r\n", 417},
    {post + "Content-Length: 1001\r\n\r\n", 413},
    {post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n", 413},
    {post + "Transfer-Encoding: chunked\r\n\r\n1f4\r\n" + std::string(500, 'x') + "\r\n1f5\r\n", 413},
    {post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
    {post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcXY\r\n", 400},
    {post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", 400},
    {post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(3000, 'a'), 400},
    {line + "Host: a\r\nX: " + std::string(3000, 'x') + "\r\n\r\n", 431},
    {"GET /" + std::string(3000, 'x') + " HTTP/1.1\r\n", 431},
};

TEST(Http1Parser, RefusesWhatIsAmbiguousOrBroken) {
  for (const auto& [input, status] : refused) {
    for (const std::size_t step : {input.size(), std::size_t{7}, std::size_t{1}}) {
      Http1Parser parser(2000, 1000);
      EXPECT_EQ(feed_all(parser, input, step), State::failed) << step << ": " << input.substr(0, 200);
      EXPECT_EQ(parser.failure().status, status)
          << step << ": " << input.substr(0, 200) << parser.failure().detail;
    }
  }
}

struct Accepted {
  std::string input;
  std::string method, path, query, host, body;
  bool keep_alive;
};

const std::vector<Accepted> accepted = {
    {"GET /a/b?c=d HTTP/1.1\r\nHost: h:1\r\n\r\n", "GET", "/a/b", "c=d", "h:1", "", true},
    {"\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET", "/", "", "h", "", true},
    {"GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET", "/", "", "", "", true},
    {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "GET", "/", "", "h", "", false},
    {"GET / HTTP/1.0\r\n\r\n", "GET", "/", "", "", "", false},
    {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET", "/", "", "", "", true},
    {"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "OPTIONS", "*", "", "h", "", true},
    {"GET http://other:80/x?y HTTP/1.1\r\nHost: h\r\n\r\n", "GET", "/x", "y", "other:80", "", true},
    {"GET https://other HTTP/1.1\r\nHost: h\r\n\r\n", "GET", "/", "", "other", "", true},
    {"PROPFIND / HTTP/1.1\r\nHost: h\r\n\r\n", "PROPFIND", "/", "", "h", "", true},
    {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", "POST", "/", "", "h", "hello", true},
    {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "POST", "/", "",
     "h", "hello", true},
    {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", "POST", "/", "", "h", "", true},
    {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
     "POST", "/", "", "h", "abcde", true},
    {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nHost: evil\r\n\r\n",
     "POST", "/", "", "h", "a", true},
};

TEST(Http1Parser, ReadsRequestsWhateverThePieces) {
  for (const auto& want : accepted) {
    for (const std::size_t step : {want.input.size(), std::size_t{3}, std::size_t{1}}) {
      Http1Parser parser(2000, 1000);
      ASSERT_EQ(feed_all(parser, want.input, step), State::complete) << want.input << parser.failure().detail;
      EXPECT_EQ(parser.keep_alive(), want.keep_alive) << want.input;
      const Request got = parser.take();
      EXPECT_EQ(got.method, want.method);
      EXPECT_EQ(got.path, want.path);
      EXPECT_EQ(got.query, want.query);
      EXPECT_EQ(got.host, want.host);
      EXPECT_EQ(got.body, want.body);
      EXPECT_EQ(parser.state(), State::idle);
    }
  }
}

TEST(Http1Parser, LeavesTheNextRequestAlone) {
  const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
  const std::string second = "GET /second HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t step = 1; step < chunked.size() + second.size(); ++step) {
    Http1Parser parser(2000, 1000);
    std::string rest;
    ASSERT_EQ(feed_all(parser, chunked + second, step, &rest), State::complete) << step;
    EXPECT_EQ(rest, second) << step;
    EXPECT_EQ(parser.take().body, "hi");
    ASSERT_EQ(feed_all(parser, rest, step), State::complete) << step;
    EXPECT_EQ(parser.take().target, "/second");
  }
}

TEST(Http1Parser, AsksForTheBodyOnlyWhenItIsHeldBack) {
  const std::string head = post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  Http1Parser parser(2000, 1000);
  feed_all(parser, head, head.size());
  EXPECT_EQ(parser.state(), State::body);
  EXPECT_TRUE(parser.wants_continue());
  parser.continue_sent();
  EXPECT_FALSE(parser.wants_continue());

  Http1Parser sent_along(2000, 1000);
  sent_along.feed(head + "h");
  EXPECT_EQ(sent_along.state(), State::body);
  EXPECT_FALSE(sent_along.wants_continue());
}

}  // namespace
}  // namespace newel::net
