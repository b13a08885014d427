#include "api/issuance.h"

#include "api/log_fields.h"

namespace newel::api {
namespace {

authority::Operation operation_of(Issue what) {
  switch (what) {
    case Issue::signed_certificate:
      return authority::Operation::sign;
    case Issue::renewed_certificate:
      return authority::Operation::renew;
    case Issue::rekeyed_certificate:
      return authority::Operation::rekey;
  }
  return authority::Operation::sign;
}

}  // namespace

const messages::SignResponseWriter& State::issued_writer() const {
  std::call_once(prepared_->made, [this] {
    std::vector<std::string> issuers;
    for (const auto& certificate : authority->intermediates()) issuers.push_back(certificate.pem());
    prepared_->writer.emplace(issuers, authority->config().tls.to_json());
  });
  return *prepared_->writer;
}

void answer_issued(Exchange& exchange, Issue what, authority::Issued issued, store::Transaction transaction) {
  const x509::Certificate& leaf = issued.chain.front();
  log_certificate(exchange, leaf);
  auto self = exchange.shared_from_this();
  auto ready =
      std::make_shared<net::Response>(json_response(201, exchange.state().issued_writer().write(leaf.pem())));
  const std::string serial = leaf.serial().decimal();
  exchange.commit(
      std::move(transaction), operation_of(what), serial,
      [self, what, ready, name = issued.provisioner_name] {
        self->count(what, name, true);
        self->answer(std::move(*ready));
      },
      [self, what, name = issued.provisioner_name] { self->count(what, name, false); });
}

}  // namespace newel::api
