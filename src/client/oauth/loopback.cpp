#include "client/oauth/loopback.h"

#include <future>
#include <mutex>
#include <optional>

#include "base/text.h"
#include "base/url.h"
#include "client/oauth/pages.h"
#include "net/server.h"

namespace newel::client::oauth {
namespace {

/// One login: what comes to the listener, until it is decided.
class Callback {
 public:
  Callback(std::string path, const LoopbackOptions& options) : path_(std::move(path)), options_(options) {}

  void expect(const Authorization& authorization) { authorization_ = &authorization; }
  std::future<TokenAnswer> decided() { return promise_.get_future(); }

  net::Response answer(const net::Request& request) {
    if (request.path != path_) return net::plain_text_response(404);
    if (request.method == "OPTIONS") return {};
    const auto value = [&](std::string_view name) { return form_value(request.query, name).value_or(""); };
    if (const std::string error = value("error"); !error.empty()) {
      const std::string more = value("error_description");
      return fail("Failed to authenticate: " + error + (more.empty() ? "" : ". " + more));
    }
    if (authorization_->implicit()) return implicit(request);
    const std::string code = value("code"), state = value("state");
    if (code.empty() || state.empty()) {
      options_.tell("Invalid request received: http://" + request.remote_address + printable(request.target));
      options_.tell("You may have an app or browser plugin that needs to be turned off");
      return net::plain_text_response(400);
    }
    if (state != authorization_->state()) return fail("Failed to authenticate: missing or invalid state");
    return exchange(code);
  }

 private:
  net::Response exchange(const std::string& code) {
    {
      // A browser that asks twice must not spend the code twice.
      const std::lock_guard lock(mutex_);
      if (exchanging_) return net::plain_text_response(409, "this login has been handed over already");
      exchanging_ = true;
    }
    TokenAnswer token;
    try {
      token = authorization_->exchange(code);
    } catch (const Error& error) {
      return fail("Failed exchanging authorization code: " + error.text());
    }
    if (token.failed())
      return fail("Failed exchanging authorization code: " + token.error + ". " + token.error_description);
    return succeed(std::move(token));
  }

  net::Response implicit(const net::Request& request) {
    const auto value = [&](std::string_view name) { return form_value(request.query, name).value_or(""); };
    if (value("urlhash") != "true") return fragment_page();
    const std::string state = value("state");
    if (state.empty() || state != authorization_->state())
      return fail("Failed to authenticate: missing or invalid state");
    TokenAnswer token;
    token.access_token = value("access_token");
    if (token.access_token.empty()) return fail("Failed to authenticate: missing access token");
    token.id_token = value("id_token");
    token.refresh_token = value("refresh_token");
    token.token_type = value("token_type");
    for (const char c : value("expires_in").substr(0, 9)) {
      if (c < '0' || c > '9') break;
      token.expires_in = token.expires_in * 10 + (c - '0');
    }
    return succeed(std::move(token));
  }

  net::Response succeed(TokenAnswer token) {
    decide([&] { promise_.set_value(std::move(token)); });
    if (options_.redirect_url.empty()) return success_page();
    net::Response out;
    out.status = 302;
    out.headers = {{"Location", options_.redirect_url}, {"Cache-Control", "no-store"}};
    return out;
  }

  net::Response fail(const std::string& why) {
    decide([&] { promise_.set_exception(std::make_exception_ptr(Error(printable(why)))); });
    return failure_page(why);
  }

  template <class Outcome>
  void decide(Outcome outcome) {
    const std::lock_guard lock(mutex_);
    if (decided_) return;
    decided_ = true;
    outcome();
  }

  const std::string path_;
  const LoopbackOptions& options_;
  const Authorization* authorization_ = nullptr;
  std::promise<TokenAnswer> promise_;
  std::mutex mutex_;
  bool decided_ = false, exchanging_ = false;
};

std::string callback_path(const std::string& listen_url) {
  if (listen_url.empty()) return "/";
  const auto url = parse_url(listen_url);
  return url && !url->path.empty() ? url->path : "/";
}

// Where the listener is to be found; the host as it was asked for, since providers compare it.
std::string listener_url(const std::string& host, const std::string& bound) {
  const std::string port = value_or_throw(split_host_port(bound)).second;
  return "http://" + (host == "127.0.0.1" ? bound : join_host_port(host, port));
}

}  // namespace

TokenAnswer loopback_login(AuthorizationWish wish, const LoopbackOptions& options) {
  auto [host, port] = options.listen.empty() ? std::pair<std::string, std::string>("127.0.0.1", "0")
                                             : value_or_throw(split_host_port(options.listen));
  if (host.empty()) host = "127.0.0.1";
  Callback callback(callback_path(options.listen_url), options);
  std::future<TokenAnswer> decided = callback.decided();

  // Nobody can come before the address is told, so the handler may be set up in two steps.
  net::Server server({.io_threads = 1, .worker_threads = 2});
  std::string bound;
  try {
    bound = server.listen(
        {.name = "callback",
         .address = join_host_port(host, port.empty() ? "0" : port),
         .handler = [](const auto&, const auto& respond) { respond(net::plain_text_response(404)); }});
  } catch (const Error& error) {
    throw error.wrapped("error listening on " + options.listen);
  }
  wish.redirect_uri = options.listen_url.empty() ? listener_url(host, bound) : options.listen_url;
  const Authorization authorization(std::move(wish));
  callback.expect(authorization);
  server.replace(
      "callback",
      [&callback](const auto& request, const auto& respond) { respond(callback.answer(*request)); }, nullptr);
  options.visit(authorization.url());
  const bool answered = decided.wait_for(options.patience) == std::future_status::ready;
  server.drain(std::chrono::seconds(2));  // the page reaches the browser before we go
  server.stop();
  if (!answered) throw Error("oauth command timed out, please try again");
  return decided.get();
}

}  // namespace newel::client::oauth
