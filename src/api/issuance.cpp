#include "api/issuance.h"

#include "api/log_fields.h"
#include "messages/messages.h"

namespace newel::api {
namespace {

std::string_view operation_name(Issue what) {
  switch (what) {
    case Issue::signed_certificate:
      return "sign";
    case Issue::renewed_certificate:
      return "renew";
    case Issue::rekeyed_certificate:
      return "rekey";
  }
  return "sign";
}

}  // namespace

void answer_issued(Exchange& exchange, Issue what, authority::Issued issued, store::Transaction transaction) {
  messages::SignResponse body;
  for (const auto& certificate : issued.chain) body.chain.push_back(certificate.pem());
  body.tls_options = exchange.authority().config().tls.to_json();
  log_certificate(exchange, issued.chain.front());

  auto self = exchange.shared_from_this();
  auto ready = std::make_shared<net::Response>(json_response(201, body.to_json()));
  const std::string serial = issued.chain.front().serial().decimal();
  exchange.commit(
      std::move(transaction), std::string(operation_name(what)), serial,
      [self, what, ready, name = issued.provisioner_name] {
        self->count(what, name, true);
        self->answer(std::move(*ready));
      },
      [self, what, name = issued.provisioner_name] { self->count(what, name, false); });
}

}  // namespace newel::api
