// One client connection: handshake, then HTTP/1 or HTTP/2, then a polite end.
#pragma once

#include <memory>
#include <string>

#include "net/http1_parser.h"
#include "net/http1_response.h"
#include "net/http2_session.h"
#include "net/io_loop.h"
#include "net/transport.h"

namespace newel::net {

/// Lives on its loop's thread. Nothing here blocks; a closed connection only waits to be forgotten.
class Connection {
 public:
  Connection(IoLoop& loop, std::uint64_t id, int fd, std::string ip, std::string peer,
             std::shared_ptr<ListenerState> listener);
  ~Connection();

  /// The socket became readable or writable (edge-triggered), or bytes may be waiting.
  void run();
  void on_answer(std::int32_t stream, Response response);  ///< run() follows
  void on_deadline();
  /// Finish what is in flight, then close.
  void drain();
  void close() { closed_ = true; }

  bool closed() const { return closed_; }
  Instant deadline() const { return deadline_; }
  const ListenerState* listener() const { return listener_.get(); }

 private:
  enum class Phase { handshake, http1, http2, linger };
  // What is being waited for; a new one starts its own timeout.
  enum class Wait { none, handshake, first_request, idle, head, body, handler, write, http2, linger };

  void shake_hands();
  void run_http1();
  void feed(std::string_view data);
  void answer_http1(Response response);
  void run_http2();
  void run_linger();
  void begin_linger();
  bool flush();  // false: blocked or closed
  void wait_for(Wait what, Duration timeout);
  void set_deadline(Instant when);
  void settle_http1();
  void settle_http2();
  void complete_request(std::int32_t stream, Request request);
  std::string handshake_error(std::string_view why) const;

  IoLoop& loop_;
  const std::uint64_t id_;
  const std::shared_ptr<ListenerState> listener_;
  const std::shared_ptr<TlsServerContext> tls_;  // the one it began with
  Transport transport_;
  const std::string ip_;
  const std::string peer_;  // ip:port
  Phase phase_ = Phase::handshake;
  Wait waiting_ = Wait::none;
  Instant wait_deadline_ = Instant::max();  // of what waiting_ names
  Instant deadline_ = Instant::max();       // the earliest of it and those of HTTP/2 streams
  bool closed_ = false;
  bool draining_ = false;
  bool served_any_ = false;
  bool in_flight_ = false;  // HTTP/1: a handler works on the request
  bool close_after_flush_ = false;
  Http1Framing framing_;  // of the request in flight
  std::vector<Bytes> peer_chain_;
  std::string out_;
  std::size_t out_sent_ = 0;
  std::string input_;  // HTTP/1: pipelined bytes behind the request in flight
  std::unique_ptr<Http1Parser> parser_;
  std::unique_ptr<Http2Session> session_;
};

}  // namespace newel::net
