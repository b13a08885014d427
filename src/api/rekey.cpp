#include "api/credentials.h"
#include "api/handlers.h"
#include "api/issuance.h"
#include "messages/messages.h"

namespace newel::api {

void post_rekey(Exchange& exchange) {
  const auto old = peer_certificate(exchange);
  if (!old) throw Error::bad_request("missing client certificate");
  const auto body = messages::RekeyRequest::from_json(messages::parse_request_body(exchange.request().body));
  if (!body.csr) throw Error::bad_request("missing csr");
  if (!body.csr->verify_signature()) throw Error::bad_request("invalid csr");
  // verify_signature() is false for a key we cannot read.
  const PublicKey& key = *body.csr->public_key();

  store::Transaction transaction;
  auto issued = exchange.authority().rekey(*old, key, transaction);
  answer_issued(exchange, Issue::rekeyed_certificate, std::move(issued), std::move(transaction));
}

}  // namespace newel::api
