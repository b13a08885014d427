// HTTP/1 on the wire: what well and badly behaved clients send, byte for byte.
#include <gmock/gmock.h>

#include <future>

#include "net/fixtures.h"

namespace newel::net::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

ServerLimits quick() {
  ServerLimits limits;
  limits.header_timeout = std::chrono::milliseconds(150);
  limits.body_timeout = std::chrono::milliseconds(150);
  limits.idle_timeout = std::chrono::milliseconds(150);
  limits.write_timeout = std::chrono::milliseconds(150);
  return limits;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

void expect_healthy(TestServer& server) {
  RawConnection connection(server.port());
  connection.send("GET /well HTTP/1.0\r\n\r\n");
  EXPECT_THAT(connection.read_to_end(), HasSubstr("GET /well"));
}

TEST(Http1Server, AnswersPipelinedRequestsInOrder) {
  TestServer server(nullptr);
  RawConnection connection(server.port());
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  }
  requests +=
      "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /never HTTP/1.1\r\nHost: a\r\n\r\n";
  connection.send(requests);
  const std::string answers = connection.read_to_end();
  std::size_t at = 0;
  for (int i = 0; i < 200; ++i) {
    at = answers.find("POST /" + std::to_string(i) + " hi", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
  EXPECT_NE(answers.find("GET /last", at), std::string::npos);
  EXPECT_EQ(answers.find("/never"), std::string::npos);
  EXPECT_EQ(count(answers, "HTTP/1.1 200 OK\r\n"), 201u);
  EXPECT_EQ(count(answers, "Connection: close\r\n"), 1u);
}

TEST(Http1Server, KeepsToTheRulesOfMethodsAndVersions) {
  TestServer server(nullptr);
  {
    RawConnection connection(server.port());
    connection.send("HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const std::string answer = connection.read_to_end();
    EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
    EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
  }
  {
    RawConnection connection(server.port());
    connection.send("GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_THAT(connection.read_through("GET /x "), HasSubstr("Connection: keep-alive\r\n"));
    connection.send("GET /y HTTP/1.0\r\n\r\n");
    EXPECT_THAT(connection.read_to_end(), HasSubstr("Connection: close\r\n"));
  }
  {
    RawConnection connection(server.port());
    connection.send(
        "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: "
        "close\r\n\r\n");
    EXPECT_EQ(connection.read_through("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    connection.send("ok");
    EXPECT_THAT(connection.read_to_end(), HasSubstr("POST /x ok"));
  }
}

TEST(Http1Server, HandlersCannotForgeTheFraming) {
  TestServer server(nullptr, {}, [](std::shared_ptr<const Request> request, Respond respond) {
    if (request->path == "/empty") return respond({204, {}, "no body allowed"});
    respond({200,
             {{"X-A", "1\r\nX-Injected: 2"},
              {"Content-Length", "999"},
              {"Transfer-Encoding", "chunked"},
              {"Connection", "close"}},
             "ok"});
  });
  RawConnection connection(server.port());
  connection.send("GET /empty HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string answer = connection.read_to_end();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_EQ(count(answer, "Content-Length"), 1u);
  EXPECT_THAT(answer, HasSubstr("X-A: 1  X-Injected: 2\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 2\r\nConnection: close\r\n\r\nok"));
}

struct Bad {
  std::string sent, answer;
};

TEST(Http1Server, AnswersBadRequestsOnceAndClearly) {
  TestServer server(nullptr);
  const std::vector<Bad> cases = {
      {"GET / HTTP/1.1\r\n\r\n", "400 Bad Request: missing required Host header"},
      {"\x16\x03\x01\x02\x03", "400 Bad Request: not an HTTP request"},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20000, 'x'),
       "431 Request Header Fields Too Large: more than 16384 bytes"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n",
       "413 Request Entity Too Large: more than 1048576 bytes"},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: br\r\n\r\n",
       "501 Not Implemented: only the transfer coding chunked"},
  };
  for (const auto& [sent, answer] : cases) {
    RawConnection connection(server.port());
    connection.send(sent);
    const std::string got = connection.read_to_end();
    EXPECT_THAT(got, StartsWith("HTTP/1.1 " + answer.substr(0, answer.find(':')) + "\r\n"));
    EXPECT_THAT(got, HasSubstr("Content-Type: text/plain; charset=utf-8\r\n"));
    EXPECT_THAT(got, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(got, EndsWith("\r\n\r\n" + answer));
    EXPECT_EQ(count(got, "HTTP/1.1 "), 1u);
  }
  expect_healthy(server);
}

TEST(Http1Server, TheAnswerToAnOversizedBodyReachesAClientThatIsStillSending) {
  TestServer server(nullptr);
  RawConnection connection(server.port());
  connection.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  std::thread sender([&] {
    const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
    for (int i = 0; i < 32 && connection.send(chunk); ++i) {
    }
  });
  EXPECT_THAT(connection.read_to_end(), StartsWith("HTTP/1.1 413 "));
  sender.join();
}

TEST(Http1Server, SlowClientsAreTimedOutAndToldSo) {
  TestServer server(nullptr, quick());
  struct Slow {
    std::string sent, answer;
  };
  const std::vector<Slow> cases = {
      {"", ""},
      {"GET / HT", "HTTP/1.1 408 Request Timeout\r\n"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe", "HTTP/1.1 408 Request Timeout\r\n"},
  };
  for (const auto& [sent, answer] : cases) {
    RawConnection connection(server.port());
    connection.send(sent);
    EXPECT_THAT(connection.read_to_end(), StartsWith(answer));
  }
  RawConnection idle(server.port());
  idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(count(idle.read_to_end(), "HTTP/1.1 "), 1u);  // the answer, and then silently closed
  expect_healthy(server);
}

TEST(Http1Server, AClientThatDoesNotReadIsCut) {
  TestServer server(nullptr, quick());
  RawConnection connection(server.port());
  const int small = 4096;
  ::setsockopt(connection.fd(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  connection.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
  pollfd hung_up{connection.fd(), POLLRDHUP, 0};
  EXPECT_EQ(::poll(&hung_up, 1, 10'000), 1);
  expect_healthy(server);
}

TEST(Http1Server, ClientsMayLeaveAtAnyPoint) {
  for (const bool tls : {false, true}) {
    TestServer server(tls ? server_context() : nullptr);
    const std::string request = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    for (std::size_t cut = 0; cut <= request.size(); ++cut) {
      RawConnection connection(server.port());
      connection.send(request.substr(0, cut));
      if (cut % 2 == 0) connection.abort();
    }
    Client client(trusting_client());
    EXPECT_EQ(client.send({.url = server.url("/well")}).status, 200);
  }
}

TEST(Http1Server, ClientsMayLeaveWhileAHandlerWorks) {
  std::mutex mutex;
  std::vector<Respond> waiting;
  TestServer server(nullptr, {}, [&](std::shared_ptr<const Request> request, Respond respond) {
    if (request->path == "/well") return respond(echo(*request));
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(respond));
  });
  const auto held = [&] {
    const std::lock_guard lock(mutex);
    return waiting.size();
  };
  for (std::size_t i = 0; i < 20; ++i) {
    RawConnection connection(server.port());
    connection.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    while (held() <= i) std::this_thread::yield();
    if (i % 2 == 0) connection.abort();
  }
  for (auto& respond : waiting) respond({200, {}, "too late"});
  for (auto& respond : waiting) respond({200, {}, "and again"});
  expect_healthy(server);
}

TEST(Http1Server, AnswersComeFromAnyThreadAtAnyTime) {
  std::vector<std::thread> threads;
  std::mutex mutex;
  {
    TestServer server(nullptr, {}, [&](std::shared_ptr<const Request> request, Respond respond) {
      const std::lock_guard lock(mutex);
      threads.emplace_back([request, respond] {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        respond(echo(*request));
      });
    });
    RawConnection connection(server.port());
    connection.send(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const std::string answers = connection.read_to_end();
    EXPECT_LT(answers.find("GET /1"), answers.find("GET /2"));
    RawConnection forgotten(server.port());
    forgotten.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
    for (std::size_t n = 0; n < 3; std::this_thread::yield()) {
      const std::lock_guard lock(mutex);
      n = threads.size();
    }
  }  // the server goes while the third answer is still owed
  for (auto& thread : threads) thread.join();
}

TEST(Http1Server, AHandlerThatFailsOrForgetsIsA500) {
  TestServer server(nullptr, {}, [](std::shared_ptr<const Request> request, Respond respond) {
    if (request->path == "/throw") throw std::runtime_error("secret detail");
    if (request->path == "/twice") {
      respond({200, {}, "first"});
      throw std::runtime_error("after the answer");
    }
  });
  for (const auto& [path, answer] :
       std::vector<std::pair<std::string, std::string>>{{"/throw", "500 Internal Server Error"},
                                                        {"/forget", "500 Internal Server Error"},
                                                        {"/twice", "first"}}) {
    RawConnection connection(server.port());
    connection.send("GET " + path + " HTTP/1.0\r\n\r\n");
    const std::string got = connection.read_to_end();
    EXPECT_THAT(got, EndsWith("\r\n\r\n" + answer));
    EXPECT_EQ(count(got, "HTTP/1.1 "), 1u);
  }
}

TEST(Http1Server, ServesCurl) {
  TestServer server(server_context());
  FILE* pipe = ::popen(
      ("curl -sk --http1.1 -d body " + server.url("/curl") + " " + server.url("/again")).c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  char buffer[256];
  std::string got(buffer, std::fread(buffer, 1, sizeof buffer, pipe));
  EXPECT_EQ(::pclose(pipe), 0);
  EXPECT_EQ(got, "POST /curl bodyPOST /again body");
}

}  // namespace
}  // namespace newel::net::test
