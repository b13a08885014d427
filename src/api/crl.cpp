#include "api/handlers.h"
#include "base/form.h"
#include "crypto/pem.h"

namespace newel::api {

void get_crl(Exchange& exchange) {
  // The text for a status that has no own one: what the reference sends, and clients may match.
  if (!exchange.authority().config().crl.enabled) {
    throw Error(404, "no CRL enabled", unexpected_status_message(404));
  }
  auto& store = exchange.authority().store();
  if (!store.is_persistent()) throw Error::not_implemented("database does not support CRL generation");
  const auto crl = store.latest_crl();
  if (!crl) throw Error::internal("no CRL was found in the database");

  const bool pem = form_value(exchange.request().query, "pem").has_value();
  // A number is never given to two lists of one CA; the two forms of a list are two representations.
  const std::string tag =
      "\"" + crl->number + "-" + std::to_string(unix_seconds(crl->this_update)) + (pem ? "-pem\"" : "\"");
  net::Response response{200,
                         {{"ETag", tag},
                          {"Last-Modified", format_http_date(crl->this_update)},
                          {"Expires", format_http_date(crl->next_update)}},
                         {}};
  const std::string* known = exchange.request().header("If-None-Match");
  if (known && (*known == tag || *known == "*")) {
    response.status = 304;
    return exchange.answer(std::move(response));
  }
  response.headers.emplace_back("Content-Type", pem ? "application/x-pem-file" : "application/pkix-crl");
  response.headers.emplace_back(
      "Content-Disposition", pem ? "attachment; filename=\"crl.pem\"" : "attachment; filename=\"crl.crl\"");
  response.body = pem ? pem_encode("X509 CRL", crl->der) : to_text(crl->der);
  exchange.answer(std::move(response));
}

}  // namespace newel::api
