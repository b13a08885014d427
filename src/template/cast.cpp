#include "template/cast.h"

#include <cmath>
#include <limits>

#include "base/error.h"
#include "template/format.h"
#include "template/numbers.h"

namespace newel::templates {
namespace {

// "12.00" counts as 12; "1." and "1.5" do not.
std::string without_zero_fraction(const std::string& text) {
  const auto last = text.find_last_not_of('0');
  if (last != std::string::npos && text[last] == '.' && last + 1 < text.size()) return text.substr(0, last);
  return text;
}

}  // namespace

std::int64_t to_int64(const Value& v) {
  switch (v.kind()) {
    case Kind::boolean:
      return v.as_bool() ? 1 : 0;
    case Kind::integer:
    case Kind::int64:
      return v.as_int();
    case Kind::uint8:
    case Kind::uint64:
      return static_cast<std::int64_t>(v.as_uint());
    case Kind::float64: {
      const double f = v.as_float();
      return f >= -0x1p63 && f < 0x1p63 ? static_cast<std::int64_t>(f)
                                        : std::numeric_limits<std::int64_t>::min();
    }
    case Kind::string: {
      std::int64_t n = 0;
      return parse_int(without_zero_fraction(v.as_string()), 0, n) == NumberError::none ? n : 0;
    }
    default:
      return 0;
  }
}

double to_float64(const Value& v) {
  switch (v.kind()) {
    case Kind::boolean:
      return v.as_bool() ? 1 : 0;
    case Kind::integer:
    case Kind::int64:
      return static_cast<double>(v.as_int());
    case Kind::uint8:
    case Kind::uint64:
      return static_cast<double>(v.as_uint());
    case Kind::float64:
      return v.as_float();
    case Kind::string:
      return parse_float(v.as_string()).value_or(0);
    default:
      return 0;
  }
}

std::string to_text(const Value& v) {
  if (v.kind() == Kind::string || v.is_bytes()) return v.as_string();
  return default_text(v);
}

std::vector<std::string> to_texts(const Value& v) {
  std::vector<std::string> out;
  if (v.is_nil()) return out;
  if (v.kind() != Kind::slice) return {to_text(v)};
  for (const Value& item : v.elements()) {
    if (!item.is_nil()) out.push_back(to_text(item));
  }
  return out;
}

List list_of(const Value& v, std::string_view verb) {
  if (v.kind() == Kind::slice) return v.elements();
  if (v.is_nil()) throw Error("Cannot " + std::string(verb) + " on a nil value");
  throw Error("Cannot " + std::string(verb) + " on type " + std::string(kind_name(v.kind())));
}

MapPtr map_of(const Value& v) { return v.as_map() ? v.as_map() : new_map(); }

}  // namespace newel::templates
