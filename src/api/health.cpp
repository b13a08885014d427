#include "api/handlers.h"
#include "base/version.h"

namespace newel::api {

void get_health(Exchange& exchange) { exchange.answer_json(200, json::Object{{"status", "ok"}}); }

void get_version(Exchange& exchange) { exchange.answer_json(200, json::Object{{"version", version()}}); }

}  // namespace newel::api
