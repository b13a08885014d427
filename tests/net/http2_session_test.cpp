// HTTP/2 against nghttp2's client side in memory, and against nghttp and h2load over TLS.
#include "net/http2_session.h"

#include <gmock/gmock.h>
#include <nghttp2/nghttp2.h>

#include <deque>
#include <map>

#include "net/fixtures.h"

namespace newel::net::test {
namespace {

using Instant = Http2Session::Instant;
using testing::HasSubstr;

struct Answered {
  std::string status, body;
  std::map<std::string, std::string> headers;
  bool closed = false;
  std::uint32_t error = 0;
};

/// A client and a session that talk through memory; requests wait in `requests` until the test answers them.
class Pair {
 public:
  explicit Pair(std::size_t max_headers = 4096, std::size_t max_body = 1000)
      : session(
            {max_headers, max_body, std::chrono::seconds(10), std::chrono::seconds(30),
             std::chrono::seconds(20)},
            [this](std::int32_t id, Request request) { requests.emplace_back(id, std::move(request)); },
            now) {
    nghttp2_session_callbacks* c = nullptr;
    nghttp2_session_callbacks_new(&c);
    nghttp2_session_callbacks_set_on_header_callback(
        c, [](nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t nl,
              const std::uint8_t* value, std::size_t vl, std::uint8_t, void* user) {
          auto& answer = static_cast<Pair*>(user)->answers[frame->hd.stream_id];
          const std::string key(reinterpret_cast<const char*>(name), nl),
              text(reinterpret_cast<const char*>(value), vl);
          (key == ":status" ? answer.status : answer.headers[key]) = text;
          return 0;
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        c, [](nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* data, std::size_t n,
              void* user) {
          static_cast<Pair*>(user)->answers[id].body.append(reinterpret_cast<const char*>(data), n);
          return 0;
        });
    nghttp2_session_callbacks_set_on_stream_close_callback(
        c, [](nghttp2_session*, std::int32_t id, std::uint32_t code, void* user) {
          static_cast<Pair*>(user)->answers[id].closed = true;
          static_cast<Pair*>(user)->answers[id].error = code;
          return 0;
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        c, [](nghttp2_session*, const nghttp2_frame* frame, void* user) {
          if (frame->hd.type == NGHTTP2_GOAWAY)
            static_cast<Pair*>(user)->goaways.push_back(frame->goaway.last_stream_id);
          return 0;
        });
    nghttp2_session_client_new(&client, c, this);
    nghttp2_session_callbacks_del(c);
    nghttp2_submit_settings(client, NGHTTP2_FLAG_NONE, nullptr, 0);
  }
  ~Pair() { nghttp2_session_del(client); }

  std::int32_t request(const std::string& method, const std::string& path, const std::string& body = {},
                       std::vector<std::pair<std::string, std::string>> more = {}, bool end = true) {
    std::vector<std::pair<std::string, std::string>> fields = {
        {":method", method}, {":scheme", "https"}, {":authority", "h"}, {":path", path}};
    fields.insert(fields.end(), more.begin(), more.end());
    std::vector<nghttp2_nv> list;
    for (auto& [name, value] : fields) {
      list.push_back({reinterpret_cast<std::uint8_t*>(name.data()),
                      reinterpret_cast<std::uint8_t*>(value.data()), name.size(), value.size(), 0});
    }
    uploads.push_back({body, end});
    nghttp2_data_provider provider{};
    provider.source.ptr = &uploads.back();
    provider.read_callback = [](nghttp2_session*, std::int32_t, std::uint8_t* to, std::size_t size,
                                std::uint32_t* flags, nghttp2_data_source* source, void*) -> ssize_t {
      auto& upload = *static_cast<Upload*>(source->ptr);
      const std::size_t n = std::min(size, upload.left.size());
      if (n == 0 && !upload.end) return NGHTTP2_ERR_DEFERRED;
      upload.left.copy(reinterpret_cast<char*>(to), n);
      upload.left.erase(0, n);
      if (upload.left.empty() && upload.end) *flags |= NGHTTP2_DATA_FLAG_EOF;
      return static_cast<ssize_t>(n);
    };
    const bool has_body = !body.empty() || !end;
    return nghttp2_submit_request(client, nullptr, list.data(), list.size(), has_body ? &provider : nullptr,
                                  nullptr);
  }

  /// Carries bytes both ways until both are silent. False when the session wants to end the connection.
  bool exchange() {
    for (bool moved = true; moved;) {
      moved = false;
      std::string up, down;
      for (const std::uint8_t* data = nullptr;;) {
        const ssize_t n = nghttp2_session_mem_send(client, &data);
        if (n <= 0) break;
        up.append(reinterpret_cast<const char*>(data), static_cast<std::size_t>(n));
      }
      if (!up.empty()) alive = session.receive(up, now) && alive;
      session.flush(down, 1u << 20);
      if (!down.empty())
        nghttp2_session_mem_recv(client, reinterpret_cast<const std::uint8_t*>(down.data()), down.size());
      moved = alive && (!up.empty() || !down.empty());
    }
    return alive;
  }

  struct Upload {
    std::string left;
    bool end;
  };
  Instant now{std::chrono::hours(1)};
  bool alive = true;
  std::vector<std::pair<std::int32_t, Request>> requests;
  std::map<std::int32_t, Answered> answers;
  std::vector<std::int32_t> goaways;
  std::deque<Upload> uploads;
  Http2Session session;
  nghttp2_session* client = nullptr;
};

TEST(Http2Session, CarriesRequestsAndAnswers) {
  Pair pair;
  const auto id = pair.request("POST", "/a?b", "body", {{"x", "y"}});
  const auto head = pair.request("HEAD", "/h");
  ASSERT_TRUE(pair.exchange());
  ASSERT_EQ(pair.requests.size(), 2u);
  const Request& got = pair.requests[1].first == id ? pair.requests[1].second : pair.requests[0].second;
  EXPECT_EQ(got.method, "POST");
  EXPECT_EQ(got.target, "/a?b");
  EXPECT_EQ(got.path, "/a");
  EXPECT_EQ(got.query, "b");
  EXPECT_EQ(got.host, "h");
  EXPECT_EQ(got.body, "body");
  EXPECT_EQ(got.protocol, "HTTP/2.0");
  EXPECT_EQ(*got.header("X"), "y");
  const std::string large(300'000, 'z');
  pair.session.respond(
      id, {201, {{"X-Up", "1\r\n2"}, {"Connection", "close"}, {"Content-Length", "7"}}, large}, pair.now);
  pair.session.respond(head, {200, {}, "unseen"}, pair.now);
  pair.session.respond(999, {200, {}, "nobody"}, pair.now);
  ASSERT_TRUE(pair.exchange());
  EXPECT_EQ(pair.answers[id].status, "201");
  EXPECT_EQ(pair.answers[id].body, large);
  EXPECT_EQ(pair.answers[id].headers["x-up"], "1  2");
  EXPECT_EQ(pair.answers[id].headers["content-length"], "300000");
  EXPECT_EQ(pair.answers[id].headers.count("connection"), 0u);
  EXPECT_EQ(pair.answers[head].headers["content-length"], "6");
  EXPECT_EQ(pair.answers[head].body, "");
  EXPECT_EQ(pair.session.open_streams(), 0u);
}

TEST(Http2Session, BoundsHeadersAndBodies) {
  Pair pair;
  const auto wide = pair.request("GET", "/", {}, {{"x", std::string(5000, 'x')}});
  const auto large = pair.request("POST", "/", std::string(1001, 'x'));
  const auto odd = pair.request("GET", "nowhere");
  const auto good = pair.request("POST", "/", std::string(1000, 'x'));
  ASSERT_TRUE(pair.exchange());
  EXPECT_EQ(pair.answers[wide].status, "431");
  EXPECT_EQ(pair.answers[large].status, "413");
  EXPECT_THAT(pair.answers[odd].status + std::to_string(pair.answers[odd].error),
              testing::AnyOf("4000", "1"));
  ASSERT_EQ(pair.requests.size(), 1u);
  EXPECT_EQ(pair.requests[0].first, good);
}

TEST(Http2Session, TheBodiesOfAllStreamsTogetherAreBounded) {
  Pair pair(4096, 1u << 20);
  nghttp2_submit_window_update(pair.client, 0, 0, 0);
  for (int i = 0; i < 20; ++i) pair.request("POST", "/", std::string(250'000, 'x'), {}, false);
  pair.exchange();
  std::size_t refused = 0;
  for (const auto& [id, answer] : pair.answers) refused += answer.error == NGHTTP2_ENHANCE_YOUR_CALM ? 1 : 0;
  EXPECT_GE(refused, 3u);
  EXPECT_LE(refused, 5u);
}

TEST(Http2Session, StopsRapidResets) {
  Pair pair;
  int streams = 0;
  for (; streams < 1000 && pair.alive; ++streams) {
    const auto id = pair.request("GET", "/");
    pair.exchange();
    nghttp2_submit_rst_stream(pair.client, 0, id, NGHTTP2_CANCEL);
    pair.exchange();
  }
  EXPECT_LT(streams, 250);
  // A client that gives up now and then among answered requests may stay.
  Pair honest;
  for (int i = 0; i < 500; ++i) {
    const auto lost = honest.request("GET", "/");
    const auto served = honest.request("GET", "/");
    honest.exchange();
    nghttp2_submit_rst_stream(honest.client, 0, lost, NGHTTP2_CANCEL);
    honest.session.respond(served, {200, {}, "x"}, honest.now);
    ASSERT_TRUE(honest.exchange()) << i;
  }
}

TEST(Http2Session, GivesStreamsATimeToFinish) {
  Pair pair;
  bool timed_out = false;
  EXPECT_EQ(pair.session.check_deadlines(pair.now, timed_out),
            pair.now + std::chrono::seconds(10));  // the preface
  const auto slow = pair.request("POST", "/", "x", {}, false);
  pair.exchange();
  EXPECT_EQ(pair.session.check_deadlines(pair.now, timed_out), pair.now + std::chrono::seconds(30));
  pair.now += std::chrono::seconds(31);
  pair.session.check_deadlines(pair.now, timed_out);
  pair.exchange();
  EXPECT_EQ(pair.answers[slow].status, "408");
  EXPECT_TRUE(pair.answers[slow].closed);
  EXPECT_FALSE(timed_out);

  Pair silent;
  silent.session.check_deadlines(silent.now + std::chrono::seconds(11), timed_out);
  EXPECT_TRUE(timed_out);
}

TEST(Http2Session, DrainLosesNoRequest) {
  Pair pair;
  const auto before = pair.request("GET", "/before");
  pair.exchange();
  pair.session.start_drain();
  const auto crossing = pair.request("GET", "/crossing");  // sent before the client reads the notice
  pair.exchange();
  EXPECT_EQ(pair.requests.size(), 2u);
  EXPECT_EQ(pair.goaways, (std::vector<std::int32_t>{(1u << 31) - 1, crossing}));
  EXPECT_FALSE(pair.session.finished());
  for (const auto id : {before, crossing}) pair.session.respond(id, {200, {}, "served"}, pair.now);
  pair.exchange();
  EXPECT_EQ(pair.answers[before].body, "served");
  EXPECT_EQ(pair.answers[crossing].body, "served");
  EXPECT_EQ(pair.session.open_streams(), 0u);
}

TEST(Http2Session, GarbageEndsTheConnection) {
  Pair pair;
  EXPECT_FALSE(pair.session.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n", pair.now));
}

TEST(Http2Server, ServesNghttpAndManyStreams) {
  TestServer server(server_context());
  const auto run = [](const std::string& command) {
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    std::string out;
    char buffer[4096];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
    ::pclose(pipe);
    return out;
  };
  const std::string answer = run("nghttp --no-verify-peer " + server.url("/from-nghttp"));
  EXPECT_THAT(answer, HasSubstr("GET /from-nghttp"));
  EXPECT_THAT(run("h2load -n 2000 -c 8 -m 100 " + server.url("/")), HasSubstr("2000 succeeded, 0 failed"));
  EXPECT_THAT(run("nghttp --no-verify-peer --stat -n " + server.url("/huge")), HasSubstr(" 200 "));
}

}  // namespace
}  // namespace newel::net::test
