// HTTP/2 by nghttp2.
//
// nghttp2 keeps the protocol's state machine, header compression and flow control; here is what a server must
// bound for itself. A client may open 128 streams at once, but all their bodies together may not exceed a few
// MiB of ours, a stream reset costs the client one token of a bucket (rapid reset, CVE-2023-44487), a header
// list is bounded in total, and every stream has a time to deliver its body and to take its answer.
#include "net/http2_session.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "net/http1_response.h"

namespace newel::net {
namespace {

constexpr std::uint32_t max_streams = 128;
constexpr std::size_t max_buffered_bodies = 4u << 20;
constexpr std::size_t most_discarded = 16u << 20;
constexpr int max_resets = 200;  // the bucket; it fills again with every answered request
constexpr std::uint32_t drain_ping = 1;

using Instant = Http2Session::Instant;

struct Stream {
  Request request;
  std::size_t header_bytes = 0;
  std::string scheme;
  bool complete = false;  // handed to the handler
  bool answered = false;
  bool oversized = false;
  std::size_t discarded = 0;  // of a body that came after its answer
  std::string response_body;
  std::size_t sent = 0;
  Instant deadline = Instant::max();
};

nghttp2_nv field(std::string_view name, std::string_view value) {
  auto* n = reinterpret_cast<std::uint8_t*>(const_cast<char*>(name.data()));
  auto* v = reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data()));
  return {n, v, name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

std::string_view text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace

struct Http2Session::Impl {
  Impl(const Limits& l, OnRequest handler) : limits(l), on_request(std::move(handler)) {}
  ~Impl() { nghttp2_session_del(session); }

  Limits limits;
  OnRequest on_request;
  nghttp2_session* session = nullptr;
  std::unordered_map<std::int32_t, Stream> streams;
  std::size_t buffered = 0;  // request bodies not yet handed over
  int resets_left = max_resets;
  Instant now{};
  Instant header_deadline = Instant::max();  // a header block has begun, or the preface is awaited
  bool abused = false;

  Stream* find(std::int32_t id) {
    const auto it = streams.find(id);
    return it == streams.end() ? nullptr : &it->second;
  }

  void reset(std::int32_t id, std::uint32_t code) {
    nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, id, code);
  }

  int begin_headers(const nghttp2_frame& frame) {
    if (frame.hd.type != NGHTTP2_HEADERS || frame.headers.cat != NGHTTP2_HCAT_REQUEST) return 0;
    Stream stream;
    stream.request.protocol = "HTTP/2.0";
    streams.emplace(frame.hd.stream_id, std::move(stream));
    header_deadline = now + limits.header_timeout;
    return 0;
  }

  int header(const nghttp2_frame& frame, std::string_view name, std::string_view value) {
    Stream* stream = find(frame.hd.stream_id);
    if (stream == nullptr || frame.headers.cat != NGHTTP2_HCAT_REQUEST) return 0;  // trailers are dropped
    stream->header_bytes += name.size() + value.size() + 32;
    if (stream->header_bytes > limits.max_headers) return 0;  // answered with 431 when the block is complete
    Request& request = stream->request;
    if (name == ":method") {
      request.method = value;
    } else if (name == ":path") {
      request.target = value;
    } else if (name == ":authority") {
      request.host = value;
    } else if (name == ":scheme") {
      stream->scheme = value;
    } else if (name == "host") {
      if (request.host.empty()) request.host = value;
    } else if (!name.starts_with(':')) {
      request.headers.emplace_back(name, value);
    }
    return 0;
  }

  int frame_received(const nghttp2_frame& frame) {
    const std::int32_t id = frame.hd.stream_id;
    header_deadline =
        Instant::max();  // a whole frame arrived, and header blocks are not interleaved with others
    if (frame.hd.type == NGHTTP2_PING && (frame.hd.flags & NGHTTP2_FLAG_ACK) != 0 &&
        frame.ping.opaque_data[7] == drain_ping) {
      // Everything the client sent before it read our notice has arrived: now name the last stream we serve.
      nghttp2_submit_goaway(session, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(session),
                            NGHTTP2_NO_ERROR, nullptr, 0);
    }
    if (frame.hd.type == NGHTTP2_RST_STREAM) return count_reset();
    if (frame.hd.type == NGHTTP2_HEADERS && frame.headers.cat == NGHTTP2_HCAT_REQUEST) headers_complete(id);
    if ((frame.hd.type == NGHTTP2_HEADERS || frame.hd.type == NGHTTP2_DATA) &&
        (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
      request_complete(id);
    }
    return 0;
  }

  int count_reset() {
    if (--resets_left > 0) return 0;
    abused = true;
    nghttp2_session_terminate_session(session, NGHTTP2_ENHANCE_YOUR_CALM);
    return 0;
  }

  void headers_complete(std::int32_t id) {
    Stream* stream = find(id);
    if (stream == nullptr) return;
    stream->deadline = now + limits.body_timeout;
    if (stream->header_bytes > limits.max_headers) {
      refuse(id, *stream, 431, "more than " + std::to_string(limits.max_headers) + " bytes");
      return;
    }
    Request& request = stream->request;
    if (!request.target.starts_with('/') && !(request.target == "*" && request.method == "OPTIONS")) {
      refuse(id, *stream, 400, "malformed request target");
      return;
    }
    if (request.host.empty()) {
      refuse(id, *stream, 400, "missing :authority");
      return;
    }
    const auto question = request.target.find('?');
    request.path = request.target.substr(0, question);
    if (question != std::string::npos) request.query = request.target.substr(question + 1);
  }

  int data(std::int32_t id, std::string_view chunk) {
    Stream* stream = find(id);
    if (stream == nullptr) return 0;
    if (stream->answered) return discard(id, *stream, chunk.size());
    if (stream->request.body.size() + chunk.size() > limits.max_body) {
      stream->oversized = true;
      refuse(id, *stream, 413, "more than " + std::to_string(limits.max_body) + " bytes");
      return 0;
    }
    if (buffered + chunk.size() > max_buffered_bodies) {
      drop_body(*stream);
      stream->answered = true;
      reset(id, NGHTTP2_ENHANCE_YOUR_CALM);
      return 0;
    }
    stream->request.body.append(chunk);
    buffered += chunk.size();
    return 0;
  }

  void request_complete(std::int32_t id) {
    Stream* stream = find(id);
    if (stream == nullptr || stream->complete || stream->answered) return;
    stream->complete = true;
    stream->deadline = Instant::max();  // the handler's time is its own
    buffered -= std::min(buffered, stream->request.body.size());
    Request request = std::move(stream->request);
    stream->request = {};
    stream->request.method = request.method;  // the answer needs to know HEAD
    on_request(id, std::move(request));
  }

  // The rest of a body whose answer has left: clients that are cut off while they send do not read the
  // answer.
  int discard(std::int32_t id, Stream& stream, std::size_t size) {
    const bool within = stream.discarded <= most_discarded;
    stream.discarded += size;
    if (within && stream.discarded > most_discarded) reset(id, NGHTTP2_NO_ERROR);
    return 0;
  }

  void drop_body(Stream& stream) {
    buffered -= std::min(buffered, stream.request.body.size());
    stream.request.body = {};
  }

  void refuse(std::int32_t id, Stream& stream, int status, std::string_view detail) {
    drop_body(stream);
    answer(id, stream, plain_text_response(status, detail));
  }

  // An answer that came before the end of the request: ask the client to stop sending (RFC 9113 section 8.1),
  // unless it is sending a body that was too large, which it may finish within bounds.
  int frame_sent(const nghttp2_frame& frame) {
    if ((frame.hd.type != NGHTTP2_HEADERS && frame.hd.type != NGHTTP2_DATA) ||
        (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) == 0) {
      return 0;
    }
    const Stream* stream = find(frame.hd.stream_id);
    if (stream != nullptr && !stream->complete && !stream->oversized)
      reset(frame.hd.stream_id, NGHTTP2_NO_ERROR);
    return 0;
  }

  int stream_closed(std::int32_t id) {
    const auto it = streams.find(id);
    if (it == streams.end()) return 0;
    drop_body(it->second);
    if (it->second.answered) resets_left = std::min(max_resets, resets_left + 1);
    streams.erase(it);
    return 0;
  }

  void answer(std::int32_t id, Stream& stream, Response response) {
    if (stream.answered) return;
    stream.answered = true;
    stream.deadline = now + limits.write_timeout;
    const std::string status = std::to_string(response.status);
    const std::string length = std::to_string(response.body.size());
    const bool bodiless = is_bodiless_status(response.status);
    std::vector<std::pair<std::string, std::string>> clean;  // lower-case names, harmless values
    clean.reserve(response.headers.size());
    for (const auto& [name, value] : response.headers) {
      if (is_connection_field(name)) continue;
      auto& entry = clean.emplace_back(to_lower(name), std::string());
      append_field_value(entry.second, value);
    }
    std::vector<nghttp2_nv> fields = {field(":status", status), field("date", http_date())};
    for (const auto& [name, value] : clean) fields.push_back(field(name, value));
    if (!bodiless) fields.push_back(field("content-length", length));
    const bool with_body = !bodiless && stream.request.method != "HEAD" && !response.body.empty();
    if (with_body) stream.response_body = std::move(response.body);
    nghttp2_data_provider provider{};
    provider.source.ptr = this;
    provider.read_callback = [](nghttp2_session*, std::int32_t stream_id, std::uint8_t* to, std::size_t size,
                                std::uint32_t* flags, nghttp2_data_source* source, void*) noexcept {
      return static_cast<Impl*>(source->ptr)->read_body(stream_id, to, size, flags);
    };
    if (nghttp2_submit_response(session, id, fields.data(), fields.size(), with_body ? &provider : nullptr) !=
        0) {
      reset(id, NGHTTP2_INTERNAL_ERROR);
    }
  }

  ssize_t read_body(std::int32_t id, std::uint8_t* to, std::size_t size, std::uint32_t* flags) noexcept {
    Stream* stream = find(id);
    if (stream == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    const std::size_t n = std::min(size, stream->response_body.size() - stream->sent);
    std::copy_n(stream->response_body.data() + stream->sent, n, to);
    stream->sent += n;
    if (stream->sent == stream->response_body.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(n);
  }
};

namespace {

using Impl = Http2Session::Impl;

// C callbacks: an exception must not pass through nghttp2.
template <class F>
int guarded(void* user, F&& f) noexcept {
  try {
    return f(*static_cast<Impl*>(user));
  } catch (...) {
    return NGHTTP2_ERR_CALLBACK_FAILURE;
  }
}

nghttp2_session_callbacks* make_callbacks() {
  nghttp2_session_callbacks* c = nullptr;
  nghttp2_session_callbacks_new(&c);
  nghttp2_session_callbacks_set_on_begin_headers_callback(
      c, [](nghttp2_session*, const nghttp2_frame* frame, void* user) noexcept {
        return guarded(user, [&](Impl& impl) { return impl.begin_headers(*frame); });
      });
  nghttp2_session_callbacks_set_on_header_callback(
      c, [](nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_length,
            const std::uint8_t* value, std::size_t value_length, std::uint8_t, void* user) noexcept {
        return guarded(user, [&](Impl& impl) {
          return impl.header(*frame, text(name, name_length), text(value, value_length));
        });
      });
  nghttp2_session_callbacks_set_on_frame_recv_callback(
      c, [](nghttp2_session*, const nghttp2_frame* frame, void* user) noexcept {
        return guarded(user, [&](Impl& impl) { return impl.frame_received(*frame); });
      });
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
      c, [](nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* data, std::size_t size,
            void* user) noexcept {
        return guarded(user, [&](Impl& impl) { return impl.data(id, text(data, size)); });
      });
  nghttp2_session_callbacks_set_on_frame_send_callback(
      c, [](nghttp2_session*, const nghttp2_frame* frame, void* user) noexcept {
        return guarded(user, [&](Impl& impl) { return impl.frame_sent(*frame); });
      });
  nghttp2_session_callbacks_set_on_stream_close_callback(
      c, [](nghttp2_session*, std::int32_t id, std::uint32_t, void* user) noexcept {
        return guarded(user, [&](Impl& impl) { return impl.stream_closed(id); });
      });
  return c;
}

nghttp2_option* make_options() {
  nghttp2_option* o = nullptr;
  nghttp2_option_new(&o);
  nghttp2_option_set_no_closed_streams(o,
                                       1);  // remember no closed streams: memory per connection stays small
  nghttp2_option_set_max_outbound_ack(o, 100);
  nghttp2_option_set_max_settings(o, 32);
  return o;
}

}  // namespace

Http2Session::Http2Session(const Limits& limits, OnRequest on_request, Instant now)
    : impl_(std::make_unique<Impl>(limits, std::move(on_request))) {
  static const nghttp2_session_callbacks* const callbacks = make_callbacks();
  static const nghttp2_option* const options = make_options();
  if (nghttp2_session_server_new2(&impl_->session, callbacks, impl_.get(), options) != 0)
    throw std::bad_alloc();
  impl_->header_deadline = now + limits.header_timeout;  // for the client's preface
  const nghttp2_settings_entry settings[] = {
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, max_streams},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits.max_headers)},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 256u << 10},
  };
  nghttp2_submit_settings(impl_->session, NGHTTP2_FLAG_NONE, settings, std::size(settings));
  nghttp2_session_set_local_window_size(impl_->session, NGHTTP2_FLAG_NONE, 0, 1 << 20);
}

Http2Session::~Http2Session() = default;

bool Http2Session::receive(std::string_view data, Instant now) {
  impl_->now = now;
  const ssize_t n = nghttp2_session_mem_recv(impl_->session,
                                             reinterpret_cast<const std::uint8_t*>(data.data()), data.size());
  return n >= 0 && !impl_->abused;
}

void Http2Session::respond(std::int32_t id, Response response, Instant now) {
  impl_->now = now;
  if (Stream* stream = impl_->find(id)) impl_->answer(id, *stream, std::move(response));
}

void Http2Session::flush(std::string& out, std::size_t cap) {
  while (out.size() < cap) {
    const std::uint8_t* data = nullptr;
    const ssize_t n = nghttp2_session_mem_send(impl_->session, &data);
    if (n <= 0) return;
    out.append(reinterpret_cast<const char*>(data), static_cast<std::size_t>(n));
  }
}

void Http2Session::start_drain() {
  static constexpr std::uint8_t ping[8] = {0, 0, 0, 0, 0, 0, 0, drain_ping};
  nghttp2_submit_shutdown_notice(impl_->session);
  nghttp2_submit_ping(impl_->session, NGHTTP2_FLAG_NONE, ping);
}

Instant Http2Session::check_deadlines(Instant now, bool& timed_out) {
  impl_->now = now;
  if (impl_->header_deadline <= now) timed_out = true;
  Instant next = impl_->header_deadline;
  for (auto& [id, stream] : impl_->streams) {
    if (stream.deadline <= now) {
      if (stream.answered) {
        impl_->reset(id, NGHTTP2_CANCEL);
        stream.deadline = Instant::max();
      } else {
        impl_->refuse(id, stream, 408, "the body did not arrive in time");
      }
    }
    next = std::min(next, stream.deadline);
  }
  return next;
}

std::size_t Http2Session::open_streams() const { return impl_->streams.size(); }

bool Http2Session::finished() const {
  return nghttp2_session_want_read(impl_->session) == 0 && nghttp2_session_want_write(impl_->session) == 0;
}

}  // namespace newel::net
