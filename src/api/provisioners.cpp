#include <charconv>

#include "api/handlers.h"
#include "base/form.h"
#include "messages/messages.h"

namespace newel::api {
namespace {

// Go's strconv.Atoi: an optional sign, decimal digits, nothing else.
int read_limit(const std::string& text) {
  if (text.empty()) return 0;
  std::string_view digits = text;
  if (digits.starts_with('+') && digits.size() > 1 && digits[1] != '-') digits.remove_prefix(1);
  int limit = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), limit);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    throw Error::bad_request("limit '" + text + "' is not an integer");
  }
  return limit;
}

}  // namespace

void get_provisioners(Exchange& exchange) {
  const std::string& query = exchange.request().query;
  const int limit = read_limit(form_value(query, "limit").value_or(""));
  const auto page =
      exchange.authority().provisioners().page(form_value(query, "cursor").value_or(""), limit);
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
