// Passive revocation: the serial can no longer be renewed, and is listed on the CRL.
#include "api/credentials.h"
#include "api/handlers.h"
#include "api/log_fields.h"
#include "messages/messages.h"

namespace newel::api {
namespace {

constexpr int last_reason_code = 10;  // RFC 5280 section 5.3.1: aACompromise

void validate(messages::RevokeRequest& body) {
  if (body.serial.empty()) throw Error::bad_request("missing serial");
  const auto serial = x509::parse_serial(body.serial);
  if (!serial) {
    throw Error::bad_request("'" + body.serial +
                             "' is not a valid serial number - use a base 10 representation or a base 16 "
                             "representation with '0x' prefix");
  }
  body.serial = serial->decimal();
  if (body.reason_code < 0 || body.reason_code > last_reason_code)
    throw Error::bad_request("reasonCode out of bounds");
  if (!body.passive) throw Error::not_implemented("non-passive revocation not implemented");
}

void log_revocation(Exchange& exchange, const messages::RevokeRequest& body, bool mtls) {
  if (!exchange.wants_fields()) return;
  exchange.log("serial", body.serial);
  exchange.log("reasonCode", body.reason_code);
  exchange.log("reason", body.reason);
  exchange.log("passiveOnly", body.passive);
  exchange.log("mTLS", mtls);
}

void answer_ok(Exchange& exchange) { exchange.answer_json(200, json::Object{{"status", "ok"}}); }

// The client hears of success only when the list that names the certificate is there to be fetched.
void publish_then_answer(const std::shared_ptr<Exchange>& exchange) {
  exchange->state().background([exchange] {
    try {
      exchange->authority().regenerate_crl();
      answer_ok(*exchange);
    } catch (const Error& error) {
      exchange->fail(Error::internal(error.wrapped("error generating CRL").text()));
    }
  });
}

void commit_revocation(Exchange& exchange, store::Transaction transaction, const std::string& serial) {
  exchange.commit(std::move(transaction), authority::Operation::revoke, serial,
                  [self = exchange.shared_from_this()] {
                    const config::Crl& crl = self->authority().config().crl;
                    crl.enabled&& crl.generate_on_revoke ? publish_then_answer(self) : answer_ok(*self);
                  });
}

}  // namespace

void post_revoke(Exchange& exchange) {
  auto body = messages::RevokeRequest::from_json(messages::parse_request_body(exchange.request().body));
  validate(body);
  const authority::RevokeRequest request{body.serial, body.reason, body.reason_code, body.passive};

  if (!body.ott.empty()) {
    log_token_id(exchange, body.ott);
    log_revocation(exchange, body, false);
    exchange.perform(exchange.authority().may_wait(body.ott), [body, request](Exchange& self) {
      store::Transaction transaction;
      self.authority().revoke_by_token(request, body.ott, transaction);
      commit_revocation(self, std::move(transaction), body.serial);
    });
    return;
  }
  const auto certificate = peer_certificate(exchange);
  if (!certificate) throw Error::bad_request("missing ott or client certificate");
  log_certificate(exchange, *certificate);
  log_revocation(exchange, body, true);
  store::Transaction transaction;
  exchange.authority().revoke_by_certificate(request, *certificate, transaction);
  commit_revocation(exchange, std::move(transaction), body.serial);
}

}  // namespace newel::api
