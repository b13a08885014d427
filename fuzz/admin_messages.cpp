// Bodies of the admin API, from bytes to values and back: no crash, nothing but Error comes out, and what was
// read can be written and read again to the same.
#include <cstdlib>

#include "messages/admin/admin_form.h"
#include "messages/admin/policy_form.h"
#include "messages/admin/provisioner_form.h"

using namespace newel;
using namespace newel::messages::admin;

namespace {

json::Value read_again(const json::Object& object) {
  auto value = json::parse(json::write(object));
  if (!value) std::abort();
  return std::move(*value);
}

// `read` of what `write` made must give what it was made from.
template <class Read, class Write>
void round_trip(const json::Value& value, Read read, Write write) {
  std::string once;
  json::Object written;
  try {
    const json::Object first = read(value);
    once = json::write(first);
    written = write(first);
  } catch (const Error&) {
    return;
  }
  if (json::write(read(read_again(written))) != once) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(parse_error_body(400, text));
  const auto value = json::parse(text);
  if (!value) return 0;
  round_trip(*value, policy_from_message, policy_to_message);
  round_trip(*value, webhook_from_message,
             [](const json::Object& hook) { return webhook_to_message(hook, Secrets::included); });
  try {
    const json::Object document = provisioner_from_message(*value).document;
    for (const Secrets secrets : {Secrets::included, Secrets::left_out}) {
      const json::Object again =
          provisioner_from_message(read_again(provisioner_to_message(document, secrets))).document;
      const json::Object third =
          provisioner_from_message(read_again(provisioner_to_message(again, secrets))).document;
      if (again != third) std::abort();
    }
  } catch (const Error&) {
  }
  try {
    static_cast<void>(AdminRequest::from_json(*value));
    static_cast<void>(AdminMessage::from_json(*value).to_json());
    static_cast<void>(EabKeyMessage::from_json(*value).to_json());
  } catch (const Error&) {
  }
  return 0;
}
