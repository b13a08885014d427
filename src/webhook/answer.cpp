#include "webhook/answer.h"

#include "base/text.h"

namespace newel::webhook {
namespace {

constexpr std::size_t max_text = 1024;  // of a reason: it goes to a client and into the log

// A text that somebody else wrote, fit to be shown.
std::string shown(const std::string& text) {
  return printable(is_valid_utf8(text) ? text.substr(0, max_text) : "");
}

}  // namespace

std::string Answer::refusal() const {
  if (error_code.empty() && error_message.empty()) return "webhook server did not allow request";
  return error_message + " (" + error_code + ")";
}

Expected<Answer> parse_answer(std::string_view body) {
  if (trim(body).empty()) return failure("EOF");
  auto document = json::parse_first(body);
  if (!document) return tl::unexpected<Failure>(document.error());
  Answer out;
  if (document->is_null()) return out;
  if (!document->is_object()) return failure("the answer is no JSON object");
  const json::Object& object = document->get_object();
  if (const json::Value* allow = json::find_ci(object, "allow"); allow != nullptr && !allow->is_null()) {
    if (!allow->is_bool()) return failure("the answer's member \"allow\" is neither true nor false");
    out.allow = allow->get_bool();
  }
  if (const json::Value* error = json::find_ci(object, "error"); error != nullptr && !error->is_null()) {
    if (!error->is_object()) return failure("the answer's member \"error\" is no object");
    for (const auto& [name, into] :
         {std::pair("code", &out.error_code), std::pair("message", &out.error_message)}) {
      const json::Value* member = json::find_ci(error->get_object(), name);
      if (member == nullptr || member->is_null()) continue;
      if (!member->is_string()) return failure("the answer's error has a member that is no text");
      *into = shown(*json::as_string(member));
    }
  }
  if (const json::Value* data = json::find_ci(object, "data")) out.data = *data;
  return out;
}

}  // namespace newel::webhook
