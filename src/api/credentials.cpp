#include "api/credentials.h"

#include "api/log_fields.h"

namespace newel::api {

std::optional<x509::Certificate> peer_certificate(const Exchange& exchange) {
  const auto& chain = exchange.request().peer_certificates;
  if (chain.empty()) return std::nullopt;
  auto parsed = x509::Certificate::parse(chain.front());
  // TLS accepted it, our stricter reader does not.
  if (!parsed) throw Error::bad_request("invalid client certificate").wrapped(parsed.error().text);
  return std::move(*parsed);
}

x509::Certificate certificate_to_renew(Exchange& exchange, store::Transaction& transaction) {
  if (auto certificate = peer_certificate(exchange)) return std::move(*certificate);
  constexpr std::string_view scheme = "Bearer ";  // the reference takes the text behind its first occurrence
  const std::string* header = exchange.request().header("Authorization");
  const auto at = header ? header->find(scheme) : std::string::npos;
  if (at == std::string::npos) throw Error::bad_request("missing client certificate");
  const std::string_view token = std::string_view(*header).substr(at + scheme.size());
  log_token_id(exchange, token);
  return exchange.authority().authorize_renew_token(token, transaction);
}

}  // namespace newel::api
