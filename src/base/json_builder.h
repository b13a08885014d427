// Boost.JSON's events made into a value by ourselves, for two things its own handler does not do: a number
// with a fraction or an exponent is the double nearest to it (Boost 1.81 may be one bit off, and then what is
// written is not what was read), and the members of all objects are counted, so that one that came twice is
// noticed.
#pragma once

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <string>

namespace newel::json {

/// The handler of a boost::json::basic_parser. One document per instance; not thread safe.
class ValueBuilder {
 public:
  using Code = boost::json::error_code;
  using Text = boost::json::string_view;

  constexpr static std::size_t max_object_size = boost::json::object::max_size();
  constexpr static std::size_t max_array_size = boost::json::array::max_size();
  constexpr static std::size_t max_key_size = boost::json::string::max_size();
  constexpr static std::size_t max_string_size = boost::json::string::max_size();

  ValueBuilder() { stack_.reset(); }

  /// The document, once it is complete.
  boost::json::value release() { return stack_.release(); }
  /// How many members the text of the document had, repeated ones included.
  std::size_t members() const { return members_; }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return true; }
  bool on_object_end(std::size_t n, Code&) {
    members_ += n;
    stack_.push_object(n);
    return true;
  }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t n, Code&) { return stack_.push_array(n), true; }
  bool on_key_part(Text part, std::size_t, Code&) { return stack_.push_chars(part), true; }
  bool on_key(Text part, std::size_t, Code&) { return stack_.push_key(part), true; }
  bool on_string_part(Text part, std::size_t, Code&) { return stack_.push_chars(part), true; }
  bool on_string(Text part, std::size_t, Code&) { return stack_.push_string(part), true; }
  bool on_number_part(Text part, Code&) { return number_.append(part.data(), part.size()), true; }
  bool on_int64(std::int64_t n, Text, Code&) {
    number_.clear();
    return stack_.push_int64(n), true;
  }
  bool on_uint64(std::uint64_t n, Text, Code&) {
    number_.clear();
    return stack_.push_uint64(n), true;
  }
  bool on_double(double approximate, Text rest, Code& code) {
    number_.append(rest.data(), rest.size());
    double exact = approximate;
    const auto read = std::from_chars(number_.data(), number_.data() + number_.size(), exact);
    const bool too_large =
        read.ec == std::errc::result_out_of_range && !(approximate < 1 && approximate > -1);
    number_.clear();
    if (too_large) return code = boost::json::error::exponent_overflow, false;
    stack_.push_double(read.ec == std::errc{} ? exact : 0.0);
    return true;
  }
  bool on_bool(bool b, Code&) { return stack_.push_bool(b), true; }
  bool on_null(Code&) { return stack_.push_null(), true; }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 private:
  boost::json::value_stack stack_;
  std::string number_;
  std::size_t members_ = 0;
};

}  // namespace newel::json
