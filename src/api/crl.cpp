#include "api/handlers.h"
#include "api/query.h"
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

  const bool pem = query_value(exchange.request().query, "pem").has_value();
  exchange.answer({200,
                   {{"Content-Type", pem ? "application/x-pem-file" : "application/pkix-crl"},
                    {"Content-Disposition",
                     pem ? "attachment; filename=\"crl.pem\"" : "attachment; filename=\"crl.crl\""},
                    {"Expires", format_http_date(crl->next_update)}},
                   pem ? pem_encode("X509 CRL", crl->der) : to_text(crl->der)});
}

}  // namespace newel::api
