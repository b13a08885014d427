#include "webhook/chain.h"

#include <algorithm>

#include "base/text.h"

namespace newel::webhook {
namespace {

Answer ask(const Asking& asking, const Webhook& webhook, const std::string& body) {
  std::string url;
  try {
    url = webhook.url_for(asking.url_data);
  } catch (const Error& e) {
    throw CallFailed(403, "webhook " + quote(webhook.name) + ": " + e.text(),
                     Error::forbidden("webhook " + webhook.name + " could not be asked").message());
  }
  Answer answer = asking.caller.call(webhook, url, body, asking.request_id);
  if (answer.allow) return answer;
  const std::string refusal = answer.refusal();
  throw Error(403, "webhook " + quote(webhook.name) + " refused: " + refusal,
              Error::forbidden(refusal).message());
}

}  // namespace

bool any_serves(const std::vector<Webhook>& webhooks, Kind kind, CertType type) {
  return std::any_of(webhooks.begin(), webhooks.end(),
                     [&](const Webhook& one) { return one.serves(kind, type); });
}

json::Object enrich(const Asking& asking, const RequestBody& body) {
  json::Object out;
  const std::string text = body.to_json(system_clock().now());
  for (const Webhook& webhook : asking.webhooks) {
    if (!webhook.serves(Kind::enriching, asking.type)) continue;
    out[webhook.name] = ask(asking, webhook, text).data;
  }
  return out;
}

void authorize(const Asking& asking, const RequestBody& body) {
  const std::string text = body.to_json(system_clock().now());
  for (const Webhook& webhook : asking.webhooks) {
    if (webhook.serves(Kind::authorizing, asking.type)) ask(asking, webhook, text);
  }
}

}  // namespace newel::webhook
