// The functions of the language itself.
#include <fmt/format.h>

#include "base/html.h"
#include "template/format.h"
#include "template/function.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

enum class Basic { none, boolean, integer, unsigned_, floating, complex, string };

Basic basic(const Value& v) {
  switch (v.kind()) {
    case Kind::boolean:
      return Basic::boolean;
    case Kind::integer:
    case Kind::int64:
      return Basic::integer;
    case Kind::uint8:
    case Kind::uint64:
      return Basic::unsigned_;
    case Kind::float64:
      return Basic::floating;
    case Kind::complex128:
      return Basic::complex;
    case Kind::string:
      return Basic::string;
    default:
      return Basic::none;
  }
}

[[noreturn]] void incompatible(const Value& a, const Value& b) {
  throw Error("incompatible types for comparison: " + std::string(a.type_name()) + " and " +
              std::string(b.type_name()));
}

bool nil_like(const Value& v) { return v.is_nil() || v.is_nil_container(); }

bool equal_basic(const Value& a, const Value& b, Basic kind) {
  switch (kind) {
    case Basic::boolean:
      return a.as_bool() == b.as_bool();
    case Basic::integer:
      return a.as_int() == b.as_int();
    case Basic::unsigned_:
      return a.as_uint() == b.as_uint();
    case Basic::floating:
      return a.as_float() == b.as_float();
    case Basic::complex:
      return a.as_complex() == b.as_complex();
    case Basic::string:
      return a.as_string() == b.as_string();
    case Basic::none:
      break;
  }
  if (a.kind() != b.kind() && !a.is_nil() && !b.is_nil()) {
    throw Error("non-comparable types " + with_verb(a, 's') + ": " + std::string(a.type_name()) + ", " +
                std::string(b.type_name()) + ": " + default_text(b));
  }
  if (nil_like(a) || nil_like(b)) return nil_like(a) == nil_like(b);
  if (b.kind() == Kind::slice || b.kind() == Kind::map) {
    throw Error("non-comparable type " + with_verb(b, 's') + ": " + std::string(b.type_name()));
  }
  return deep_equal(a, b);
}

bool equal_values(const Value& a, const Value& b) {
  const Basic x = basic(a);
  const Basic y = basic(b);
  if (x == y) return equal_basic(a, b, x);
  if (x == Basic::integer && y == Basic::unsigned_)
    return a.as_int() >= 0 && static_cast<std::uint64_t>(a.as_int()) == b.as_uint();
  if (x == Basic::unsigned_ && y == Basic::integer) return equal_values(b, a);
  if (!a.is_nil() && !b.is_nil()) incompatible(a, b);
  return false;
}

bool less(const Value& a, const Value& b) {
  const Basic x = basic(a);
  const Basic y = basic(b);
  if (x == Basic::none || y == Basic::none) throw Error("invalid type for comparison");
  if (x != y) {
    if (x == Basic::integer && y == Basic::unsigned_)
      return a.as_int() < 0 || static_cast<std::uint64_t>(a.as_int()) < b.as_uint();
    if (x == Basic::unsigned_ && y == Basic::integer)
      return b.as_int() >= 0 && a.as_uint() < static_cast<std::uint64_t>(b.as_int());
    incompatible(a, b);
  }
  switch (x) {
    case Basic::integer:
      return a.as_int() < b.as_int();
    case Basic::unsigned_:
      return a.as_uint() < b.as_uint();
    case Basic::floating:
      return a.as_float() < b.as_float();
    case Basic::string:
      return a.as_string() < b.as_string();
    default:
      throw Error("invalid type for comparison");
  }
}

bool less_or_equal(const Value& a, const Value& b) { return less(a, b) || equal_values(a, b); }

Value eq(Call&, Args args) {
  if (args.size() < 2) throw Error("missing argument for comparison");
  for (const Value& other : args.subspan(1)) {
    if (equal_values(args[0].unboxed(), other.unboxed())) return true;
  }
  return false;
}

std::size_t list_index(const Value& index, std::size_t length) {
  if (index.is_nil()) throw Error("cannot index slice/array with nil");
  if (!index.is_signed() && !index.is_unsigned()) {
    throw Error("cannot index slice/array with type " + std::string(index.type_name()));
  }
  const auto at = index.is_signed() ? static_cast<std::uint64_t>(index.as_int()) : index.as_uint();
  if (at > length) throw Error("index out of range: " + std::to_string(static_cast<std::int64_t>(at)));
  if (at == length) throw Error("index " + std::to_string(at) + " is just behind the end");
  return at;
}

Value item_at(const Value& item, const Value& index) {
  switch (item.kind()) {
    case Kind::slice:
      return item.element(list_index(index, item.length()));
    case Kind::string:
      return Value::uint8(static_cast<std::uint8_t>(item.as_string()[list_index(index, item.length())]));
    case Kind::map: {
      if (index.is_nil()) throw Error("value is nil; should be of type string");
      if (index.kind() != Kind::string)
        throw Error("value has type " + std::string(index.type_name()) + "; should be string");
      const Value found = map_entry(item, index.as_string());
      if (!found.is_missing()) return found;
      return item.type() == &types::string_map ? Value("") : Value::null();
    }
    default:
      throw Error("can't index item of type " + std::string(item.type_name()));
  }
}

Value index(Call&, Args args) {
  if (args[0].is_nil()) throw Error("index of untyped nil");
  Value item = args[0];
  for (const Value& index : args.subspan(1)) {
    if (item.is_nil()) throw Error("index of nil pointer");
    item = item_at(item, index.unboxed());
  }
  return item;
}

Value length(Call&, Args args) {
  if (args[0].is_missing()) throw Error("len of a missing value");
  if (args[0].is_nil()) throw Error("len of nil pointer");
  const Kind kind = args[0].kind();
  if (kind != Kind::slice && kind != Kind::map && kind != Kind::string) {
    throw Error("len of type " + std::string(args[0].type_name()));
  }
  return Value::integer(static_cast<std::int64_t>(args[0].length()));
}

std::string joined(Args args) {
  List shown;
  for (const Value& v : args) shown.push_back(v.is_nil() ? Value("<no value>") : v);
  return sprint(shown);
}

Value html(Call&, Args args) { return Value(escape_html(joined(args))); }

Value js(Call&, Args args) {
  const std::string text = joined(args);
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const Decoded d = decode_rune(rest);
    const auto c = static_cast<unsigned char>(rest[0]);
    if (c >= 0x80) {
      if (is_print(d.rune))
        out += rest.substr(0, static_cast<std::size_t>(d.size));
      else
        out += fmt::format("\\u{:04X}", static_cast<unsigned>(d.rune));
    } else if (c == '\\' || c == '\'' || c == '"') {
      out += {'\\', rest[0]};
    } else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '=') {
      out += fmt::format("\\u{:04X}", c);
    } else {
      out += rest[0];
    }
    rest.remove_prefix(static_cast<std::size_t>(d.size));
  }
  return out;
}

Value urlquery(Call&, Args args) {
  std::string out;
  for (char c : joined(args)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
        std::string_view("-_.~").find(c) != std::string_view::npos)
      out += c;
    else if (c == ' ')
      out += '+';
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// Special forms: the engine never calls them.
Value special(Call&, Args args) { return args.back(); }

constexpr Function table[] = {
    {"and", "vv*", special},
    {"or", "vv*", special},
    {"call", "vv*", special},
    {"not", "v", [](Call&, Args a) -> Value { return !truth(a[0]); }},
    {"eq", "vv*", eq},
    {"ne", "vv", [](Call&, Args a) -> Value { return !equal_values(a[0].unboxed(), a[1].unboxed()); }},
    {"lt", "vv", [](Call&, Args a) -> Value { return less(a[0], a[1]); }},
    {"le", "vv", [](Call&, Args a) -> Value { return less_or_equal(a[0], a[1]); }},
    {"gt", "vv", [](Call&, Args a) -> Value { return !less_or_equal(a[0], a[1]); }},
    {"ge", "vv", [](Call&, Args a) -> Value { return !less(a[0], a[1]); }},
    {"len", "v", length},
    {"index", "vv*", index},
    {"print", "a*", [](Call&, Args a) -> Value { return sprint(a); }},
    {"println", "a*", [](Call&, Args a) -> Value { return sprintln(a); }},
    {"printf", "sa*",
     [](Call& c, Args a) -> Value { return sprintf_go(a[0].as_string(), a.subspan(1), c.limits.output); }},
    {"html", "a*", html},
    {"js", "a*", js},
    {"urlquery", "a*", urlquery},
};

}  // namespace

std::span<const Function> builtin_functions() { return table; }

}  // namespace newel::templates
