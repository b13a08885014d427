#include "api/credentials.h"
#include "api/handlers.h"
#include "api/issuance.h"

namespace newel::api {

void post_renew(Exchange& exchange) {
  store::Transaction transaction;
  const x509::Certificate old = certificate_to_renew(exchange, transaction);
  auto issued = exchange.authority().renew(old, transaction);
  answer_issued(exchange, Issue::renewed_certificate, std::move(issued), std::move(transaction));
}

}  // namespace newel::api
