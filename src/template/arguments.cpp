#include "template/arguments.h"

#include <algorithm>

#include "template/semver.h"
#include "template/time_value.h"

namespace newel::templates {

namespace types {
extern const Type sprig_certificate;
}

char param_at(std::string_view params, std::size_t index) {
  if (!params.ends_with('*')) return params[index];
  return params[std::min(index, params.size() - 2)];
}

std::string_view param_type_name(char param) {
  switch (param) {
    case 's':
      return "string";
    case 'i':
      return "int";
    case 'L':
      return "int64";
    case 'u':
      return "uint32";
    case 'f':
      return "float64";
    case 'b':
      return "bool";
    case 'm':
      return "map[string]interface {}";
    case 'l':
      return "[]interface {}";
    case 'S':
      return "[]string";
    case 't':
      return "time.Time";
    case 'd':
      return "time.Duration";
    case 'V':
      return "*semver.Version";
    case 'X':
      return "sprig.certificate";
    case 'v':
      return "reflect.Value";
    default:
      return "interface {}";
  }
}

bool can_be_nil(char param) { return std::string_view("avmlSV").find(param) != std::string_view::npos; }

Value zero_value(char param) {
  switch (param) {
    case 'm':
      return Value::map(nullptr);
    case 'l':
      return Value::nil_list();
    case 'S':
      return Value::nil_list(types::strings);
    default:
      return {};
  }
}

bool assignable(const Value& value, char param) {
  switch (param) {
    case 'a':
    case 'v':
      return true;
    case 's':
      return value.type() == &types::string;
    case 'i':
      return value.type() == &types::integer;
    case 'L':
      return value.type() == &types::int64;
    case 'f':
      return value.type() == &types::float64;
    case 'b':
      return value.type() == &types::boolean;
    case 'm':
      return is_dynamic_map(value);
    case 'l':
      return value.type() == &types::list;
    case 'S':
      return value.type() == &types::strings;
    case 't':
      return value.type() == &types::time;
    case 'd':
      return value.type() == &types::duration;
    case 'V':
      return value.type() == &types::semver;
    case 'X':
      return value.type() == &types::sprig_certificate;
    default:
      return false;
  }
}

Value number_argument(char param, const Number& number) {
  switch (param) {
    case 'L':
      return Value::int64(number.int_value);
    case 'd':
      return Value::of_int(types::duration, number.int_value);
    case 'u':
      return Value::uint64(static_cast<std::uint32_t>(number.uint_value));
    case 'f':
      return Value(number.float_value);
    default:
      return Value::integer(number.int_value);
  }
}

const Method* find_method(const Value& value, std::string_view name) {
  for (const Method& method : value.type()->methods) {
    if (method.name == name) return &method;
  }
  return nullptr;
}

}  // namespace newel::templates
