// One request on its way to one answer.
//
// A handler is a plain synchronous function on a worker thread. What it must wait for it does not wait for:
// it fills a store transaction, hands it to commit() with the rest of its work, and returns. The exchange
// lives on in the store's queue; when the transaction is on disk the rest runs on the writer's thread and the
// answer leaves. Whichever way the handler ends (answer, commit, exception), exactly one answer is sent and
// one line logged.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/observer.h"
#include "authority/administration.h"
#include "authority/authority.h"
#include "messages/messages.h"
#include "net/http.h"

namespace newel::api {

/// What the handlers of one configuration share. A request keeps the state it began with, also across a
/// reload.
class State {
 public:
  std::shared_ptr<const authority::Authority> authority;
  /// With the admin API: the authority in service at the moment; null without.
  std::shared_ptr<authority::Administration> administration;
  std::shared_ptr<Observer> observer;
  /// Runs work that neither a worker nor the store's writer may do: reading and signing a whole revocation
  /// list.
  std::function<void(std::function<void()>)> background;
  /// Runs work that may wait for somebody else (an identity provider, a cluster); false when too much of it
  /// stands in line. Empty: workers wait themselves.
  std::function<bool(std::function<void()>)> aside;
  std::string trace_header = "X-Smallstep-Id";  ///< second choice for the request id
  /// Counts the requests that may end in a commit, for the store's group commit; may be null.
  std::atomic<int>* in_flight = nullptr;

  /// For answers with a certificate of this authority. Thread-safe.
  const messages::SignResponseWriter& issued_writer() const;

 private:
  struct Prepared {
    std::once_flag made;
    std::optional<messages::SignResponseWriter> writer;
  };
  std::shared_ptr<Prepared> prepared_ = std::make_shared<Prepared>();  ///< copies have the same authority
};

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(std::shared_ptr<const State> state, std::shared_ptr<const net::Request> request,
           net::Respond respond);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const net::Request& request() const { return *request_; }
  const State& state() const { return *state_; }
  /// The one in service when the request came.
  const authority::Authority& authority() const { return *authority_; }
  const std::string& request_id() const { return request_id_; }
  /// The path's first variable part, percent-decoded; empty for a route without.
  std::string parameter;
  std::vector<std::string> more_parameters;  ///< the other ones
  /// How errors are written; the admin API has a form of its own.
  std::string (*error_body)(const Error&);

  bool wants_fields() const { return state_->observer && state_->observer->wants_fields(); }
  void log(std::string name, json::Value value) { fields_.emplace_back(std::move(name), std::move(value)); }
  void log(std::string name, std::string_view text) { log(std::move(name), json::text(text)); }
  void count(Issue what, std::string_view provisioner, bool success) const;

  /// Runs the rest of a handler: now, or, when it `may_wait` for somebody else, on a thread where that stalls
  /// nobody. What it throws there becomes the answer. Throws Error 503 when too many wait already.
  void perform(bool may_wait, std::function<void(Exchange&)> rest);

  /// Sends it; a second answer is ignored.
  void answer(net::Response response);
  /// `application/json`, Go's bytes, one final newline.
  void answer_json(int status, const json::Value& body);
  /// The JSON form of an error; its text goes to the log.
  void fail(const Error& error);
  /// The same for whatever is being thrown: call in a catch block.
  void fail_with_current_exception();

  /// Makes it durable, then calls `then`, on the writer's thread: quick work only. A refused transaction
  /// becomes the error of authority::throw_unless_committed; `otherwise` (may be empty) hears of it first.
  void commit(store::Transaction transaction, authority::Operation operation, std::string serial,
              std::function<void()> then, std::function<void()> otherwise = {});

 private:
  std::atomic<int>* counter() const { return request_->method == "POST" ? state_->in_flight : nullptr; }

  std::shared_ptr<const State> state_;
  std::shared_ptr<const authority::Authority> authority_;
  std::shared_ptr<const net::Request> request_;
  net::Respond respond_;
  std::string request_id_;
  LogFields fields_;
  std::chrono::steady_clock::time_point started_;
  bool counted_ = false;  ///< in State::in_flight
  std::atomic<bool> answered_{false};
};

using Handle = void (*)(Exchange&);

net::Response json_response(int status, const json::Value& body);
/// For a body that is written already, without its final newline.
net::Response json_response(int status, std::string body);

}  // namespace newel::api
