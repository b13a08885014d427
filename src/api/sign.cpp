#include "api/handlers.h"
#include "api/issuance.h"
#include "api/log_fields.h"
#include "messages/messages.h"

namespace newel::api {

void post_sign(Exchange& exchange) {
  auto body = messages::SignRequest::from_json(messages::parse_request_body(exchange.request().body));
  log_token_id(exchange, body.ott);
  if (!body.csr) throw Error::bad_request("missing csr");
  if (!body.csr->verify_signature()) throw Error::bad_request("invalid csr");
  if (body.ott.empty()) throw Error::bad_request("missing ott");

  body.options.request_id = exchange.request_id();
  exchange.perform(exchange.authority().may_wait(body.ott), [body](Exchange& self) {
    store::Transaction transaction;
    auto issued = self.authority().sign(*body.csr, body.ott, body.options, transaction);
    answer_issued(self, Issue::signed_certificate, std::move(issued), std::move(transaction));
  });
}

}  // namespace newel::api
