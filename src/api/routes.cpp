#include "api/routes.h"

#include "api/admin/admin_routes.h"
#include "api/handlers.h"
#include "api/router.h"
#include "base/url.h"

namespace newel::api {
namespace {

Router full_router() {
  Router router;
  router.add_versioned("GET", "/version", get_version);
  router.add_versioned("GET", "/health", get_health);
  router.add_versioned("GET", "/root/{}", get_root);
  router.add_versioned("GET", "/roots", get_roots);
  router.add_versioned("GET", "/roots.pem", get_roots_pem);
  router.add_versioned("GET", "/intermediates", get_intermediates);
  router.add_versioned("GET", "/intermediates.pem", get_intermediates_pem);
  router.add_versioned("GET", "/federation", get_federation);
  router.add_versioned("GET", "/provisioners", get_provisioners);
  router.add_versioned("GET", "/provisioners/{}/encrypted-key", get_encrypted_key);
  router.add_versioned("GET", "/crl", get_crl);
  router.add_versioned("POST", "/sign", post_sign);
  router.add_versioned("POST", "/renew", post_renew);
  router.add_versioned("POST", "/re-sign", post_renew);
  router.add_versioned("POST", "/rekey", post_rekey);
  router.add_versioned("POST", "/revoke", post_revoke);
  return router;
}

Router insecure_router() {
  Router router;
  router.add_versioned("GET", "/crl", get_crl);
  return router;
}

void answer_unrouted(Exchange& exchange, const Router::Match& match) {
  if (!match.known_path) {
    exchange.answer({404,
                     {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}},
                     "404 page not found\n"});
    return;
  }
  net::Response response{405, {}, {}};
  for (const auto method : match.allowed) response.headers.emplace_back("Allow", std::string(method));
  exchange.answer(std::move(response));
}

std::string decoded(std::string_view segment) {
  auto text = percent_decode(segment);
  return text ? std::move(*text) : std::string(segment);
}

// The admin API has paths only while it is on.
const Router& router_for(const Router& router, const State& state, std::string_view path) {
  const bool admin = state.administration != nullptr && path.starts_with("/admin/");
  return admin ? admin_router() : router;
}

net::Handler serve(const Router& router, std::shared_ptr<const State> state) {
  return
      [&router, state = std::move(state)](std::shared_ptr<const net::Request> request, net::Respond respond) {
        const auto exchange = std::make_shared<Exchange>(state, std::move(request), std::move(respond));
        const auto match = router_for(router, *state, exchange->request().path)
                               .find(exchange->request().method, exchange->request().path);
        if (!match.handle) return answer_unrouted(*exchange, match);
        try {
          exchange->parameter = decoded(match.parameter);
          for (const auto segment : match.more) exchange->more_parameters.push_back(decoded(segment));
          match.handle(*exchange);
        } catch (...) {
          exchange->fail_with_current_exception();
        }
      };
}

}  // namespace

net::Handler make_handler(std::shared_ptr<const State> state) {
  static const Router router = full_router();
  return serve(router, std::move(state));
}

net::Handler make_insecure_handler(std::shared_ptr<const State> state) {
  static const Router router = insecure_router();
  auto plain = std::make_shared<State>(*state);
  plain->administration = nullptr;  // nobody administers a CA without TLS
  return serve(router, std::move(plain));
}

}  // namespace newel::api
