#include "x509/json_text.h"

#include "base/encoding.h"
#include "base/json.h"

namespace newel::x509 {

// Comma and line break in front of a value or a key; nothing between a key and its value.
void JsonText::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (has_members_.empty()) return;
  if (has_members_.back()) out_.push_back(',');
  has_members_.back() = true;
  out_.append("\n").append(2 * has_members_.size(), ' ');
}

void JsonText::begin(char bracket) {
  separate();
  out_.push_back(bracket);
  has_members_.push_back(false);
}

void JsonText::end(char bracket) {
  const bool had_members = has_members_.back();
  has_members_.pop_back();
  if (had_members) out_.append("\n").append(2 * has_members_.size(), ' ');
  out_.push_back(bracket);
}

void JsonText::key(std::string_view name) {
  separate();
  out_ += json::write_string(name) + ": ";
  after_key_ = true;
}

void JsonText::value(std::string_view text) {
  separate();
  out_ += text;
}

void JsonText::string(std::string_view text) { value(json::write_string(text)); }
void JsonText::base64(ByteView octets) { value('"' + base64_encode(octets) + '"'); }

void JsonText::strings(const std::vector<std::string>& list) {
  begin_array();
  for (const std::string& text : list) string(text);
  end_array();
}

void JsonText::optional_member(std::string_view name, std::string_view text) {
  if (!text.empty()) member(name, text);
}

void JsonText::optional_true(std::string_view name, bool b) {
  if (b) member_boolean(name, true);
}

void JsonText::optional_strings(std::string_view name, const std::vector<std::string>& list) {
  if (list.empty()) return;
  key(name);
  strings(list);
}

}  // namespace newel::x509
