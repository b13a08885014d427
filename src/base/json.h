// JSON documents: Boost.JSON to read (bounded, never throwing), our own writer where bytes must equal what
// Go's encoding/json writes.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace newel::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

/// One JSON document and nothing behind it but white space. Nesting deeper than 32 is refused, duplicate
/// members: the last one wins (parse_strict refuses them: JOSE headers, claims and keys).
Expected<Value> parse(std::string_view text);
Expected<Value> parse_strict(std::string_view text);
/// The first document of the text, whatever follows it: how Go's Decoder reads request bodies.
Expected<Value> parse_first(std::string_view text);

/// The member with this name: exact match first, then ignoring ASCII case, as Go's decoder matches. null if
/// none.
const Value* find_ci(const Object& object, std::string_view name);
/// Exact match, nullptr if absent.
const Value* find(const Object& object, std::string_view name);

/// A string value. (In braces Boost.JSON makes an array of it.)
inline Value text(std::string_view value) {
  return Value(boost::json::string(boost::json::string_view(value.data(), value.size())));
}
/// The text of a string value; nullopt for any other kind.
std::optional<std::string> as_string(const Value* value);

/// Compact, as json.Marshal: `<`, `>`, `&`, U+2028, U+2029 escaped, Go's number form, members in the order of
/// the object. With escape_html false: as an Encoder with SetEscapeHTML(false).
std::string write(const Value& value, bool escape_html = true);
/// As json.MarshalIndent(v, "", indent): no final newline.
std::string write_indented(const Value& value, std::string_view indent, bool escape_html = true);
/// One string literal with its quotes.
std::string write_string(std::string_view text, bool escape_html = true);

}  // namespace newel::json
