#include "api/exchange.h"

#include <utility>

#include "api/request_id.h"
#include "messages/messages.h"

namespace newel::api {

net::Response json_response(int status, std::string body) {
  body.push_back('\n');
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

net::Response json_response(int status, const json::Value& body) {
  return json_response(status, json::write(body));
}

Exchange::Exchange(std::shared_ptr<const State> state, std::shared_ptr<const net::Request> request,
                   net::Respond respond)
    : error_body(messages::error_body),
      state_(std::move(state)),
      authority_(state_->administration ? state_->administration->current() : state_->authority),
      request_(std::move(request)),
      respond_(std::move(respond)),
      request_id_(choose_request_id(*request_, state_->trace_header)),
      started_(std::chrono::steady_clock::now()) {
  if (auto* in_flight = counter()) {
    ++*in_flight;
    counted_ = true;
  }
}

// A handler that forgot to answer has a bug, but the client must not wait for ever.
Exchange::~Exchange() {
  if (!answered_) respond_({500, {}, {}});
  if (counted_) --*counter();
}

void Exchange::perform(bool may_wait, std::function<void(Exchange&)> rest) {
  if (!may_wait || !state_->aside) return rest(*this);
  // The store's group commit must not wait for a request that waits for others.
  if (std::exchange(counted_, false)) --*counter();
  const bool taken = state_->aside([self = shared_from_this(), rest = std::move(rest)] {
    try {
      rest(*self);
    } catch (...) {
      self->fail_with_current_exception();
    }
  });
  if (!taken) {
    throw Error(503, "too many requests wait for others already",
                "Too many requests wait for webhooks and identity providers at the moment; try again later.");
  }
}

void Exchange::count(Issue what, std::string_view provisioner, bool success) const {
  if (state_->observer) state_->observer->issued(what, provisioner, success);
}

void Exchange::answer(net::Response response) {
  if (answered_.exchange(true)) return;
  response.headers.emplace_back("X-Request-Id", request_id_);
  const int status = response.status;
  const std::size_t size = response.body.size();
  respond_(std::move(response));
  if (state_->observer) {
    state_->observer->answered(
        {*request_, request_id_, status, size, std::chrono::steady_clock::now() - started_, fields_});
  }
}

void Exchange::answer_json(int status, const json::Value& body) { answer(json_response(status, body)); }

void Exchange::fail(const Error& error) {
  log("error", error.text());
  net::Response response{
      error.typed() ? error.status() : 500, {{"Content-Type", "application/json"}}, error_body(error) + "\n"};
  if (response.status == 503) response.headers.emplace_back("Retry-After", "5");
  answer(std::move(response));
}

void Exchange::fail_with_current_exception() {
  try {
    throw;
  } catch (const Error& error) {
    fail(error);
  } catch (const std::exception& error) {
    fail(Error::internal(error.what()));
  }
}

void Exchange::commit(store::Transaction transaction, authority::Operation operation, std::string serial,
                      std::function<void()> then, std::function<void()> otherwise) {
  auto finish = [self = shared_from_this(), operation, serial = std::move(serial), then = std::move(then),
                 otherwise = std::move(otherwise)](const store::CommitResult& result) {
    try {
      if (!result.ok() && otherwise) otherwise();
      authority::throw_unless_committed(result, operation, serial);
      then();
    } catch (...) {
      self->fail_with_current_exception();
    }
  };
  if (transaction.empty()) return finish({});
  authority().store().commit(std::move(transaction), std::move(finish));
}

}  // namespace newel::api
