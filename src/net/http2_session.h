// The server side of one HTTP/2 connection (RFC 9113): frames in, requests out; responses in, frames out.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"

namespace newel::net {

/// Knows no sockets. Belongs to one thread.
class Http2Session {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  struct Limits {
    std::size_t max_headers;
    std::size_t max_body;
    Duration header_timeout;
    Duration body_timeout;
    Duration write_timeout;
  };
  /// Called for every complete request; the fields the connection knows (address, certificates) are left
  /// empty.
  using OnRequest = std::function<void(std::int32_t stream, Request)>;

  Http2Session(const Limits& limits, OnRequest on_request, Instant now);
  ~Http2Session();

  /// Frames from the client. False when the connection cannot go on: flush() what is left and close.
  bool receive(std::string_view data, Instant now);
  /// Ignored when the client gave the stream up meanwhile.
  void respond(std::int32_t stream, Response response, Instant now);
  /// Appends frames to `out` until it holds about `cap` bytes or there is nothing more to say.
  void flush(std::string& out, std::size_t cap);
  /// GOAWAY now, in a form that loses no request: what is on its way is still served.
  void start_drain();
  /// Gives up streams whose time is over; returns when to call again (Instant::max(): not before the next
  /// event). `timed_out` is set when the whole connection should go: the client began something and did not
  /// go on.
  Instant check_deadlines(Instant now, bool& timed_out);

  std::size_t open_streams() const;
  bool finished() const;  ///< nothing more to read and to write

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace newel::net
