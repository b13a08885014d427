// A name policy in its two forms: as in ca.json, and as the admin API speaks of it (linkedca.Policy).
#pragma once

#include "messages/admin/protobuf_json.h"

namespace newel::messages::admin {

/// Throws Error 400 for what is no policy. Lists lose their duplicates.
json::Object policy_from_message(const json::Value& message);
json::Object policy_to_message(const json::Object& document);

}  // namespace newel::messages::admin
