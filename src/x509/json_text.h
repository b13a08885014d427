// JSON written as it is thought of: members in the order they are given, numbers of any size, indent of two
// blanks. base/json.h writes documents; certificates need integers that no JSON library holds, and members
// left out when empty.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace newel::x509 {

class JsonText {
 public:
  void begin_object() { begin('{'); }
  void end_object() { end('}'); }
  void begin_array() { begin('['); }
  void end_array() { end(']'); }
  /// Name of the next value.
  void key(std::string_view name);

  void string(std::string_view text);
  void base64(ByteView octets);
  void number(std::string_view digits) { value(digits); }
  void number(std::int64_t n) { value(std::to_string(n)); }
  void boolean(bool b) { value(b ? "true" : "false"); }
  void null() { value("null"); }
  void strings(const std::vector<std::string>& list);

  void member(std::string_view name, std::string_view text) { key(name), string(text); }
  void member_number(std::string_view name, std::int64_t n) { key(name), number(n); }
  void member_boolean(std::string_view name, bool b) { key(name), boolean(b); }
  void member_base64(std::string_view name, ByteView octets) { key(name), base64(octets); }
  // Left out when there is nothing.
  void optional_member(std::string_view name, std::string_view text);
  void optional_true(std::string_view name, bool b);
  void optional_strings(std::string_view name, const std::vector<std::string>& list);

  std::string take() { return std::move(out_); }

 private:
  void begin(char bracket);
  void end(char bracket);
  void separate();
  void value(std::string_view text);

  std::string out_;
  std::vector<bool> has_members_;  ///< of the objects and arrays that are open
  bool after_key_ = false;
};

}  // namespace newel::x509
