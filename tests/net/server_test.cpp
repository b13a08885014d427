#include "net/server.h"

#include <gmock/gmock.h>

#include "net/fixtures.h"

namespace newel::net::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Server, AnswersOverTlsWithHttp2AndHttp1) {
  TestServer server(server_context());
  Client client(trusting_client());
  const Response response = client.send({.method = "POST", .url = server.url("/a?b=c"), .body = "hello"});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "POST /a?b=c hello");
  EXPECT_EQ(*find_header(response.headers, "x-protocol"), "HTTP/2.0");
  EXPECT_EQ(*find_header(response.headers, "x-host"), server.address);
  EXPECT_EQ(*find_header(response.headers, "x-remote"), "127.0.0.1");
  EXPECT_NE(find_header(response.headers, "date"), nullptr);

  TlsServerSettings settings = server_settings();
  settings.http2 = false;
  TestServer old(std::make_shared<TlsServerContext>(settings));
  EXPECT_EQ(*find_header(client.send({.url = old.url("/")}).headers, "x-protocol"), "HTTP/1.1");
}

TEST(Server, AnswersPlainHttp) {
  TestServer server(nullptr);
  Client client(trusting_client());
  for (int i = 0; i < 3; ++i) {
    const Response response = client.send({.url = server.url("/plain")});
    EXPECT_EQ(response.body, "GET /plain ");
    EXPECT_EQ(*find_header(response.headers, "content-length"), std::to_string(response.body.size()));
  }
}

TEST(Server, KnowsClientCertificates) {
  TestServer server(server_context());
  Client client(client_with(Pki::get().client));
  // The leaf and the intermediate, which the client left out and which is an anchor of its own.
  EXPECT_EQ(*find_header(client.send({.url = server.url("/")}).headers, "x-peers"), "2");
}

}  // namespace
}  // namespace newel::net::test
