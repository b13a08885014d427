#include "messages/fields.h"
#include "messages/messages.h"

namespace newel::messages {

json::Value parse_request_body(std::string_view body) {
  auto value = json::parse_first(body);
  if (!value) throw decoding_error(value.error().text);
  return std::move(*value);
}

std::string error_body(const Error& error) {
  const int status = error.typed() ? error.status() : 500;
  return json::write(json::Object{{"status", status}, {"message", error.message()}});
}

Error parse_error_body(int status, std::string_view body) {
  const auto value = json::parse_first(body);
  if (!value) return {status, "failed decoding CA error response: " + value.error().text};
  try {
    const Fields fields(*value);
    const std::int64_t own = fields.integer("status");
    std::string message = fields.text("message");
    if (message.empty()) message = default_message(status);
    return Error::verbatim(own >= 400 && own <= 599 ? static_cast<int>(own) : status, std::move(message));
  } catch (const Error& error) {
    return {status, "failed decoding CA error response: " + error.text()};
  }
}

}  // namespace newel::messages
