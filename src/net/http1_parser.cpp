// HTTP/1 requests by Boost.Beast's parser, with the gaps closed that it leaves open.
//
// Beast refuses what is plainly broken: bare line feeds within its view, spaces before colons, signs and
// differing values in Content-Length, Content-Length together with Transfer-Encoding, oversized chunks. It
// accepts, and we refuse here: folded header lines, a missing or second Host, transfer codings other than
// chunked, NUL anywhere, trailers merged into the headers. The head is therefore collected and scanned byte
// by byte first; broken input is answered when the offending byte arrives, not when the header timeout
// strikes. Only a complete head goes to Beast, whose callbacks write straight into the Request: there is no
// second container of fields.
#include "net/http1_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "base/text.h"

namespace newel::net {
namespace http = boost::beast::http;

namespace {

// RFC 9110 section 5.6.2.
bool is_token_char(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// The characters of RFC 3986 section 3.2.2 with a port; what Go's server lets pass.
bool is_valid_host(std::string_view host) {
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!$%&'()*+,-.:;=[]_~").find(c) != std::string_view::npos;
  });
}

}  // namespace

// Beast's callbacks, writing into the request.
struct Http1Parser::Message final : http::basic_parser<true> {
  using ErrorCode = boost::beast::error_code;
  using View = boost::beast::string_view;

  Message(Request& into, std::size_t max_headers, std::size_t max_body) : request(into) {
    header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(max_headers, UINT32_MAX)));
    body_limit(max_body);
  }

  void on_request_impl(http::verb, View method, View target, int version, ErrorCode&) override {
    request.method.assign(method.data(), method.size());
    request.target.assign(target.data(), target.size());
    request.protocol = version == 10 ? "HTTP/1.0" : "HTTP/1.1";
  }
  void on_response_impl(int, View, int, ErrorCode&) override {}
  void on_field_impl(http::field, View name, View value, ErrorCode&) override {
    if (head_complete) return;  // a trailer: must not become a header (RFC 9110 section 6.5.1)
    request.headers.emplace_back(std::string(name.data(), name.size()),
                                 std::string(value.data(), value.size()));
  }
  void on_header_impl(ErrorCode&) override { head_complete = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) override {
    // What a client announces is not yet what it sends: a modest reservation, the rest grows.
    if (length) request.body.reserve(std::min<std::uint64_t>(*length, 64u << 10));
  }
  std::size_t on_body_impl(View body, ErrorCode&) override {
    request.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View body, ErrorCode&) override {
    request.body.append(body.data(), body.size());
    return body.size();
  }
  void on_finish_impl(ErrorCode&) override {}

  Request& request;
  bool head_complete = false;
};

Http1Parser::Http1Parser(std::size_t max_headers, std::size_t max_body)
    : max_headers_(max_headers), max_body_(max_body) {}
Http1Parser::~Http1Parser() = default;

std::size_t Http1Parser::feed(std::string_view data) {
  std::size_t used = 0;
  // RFC 9112 section 2.2: empty lines before the request line are to be ignored.
  while (state_ == State::idle && used < data.size() && (data[used] == '\r' || data[used] == '\n')) ++used;
  if (used == data.size()) return used;
  if (state_ == State::idle) state_ = State::head;
  if (state_ == State::head) used += feed_head(data.substr(used));
  if (state_ == State::body) used += feed_body(data.substr(used));
  return used;
}

Request Http1Parser::take() {
  Request request = std::move(request_);
  reset();
  return request;
}

void Http1Parser::reset() {
  message_.reset();
  request_ = {};
  head_.clear();
  pending_.clear();
  state_ = State::idle;
  wants_continue_ = false;
  last_ = 0;
  end_match_ = 0;
}

void Http1Parser::fail(int status, std::string detail) {
  state_ = State::failed;
  failure_ = {status, std::move(detail)};
}

std::size_t Http1Parser::feed_head(std::string_view data) {
  static constexpr std::string_view end = "\r\n\r\n";
  std::size_t used = 0;
  for (; used < data.size() && end_match_ < 4; ++used) {
    const char c = data[used];
    if (c == '\n' && last_ != '\r') return fail(400, "line feed without carriage return in the header"), used;
    if (last_ == '\r' && c != '\n') return fail(400, "carriage return within a header line"), used;
    if (c == '\0') return fail(400, "NUL in the header"), used;
    if (head_.empty() && used == 0 && !is_token_char(c)) return fail(400, "not an HTTP request"), used;
    if (end_match_ == 2 && (c == ' ' || c == '\t')) return fail(400, "folded header line"), used;
    end_match_ = c == end[static_cast<std::size_t>(end_match_)] ? end_match_ + 1 : (c == '\r' ? 1 : 0);
    last_ = c;
  }
  if (head_.size() + used > max_headers_)
    return fail(431, "more than " + std::to_string(max_headers_) + " bytes"), used;
  head_.append(data.substr(0, used));
  if (end_match_ == 4) parse_head();
  return used;
}

void Http1Parser::parse_head() {
  message_ = std::make_unique<Message>(request_, max_headers_, max_body_);
  Message::ErrorCode error;
  message_->put(boost::asio::const_buffer(head_.data(), head_.size()), error);
  if (error == http::error::body_limit) return fail(413, "more than " + std::to_string(max_body_) + " bytes");
  if (error == http::error::bad_version) {
    const bool other = head_.substr(0, head_.find('\r')).find(" HTTP/") != std::string::npos;
    return other ? fail(505, "only HTTP/1.0 and HTTP/1.1") : fail(400, "malformed request line");
  }
  if (error == http::error::header_limit) return fail(431, {});
  if (error || !message_->head_complete) return fail(400, error ? error.message() : "malformed header");
  check_head();
  if (state_ == State::failed) return;
  keep_alive_ = message_->keep_alive();
  state_ = message_->is_done() ? State::complete : State::body;
  if (state_ == State::complete) wants_continue_ = false;
  head_ = {};
}

// What Beast lets through and RFC 9112 does not (sections 3.2, 6.1 and 7.2).
void Http1Parser::check_head() {
  const bool http11 = request_.protocol == "HTTP/1.1";
  int hosts = 0, codings = 0;
  bool chunked = false;
  for (const auto& [name, value] : request_.headers) {
    if (equal_ignoring_case(name, "Host")) {
      ++hosts;
      request_.host = value;
    } else if (equal_ignoring_case(name, "Transfer-Encoding")) {
      ++codings;
      chunked = equal_ignoring_case(value, "chunked");
    } else if (equal_ignoring_case(name, "Expect")) {
      if (!equal_ignoring_case(value, "100-continue")) return fail(417, "only 100-continue");
      wants_continue_ = http11;
    }
  }
  if (hosts > 1) return fail(400, "more than one Host header");
  if (http11 && hosts == 0) return fail(400, "missing required Host header");
  if (!is_valid_host(request_.host)) return fail(400, "malformed Host header");
  if (codings > 0 && !http11) return fail(400, "Transfer-Encoding in HTTP/1.0");
  if (codings > 1 || (codings == 1 && !chunked)) return fail(501, "only the transfer coding chunked");
  if (!split_target()) return fail(400, "malformed request target");
}

// RFC 9112 section 3.2: origin form, absolute form as a proxy sends it, "*" for OPTIONS.
bool Http1Parser::split_target() {
  std::string_view target = request_.target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() < scheme.size() || !equal_ignoring_case(target.substr(0, scheme.size()), scheme))
      continue;
    target.remove_prefix(scheme.size());
    const auto authority = target.substr(0, target.find_first_of("/?"));
    if (authority.empty() || !is_valid_host(authority)) return false;
    request_.host = std::string(authority);
    target.remove_prefix(authority.size());
    if (target.empty() || target.front() == '?') {
      request_.path = "/";
      if (!target.empty()) request_.query = std::string(target.substr(1));
      return true;
    }
    break;
  }
  if (target == "*") return request_.path = "*", request_.method == "OPTIONS";
  if (!target.starts_with('/')) return false;
  const auto question = target.find('?');
  request_.path = std::string(target.substr(0, question));
  if (question != std::string_view::npos) request_.query = std::string(target.substr(question + 1));
  return true;
}

std::size_t Http1Parser::feed_body(std::string_view data) {
  wants_continue_ = wants_continue_ && data.empty();
  const bool joined = !pending_.empty();
  if (joined) pending_.append(data);
  std::string_view rest = joined ? std::string_view(pending_) : data;
  Message::ErrorCode error;
  while (!rest.empty() && !message_->is_done()) {
    rest.remove_prefix(message_->put(boost::asio::const_buffer(rest.data(), rest.size()), error));
    if (error == http::error::need_more) break;
    if (error == http::error::body_limit)
      return fail(413, "more than " + std::to_string(max_body_) + " bytes"), data.size();
    if (error) return fail(400, error.message()), data.size();
  }
  if (message_->is_done()) {
    state_ = State::complete;
    return data.size() - rest.size();
  }
  if (rest.size() > max_headers_) return fail(400, "oversized chunk header or trailer"), data.size();
  pending_ = std::string(rest);
  return data.size();
}

}  // namespace newel::net
