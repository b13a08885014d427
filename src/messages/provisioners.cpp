#include "messages/fields.h"
#include "messages/messages.h"

namespace newel::messages {

json::Value ProvisionersResponse::to_json() const {
  json::Object out;
  out["provisioners"] = provisioners.empty() ? json::Value(nullptr) : json::Value(provisioners);
  out["nextCursor"] = next_cursor;
  return out;
}

ProvisionersResponse ProvisionersResponse::from_json(const json::Value& value) {
  const Fields fields(value);
  ProvisionersResponse out;
  if (const json::Value* list = fields.any("provisioners")) {
    if (!list->is_array()) throw decoding_error("member provisioners is not an array");
    out.provisioners = list->get_array();
  }
  out.next_cursor = fields.text("nextCursor");
  return out;
}

}  // namespace newel::messages
