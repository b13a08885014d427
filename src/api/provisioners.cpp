#include "api/handlers.h"
#include "api/paging.h"
#include "base/form.h"
#include "messages/messages.h"

namespace newel::api {
void get_provisioners(Exchange& exchange) {
  const std::string& query = exchange.request().query;
  const int limit = limit_of(query);
  const auto page = exchange.authority().provisioners().page(form_value(query, "cursor").value_or(""), limit);
  messages::ProvisionersResponse response;
  for (const provisioner::Provisioner* item : page.items)
    response.provisioners.emplace_back(item->document());
  response.next_cursor = page.next_cursor;
  exchange.answer_json(200, response.to_json());
}

void get_encrypted_key(Exchange& exchange) {
  const std::string* key = exchange.authority().provisioners().encrypted_key(exchange.parameter);
  if (!key) throw Error::not_found("encrypted key with kid " + exchange.parameter + " was not found");
  exchange.answer_json(200, json::Object{{"key", *key}});
}

}  // namespace newel::api
