#include "client/oauth/service_account.h"

#include "base/files.h"
#include "base/json_syntax.h"
#include "crypto/key_files.h"
#include "jose/jwt_builder.h"

namespace newel::client::oauth {
namespace {

constexpr std::int64_t lifetime = 3600;

std::string need(const json::Object& object, std::string_view name, const std::string& file) {
  auto value = json::as_string(json::find(object, name));
  if (!value || value->empty())
    throw Error("error reading " + file + ": '" + std::string(name) + "' is missing");
  return std::move(*value);
}

PrivateKey signing_key(const Account& account) {
  try {
    return read_private_key(account.registration.secret, "private_key", {});
  } catch (const Error& error) {
    throw error.wrapped("error parsing private key", 0);
  }
}

std::string assertion(const Account& account, json::Object claims, Time now) {
  const std::int64_t issued = unix_seconds(now);
  claims["nbf"] = issued;
  claims["iat"] = issued;
  claims["exp"] = issued + lifetime;
  claims["iss"] = account.email;
  return jose::build_token({{"kid", account.registration.id}}, claims, signing_key(account), "RS256");
}

}  // namespace

Account read_account(const std::string& file) {
  const auto text = read_file(file, 1u << 20);
  if (!text) throw Error("error reading account from " + file + ": " + text.error().text);
  const auto document = json::parse(*text);
  if (!document || !document->is_object()) {
    throw Error("error reading " + file + ": unsupported format: " + json::syntax_error(*text));
  }
  const json::Object& object = document->get_object();
  Account out;
  const json::Value* installed = json::find(object, "installed");
  if (installed != nullptr && installed->is_object()) {
    const json::Object& details = installed->get_object();
    out.endpoints = {need(details, "auth_uri", file), "", need(details, "token_uri", file)};
    out.registration = {need(details, "client_id", file), need(details, "client_secret", file)};
    return out;
  }
  if (json::as_string(json::find(object, "type")) != "service_account")
    throw Error("error reading " + file + ": unsupported account type");
  out.is_service = true;
  out.endpoints = {need(object, "auth_uri", file), "", need(object, "token_uri", file)};
  out.registration = {need(object, "private_key_id", file), need(object, "private_key", file)};
  out.email = need(object, "client_email", file);
  return out;
}

TokenAnswer self_signed_token(const Account& account, const std::string& audience, Time now) {
  TokenAnswer out;
  out.access_token = assertion(account, {{"aud", audience}, {"sub", account.email}}, now);
  out.expires_in = lifetime;
  out.token_type = "Bearer";
  return out;
}

TokenAnswer exchange_assertion(const Account& account, const std::string& scope, Time now) {
  const std::string signed_claims =
      assertion(account, {{"aud", account.endpoints.token}, {"scope", scope}}, now);
  const TokenAnswer answer = TokenAnswer::from_json(
      post_form(account.endpoints.token,
                {{"assertion", signed_claims}, {"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}})
          .object());
  if (answer.failed())
    throw Error("error from token endpoint: " + answer.error + ". " + answer.error_description);
  return answer;
}

}  // namespace newel::client::oauth
