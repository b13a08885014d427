// The members of a webhook, before it is stored (reference: authority/admin/api/webhook.go).
#include "authority/administration.h"
#include "base/text.h"
#include "base/url.h"

namespace newel::authority {
namespace {

std::string member(const json::Object& object, std::string_view name) {
  return json::as_string(json::find_ci(object, name)).value_or("");
}

// The text may be a template in its path and query, never in its host.
void check_url(const std::string& text) {
  const auto url = parse_url(text);
  if (!url || url->host.empty() || url->host.find('{') != std::string::npos)
    throw Error::verbatim(400, "webhook url is invalid");
  if (url->scheme != "https") throw Error::verbatim(400, "webhook url must use https");
  if (!url->user.empty()) throw Error::verbatim(400, "webhook url may not contain username or password");
}

}  // namespace

void check_webhook(const json::Object& webhook) {
  if (member(webhook, "name").empty()) throw Error::verbatim(400, "webhook name is required");
  check_url(member(webhook, "url"));
  const std::string kind = member(webhook, "kind");
  if (kind.empty()) throw Error::verbatim(400, "webhook kind is required");
  for (const char* known : {"ENRICHING", "AUTHORIZING", "SCEPCHALLENGE", "NOTIFYING"}) {
    if (kind == known) return;
  }
  throw Error::verbatim(400, "webhook kind " + quote(kind) + " is invalid");
}

}  // namespace newel::authority
