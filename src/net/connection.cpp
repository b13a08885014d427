// The life of a connection.
//
// The socket is registered once, edge-triggered, for both directions: run() therefore always goes on until
// the socket says "blocked" or the connection itself has a reason to wait. Such a reason is a request in
// flight: HTTP/1 answers in order, so nothing more is read until the answer is written, which is also the
// back-pressure against a client that pipelines without reading.
//
// When we end a connection the client may still be sending (a body that is too large, say). Closing then
// would reset the connection and could destroy the answer on its way; so we stop sending, throw away what
// arrives for a moment, and close when the client has closed: the lingering close of RFC 9112 section 9.6.
#include "net/connection.h"

#include <algorithm>

#include "base/clock.h"
#include "base/url.h"
#include "net/address.h"

namespace newel::net {
namespace {

constexpr Duration linger_time = std::chrono::seconds(2);
constexpr Duration drain_grace = std::chrono::milliseconds(500);
constexpr std::size_t http2_output_cap = 256u << 10;

}  // namespace

Connection::Connection(IoLoop& loop, std::uint64_t id, int fd, std::string ip, std::string peer,
                       std::shared_ptr<ListenerState> listener)
    : loop_(loop),
      id_(id),
      listener_(std::move(listener)),
      tls_(listener_->tls()),
      transport_(fd, tls_.get()),
      ip_(std::move(ip)),
      peer_(std::move(peer)) {
  wait_for(Wait::handshake, loop_.core().options.limits.header_timeout);
}

Connection::~Connection() = default;

void Connection::run() {
  if (closed_) return;
  if (phase_ == Phase::handshake) shake_hands();
  if (closed_) return;
  switch (phase_) {
    case Phase::handshake:
      return;
    case Phase::http1:
      return run_http1();
    case Phase::http2:
      return run_http2();
    case Phase::linger:
      return run_linger();
  }
}

void Connection::shake_hands() {
  const IoStatus status = transport_.handshake();
  if (status == IoStatus::blocked) return;
  if (status != IoStatus::ok) {
    loop_.core().report(handshake_error(transport_.error()));
    if (transport_.got_plain_http()) {
      static constexpr std::string_view answer =
          "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";
      transport_.write_plain(answer.data(), answer.size());
    }
    return begin_linger();
  }
  peer_chain_ = transport_.peer_chain();
  const ServerLimits& limits = loop_.core().options.limits;
  if (!transport_.negotiated_http2()) {
    phase_ = Phase::http1;
    return;
  }
  phase_ = Phase::http2;
  session_ = std::make_unique<Http2Session>(
      Http2Session::Limits{limits.max_headers, limits.max_body, limits.header_timeout, limits.body_timeout,
                           limits.write_timeout},
      [this](std::int32_t stream, Request request) { complete_request(stream, std::move(request)); },
      loop_.now());
  if (draining_) session_->start_drain();
}

std::string Connection::handshake_error(std::string_view why) const {
  std::string line = "http: TLS handshake error from " + peer_ + ": ";
  // A failure of the socket is told with both ends, as Go tells it.
  if (why.starts_with("read: ") || why.starts_with("write: ") || why == "i/o timeout") {
    line += why.starts_with("write") ? "write tcp " : "read tcp ";
    line += local_address_text(transport_.fd()) + "->" + peer_ + ": ";
  }
  return line.append(why);
}

// ---- HTTP/1 ----

void Connection::run_http1() {
  while (flush()) {
    if (close_after_flush_) return begin_linger();
    if (in_flight_) break;
    if (!input_.empty()) {
      const std::string data = std::exchange(input_, {});
      feed(data);
      continue;
    }
    std::string& scratch = loop_.scratch();
    const IoResult got = transport_.read(scratch.data(), scratch.size());
    if (got.status == IoStatus::blocked) break;
    if (got.status != IoStatus::ok) return close();
    feed(std::string_view(scratch.data(), got.bytes));
  }
  if (!closed_) settle_http1();
}

void Connection::feed(std::string_view data) {
  const ServerLimits& limits = loop_.core().options.limits;
  if (parser_ == nullptr) parser_ = std::make_unique<Http1Parser>(limits.max_headers, limits.max_body);
  const std::size_t used = parser_->feed(data);
  if (used < data.size()) input_ = std::string(data.substr(used));
  switch (parser_->state()) {
    case Http1Parser::State::failed: {
      const auto& failure = parser_->failure();
      framing_ = {.head = false, .http10 = false, .keep_alive = false};
      return answer_http1(plain_text_response(failure.status, failure.detail));
    }
    case Http1Parser::State::complete: {
      const bool keep_alive = parser_->keep_alive();
      Request request = parser_->take();
      framing_ = {.head = request.method == "HEAD",
                  .http10 = request.protocol == "HTTP/1.0",
                  .keep_alive = keep_alive};
      in_flight_ = true;
      return complete_request(0, std::move(request));
    }
    case Http1Parser::State::body:
      if (parser_->wants_continue()) {
        out_.append("HTTP/1.1 100 Continue\r\n\r\n");
        parser_->continue_sent();
      }
      return;
    default:
      return;
  }
}

void Connection::answer_http1(Response response) {
  in_flight_ = false;
  served_any_ = true;
  if (draining_) framing_.keep_alive = false;
  write_http1_response(out_, response, framing_);
  close_after_flush_ = !framing_.keep_alive;
}

void Connection::settle_http1() {
  const ServerLimits& limits = loop_.core().options.limits;
  if (!out_.empty()) return wait_for(Wait::write, limits.write_timeout);
  if (in_flight_) return wait_for(Wait::handler, Duration::max());
  const auto state = parser_ ? parser_->state() : Http1Parser::State::idle;
  if (state == Http1Parser::State::head) return wait_for(Wait::head, limits.header_timeout);
  if (state == Http1Parser::State::body) return wait_for(Wait::body, limits.body_timeout);
  if (!served_any_) return wait_for(Wait::first_request, draining_ ? drain_grace : limits.header_timeout);
  if (draining_) return close();
  parser_.reset();  // an idle connection keeps little
  wait_for(Wait::idle, limits.idle_timeout);
}

// ---- HTTP/2 ----

void Connection::run_http2() {
  for (;;) {
    do {
      session_->flush(out_, http2_output_cap);
      if (out_.empty()) break;
    } while (flush());
    if (closed_) return;
    if (out_.size() - out_sent_ >= http2_output_cap) break;  // read no more before the client does
    if (out_.empty() && (close_after_flush_ || session_->finished())) return begin_linger();
    if (close_after_flush_) break;
    std::string& scratch = loop_.scratch();
    const IoResult got = transport_.read(scratch.data(), scratch.size());
    if (got.status == IoStatus::blocked) break;
    if (got.status != IoStatus::ok) return close();
    if (!session_->receive(std::string_view(scratch.data(), got.bytes), loop_.now()))
      close_after_flush_ = true;
  }
  settle_http2();
}

void Connection::settle_http2() {
  const ServerLimits& limits = loop_.core().options.limits;
  if (draining_ && session_->open_streams() == 0 && out_.empty()) {
    return wait_for(Wait::linger, drain_grace);  // for the client to take note of the GOAWAY and leave
  }
  if (!out_.empty()) {
    wait_for(Wait::write, limits.write_timeout);
  } else if (session_->open_streams() == 0) {
    wait_for(Wait::idle, limits.idle_timeout);
  } else {
    wait_for(Wait::http2, Duration::max());
  }
  bool timed_out = false;
  const Instant streams = session_->check_deadlines(loop_.now(), timed_out);
  set_deadline(std::min(wait_deadline_, streams));
}

// ---- both ----

void Connection::complete_request(std::int32_t stream, Request request) {
  request.remote_address = ip_;
  request.listener = listener_->name;
  request.tls = transport_.is_tls();
  request.peer_certificates = peer_chain_;
  request.received = system_clock().now();
  loop_.dispatch(*listener_, id_, stream, std::move(request));
}

void Connection::on_answer(std::int32_t stream, Response response) {
  if (closed_) return;
  if (phase_ == Phase::http2) {
    session_->respond(stream, std::move(response), loop_.now());
  } else if (phase_ == Phase::http1 && in_flight_) {
    answer_http1(std::move(response));
  }
}

bool Connection::flush() {
  while (out_sent_ < out_.size()) {
    const IoResult put = transport_.write(out_.data() + out_sent_, out_.size() - out_sent_);
    if (put.status == IoStatus::blocked) return false;
    if (put.status != IoStatus::ok) {
      close();
      return false;
    }
    out_sent_ += put.bytes;
  }
  out_ = {};  // gives the memory back: idle connections are many
  out_sent_ = 0;
  return true;
}

void Connection::begin_linger() {
  transport_.shutdown_write();
  phase_ = Phase::linger;
  wait_for(Wait::linger, std::min(linger_time, loop_.core().options.limits.write_timeout));
  run_linger();
}

void Connection::run_linger() {
  const IoStatus status = transport_.discard();
  // More than a few buffers full at once: not somebody finishing a sentence.
  if (status != IoStatus::blocked) close();
}

void Connection::on_deadline() {
  if (closed_) return;
  if (phase_ == Phase::http2 && waiting_ != Wait::linger && waiting_ != Wait::write) {
    bool timed_out = false;
    session_->check_deadlines(loop_.now(), timed_out);
    if (timed_out || (waiting_ == Wait::idle && session_->open_streams() == 0)) return close();
    return run();
  }
  switch (waiting_) {
    case Wait::handshake:
      loop_.core().report(handshake_error("i/o timeout"));
      return close();
    case Wait::head:
    case Wait::body:
      framing_ = {.head = false, .http10 = false, .keep_alive = false};
      answer_http1(plain_text_response(408, waiting_ == Wait::head ? "the header did not arrive in time"
                                                                   : "the body did not arrive in time"));
      return run();
    case Wait::write:
      transport_.abandon();
      return close();
    default:
      return close();
  }
}

void Connection::drain() {
  if (draining_ || closed_) return;
  draining_ = true;
  if (phase_ == Phase::http2) session_->start_drain();
  waiting_ = Wait::none;
  if (phase_ == Phase::handshake) return wait_for(Wait::handshake, drain_grace);
  run();
}

void Connection::wait_for(Wait what, Duration timeout) {
  if (what == waiting_) return;
  waiting_ = what;
  wait_deadline_ = timeout == Duration::max() ? Instant::max() : loop_.now() + timeout;
  set_deadline(wait_deadline_);
}

void Connection::set_deadline(Instant when) {
  deadline_ = when;
  loop_.expect(when);
}

}  // namespace newel::net
