// The webhooks of one request, one after the other (reference: authority/provisioner/webhook.go).
#pragma once

#include "webhook/caller.h"
#include "webhook/request_body.h"

namespace newel::webhook {

/// What all calls for one request share. Borrows everything.
struct Asking {
  const Caller& caller;
  const std::vector<Webhook>& webhooks;
  CertType type;
  const templates::Value& url_data;  ///< what URL templates see
  const std::string& request_id;
};

bool any_serves(const std::vector<Webhook>& webhooks, Kind kind, CertType type);

/// Asks the ENRICHING webhooks, in order. The result: their data by their names. Throws Error 403 with the
/// text of the first refusal or failure.
json::Object enrich(const Asking& asking, const RequestBody& body);

/// Asks the AUTHORIZING webhooks. Throws Error as enrich() does; the caller decides what the client hears.
void authorize(const Asking& asking, const RequestBody& body);

}  // namespace newel::webhook
