// Turns the bytes of an HTTP/1 connection into requests (RFC 9112), strictly: what two parsers could read in
// two ways is refused, for that is where request smuggling lives.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"

namespace newel::net {

/// Reads one request at a time. Knows no sockets, so that tests and fuzzers can feed it as they like.
class Http1Parser {
 public:
  enum class State {
    idle,      ///< not a byte of a request seen
    head,      ///< in the request line or the fields
    body,      ///< the fields are complete, the body is not
    complete,  ///< take() the request
    failed,    ///< answer failure() and close
  };
  struct Failure {
    int status = 400;
    std::string detail;
  };

  Http1Parser(std::size_t max_headers, std::size_t max_body);
  ~Http1Parser();

  /// Takes bytes off the front of `data` up to the end of the request at most; how many is returned.
  std::size_t feed(std::string_view data);
  State state() const { return state_; }
  /// In state body: the client waits for "100 Continue" before it sends any of it.
  bool wants_continue() const { return wants_continue_; }
  void continue_sent() { wants_continue_ = false; }
  /// Of the request that is complete: may another follow on this connection?
  bool keep_alive() const { return keep_alive_; }
  /// In state complete: method, target, path, query, protocol, host, headers and body. Back to idle.
  Request take();
  const Failure& failure() const { return failure_; }

 private:
  struct Message;
  std::size_t feed_head(std::string_view data);
  std::size_t feed_body(std::string_view data);
  void parse_head();
  void check_head();
  bool split_target();
  void fail(int status, std::string detail);
  void reset();

  const std::size_t max_headers_;
  const std::size_t max_body_;
  State state_ = State::idle;
  bool wants_continue_ = false;
  bool keep_alive_ = false;
  std::string head_;     // request line and fields, until they are complete
  std::string pending_;  // the beginning of a chunk header whose end has not arrived
  char last_ = 0;        // the scanner: the byte before this one, and how far along the end of the head is
  int end_match_ = 0;
  Failure failure_;
  Request request_;
  std::unique_ptr<Message> message_;
};

}  // namespace newel::net
