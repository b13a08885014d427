#include <limits>

#include "messages/fields.h"
#include "messages/messages.h"

namespace newel::messages {

json::Value RevokeRequest::to_json() const {
  return json::Object{{"serial", serial},
                      {"ott", ott},
                      {"reasonCode", reason_code},
                      {"reason", reason},
                      {"passive", passive}};
}

RevokeRequest RevokeRequest::from_json(const json::Value& value) {
  const Fields fields(value);
  RevokeRequest out;
  out.serial = fields.text("serial");
  out.ott = fields.text("ott");
  out.reason = fields.text("reason");
  const std::int64_t code = fields.integer("reasonCode");
  if (code < std::numeric_limits<int>::min() || code > std::numeric_limits<int>::max()) {
    throw decoding_error("member reasonCode is out of range");
  }
  out.reason_code = static_cast<int>(code);
  out.passive = fields.boolean("passive");
  return out;
}

}  // namespace newel::messages
