// What a webhook server may answer, and what ca.json may say about a webhook: the first line is the body of
// an answer, the rest one webhook's JSON object. A refusal never carries what could forge a line.
#include <cstdlib>

#include "webhook/answer.h"
#include "webhook/webhook.h"

namespace {

using namespace newel;

void check_answer(std::string_view text) {
  const auto answer = webhook::parse_answer(text);
  if (!answer) return;
  for (const char c : answer->refusal()) {
    if (static_cast<unsigned char>(c) < 0x20) std::abort();
  }
  if (answer->refusal().size() > 16384) std::abort();
  json::write(answer->data);
}

void check_webhook(std::string_view text) {
  const auto document = json::parse(text);
  if (!document || !document->is_object()) return;
  try {
    const webhook::Webhook hook = webhook::read_webhook(document->get_object());
    if (!hook.url.starts_with("https://") && !hook.url.starts_with("HTTPS://") && !hook.url_template) {
      // Letter case is the only freedom of a scheme.
      if (hook.url.size() < 8 || hook.url[5] != ':') std::abort();
    }
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 65536) return 0;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const auto line = all.find('\n');
  check_answer(all.substr(0, line));
  if (line != std::string_view::npos) check_webhook(all.substr(line + 1));
  return 0;
}
