// Bodies of the API, from bytes to values and back: no crash, nothing but Error comes out, and what was read
// can be written and read again to the same.
#include <cstdlib>

#include "messages/messages.h"

using namespace newel;

namespace {

template <class Message>
void round_trip(const json::Value& value) {
  try {
    const std::string once = json::write(Message::from_json(value).to_json());
    const std::string twice = json::write(Message::from_json(messages::parse_request_body(once)).to_json());
    if (once != twice) std::abort();
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(messages::parse_error_body(400, text));
  std::optional<json::Value> value;
  try {
    value = messages::parse_request_body(text);
  } catch (const Error& error) {
    if (error.status() != 400) std::abort();
    return 0;
  }
  try {
    static_cast<void>(messages::SignRequest::from_json(*value));
  } catch (const Error&) {
  }
  round_trip<messages::RevokeRequest>(*value);
  round_trip<messages::SignResponse>(*value);
  round_trip<messages::ProvisionersResponse>(*value);
  return 0;
}
