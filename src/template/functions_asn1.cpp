// asn1Enc, asn1Marshal, asn1Seq and asn1Set: DER in base64.
#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "template/format.h"
#include "template/function.h"
#include "template/numbers.h"
#include "template/time_layout.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

enum Tag : int {
  none = 0,
  boolean = 1,
  integer = 2,
  octets = 4,
  oid = 6,
  utf8_string = 12,
  numeric = 18,
  printable = 19,
  ia5 = 22,
  utc = 23,
  generalized = 24
};

struct Params {
  int string_type = none;
  int time_type = none;
  std::optional<int> tag;
  int tag_class = 0x80;  // context
  bool explicit_ = false, set = false, omit_empty = false;
  std::optional<std::int64_t> fallback;
  bool optional = false;
};

Params parse_params(std::string_view text) {
  Params p;
  for (const std::string& part : split(text, ',')) {
    if (part == "optional")
      p.optional = true;
    else if (part == "explicit")
      p.explicit_ = true, p.tag = p.tag.value_or(0);
    else if (part == "generalized")
      p.time_type = generalized;
    else if (part == "utc")
      p.time_type = utc;
    else if (part == "ia5")
      p.string_type = ia5;
    else if (part == "printable")
      p.string_type = printable;
    else if (part == "numeric")
      p.string_type = numeric;
    else if (part == "utf8")
      p.string_type = utf8_string;
    else if (part == "set")
      p.set = true;
    else if (part == "omitempty")
      p.omit_empty = true;
    else if (part == "application")
      p.tag_class = 0x40, p.tag = p.tag.value_or(0);
    else if (part == "private")
      p.tag_class = 0xc0, p.tag = p.tag.value_or(0);
    std::int64_t n = 0;
    if (part.starts_with("tag:") && parse_int(part.substr(4), 10, n) == NumberError::none)
      p.tag = static_cast<int>(n);
    if (part.starts_with("default:") && parse_int(part.substr(8), 10, n) == NumberError::none) p.fallback = n;
  }
  return p;
}

std::string base128(std::uint64_t n) {
  std::string out(1, static_cast<char>(n & 0x7f));
  for (n >>= 7; n != 0; n >>= 7) out.insert(out.begin(), static_cast<char>((n & 0x7f) | 0x80));
  return out;
}

std::string element(int cls, int tag, bool compound, const std::string& content) {
  std::string out;
  const int first = cls | (compound ? 0x20 : 0);
  if (tag >= 31)
    out = static_cast<char>(first | 0x1f) + base128(static_cast<std::uint64_t>(tag));
  else
    out = static_cast<char>(first | tag);
  if (content.size() < 128) return out + static_cast<char>(content.size()) + content;
  std::string length;
  for (std::size_t n = content.size(); n != 0; n >>= 8)
    length.insert(length.begin(), static_cast<char>(n & 0xff));
  return out + static_cast<char>(0x80 | length.size()) + length + content;
}

std::string integer_content(std::int64_t n) {
  std::string out;
  do {
    out.insert(out.begin(), static_cast<char>(n & 0xff));
    n >>= 8;
  } while (!((n == 0 && (out[0] & 0x80) == 0) || (n == -1 && (out[0] & 0x80) != 0)));
  return out;
}

bool printable_text(std::string_view s, bool lenient) {
  return std::all_of(s.begin(), s.end(), [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos ||
           (lenient && (c == '*' || c == '&'));
  });
}
bool ascii_text(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return (c & 0x80) == 0; });
}
bool numeric_text(std::string_view s) { return s.find_first_not_of("0123456789 ") == std::string_view::npos; }

[[noreturn]] void structure(const std::string& text) { throw Error("asn1: structure error: " + text); }

std::string string_content(const std::string& s, int type) {
  if (type == printable && !printable_text(s, false)) structure("PrintableString contains invalid character");
  if (type == ia5 && !ascii_text(s)) structure("IA5String contains invalid character");
  if (type == numeric && !numeric_text(s)) structure("NumericString contains invalid character");
  return s;
}

std::string time_content(const TimeValue& t, int type) {
  const int zone = t.zone.offset / 60;
  const std::string layout =
      std::string(type == utc ? "06" : "2006") + "0102150405" + (zone == 0 ? "" : "-0700");
  return format_time(t, layout) + (zone == 0 ? "Z" : "");
}

struct Body {
  int tag;
  bool compound;
  std::string content;
};

std::string marshal(const Value& v, const Params& p);

Body collection(const Value& v, const Params& p) {
  std::vector<std::string> parts;
  for (const Value& item : v.elements()) parts.push_back(marshal(item, {}));
  if (p.set) std::sort(parts.begin(), parts.end());
  return {p.set ? 17 : 16, true, join(parts, "")};
}

Body body_of(const Value& v, const Params& p) {
  switch (v.kind()) {
    case Kind::boolean:
      return {boolean, false, std::string(1, v.as_bool() ? '\xff' : '\0')};
    case Kind::integer:
    case Kind::int64:
      return {integer, false, integer_content(v.as_int())};
    case Kind::string: {
      int type = p.string_type;
      if (type == none && !is_valid_utf8(v.as_string())) throw Error("asn1: string not valid UTF-8");
      if (type == none) type = printable_text(v.as_string(), false) ? printable : utf8_string;
      return {type, false, string_content(v.as_string(), type)};
    }
    case Kind::slice:
      if (v.is_bytes()) return {octets, false, v.as_string()};
      return collection(v, p);
    default:
      break;
  }
  if (v.type() == &types::time) {
    const std::int64_t year = std::stoll(format_time(as_time(v), "2006"));
    const int type = p.time_type == generalized || year < 1950 || year >= 2050 ? generalized : utc;
    if (year < 0 || year > 9999) structure("cannot represent time as GeneralizedTime");
    return {type, false, time_content(as_time(v), type)};
  }
  structure("unknown Go type: " + std::string(v.type_name()));
}

std::string marshal(const Value& v, const Params& p) {
  if (v.is_nil()) throw Error("asn1: cannot marshal nil value");
  if (p.omit_empty && v.kind() == Kind::slice && v.length() == 0) return {};
  if (p.optional && p.fallback && v.is_signed() && v.as_int() == *p.fallback) return {};
  if (p.optional && !p.fallback && !truth(v) && v.kind() != Kind::slice && v.kind() != Kind::map) return {};
  Body body = body_of(v, p);
  const bool list = v.kind() == Kind::slice;
  if (p.time_type != none && v.type() != &types::time)
    structure("explicit time type given to non-time member");
  if (p.string_type != none && v.kind() != Kind::string)
    structure("explicit string type given to non-string member");
  if (p.set && !(list && !v.is_bytes())) structure("non sequence tagged as set");
  if (!p.tag) return element(0, body.tag, body.compound, body.content);
  if (p.explicit_)
    return element(p.tag_class, *p.tag, true, element(0, body.tag, body.compound, body.content));
  return element(p.tag_class, *p.tag, body.compound, body.content);
}

std::string encoded(const std::string& der) { return base64_encode(as_bytes(der)); }

Value asn1_marshal(Call&, Args a) {
  std::string params;
  for (const Value& p : a.subspan(1)) params += (params.empty() ? "" : ",") + p.as_string();
  return encoded(marshal(a[0], parse_params(params)));
}

Value wrapped(Args a, int tag) {
  std::string content;
  for (const Value& part : a) content += to_text(value_or_throw(base64_decode(part.as_string())));
  return encoded(element(0, tag, true, content));
}

std::string with_tag(const Params& p, int tag, const std::string& content) {
  if (p.string_type != none && tag != p.string_type)
    structure("explicit string type given to non-string member");
  if (p.time_type != none && tag != utc && tag != generalized)
    structure("explicit time type given to non-time member");
  if (p.set) structure("non sequence tagged as set");
  if (!p.tag) return element(0, tag, false, content);
  if (p.explicit_) return element(p.tag_class, *p.tag, true, element(0, tag, false, content));
  return element(p.tag_class, *p.tag, false, content);
}

std::string oid_content(const std::string& text) {
  std::vector<std::uint64_t> arcs;
  if (!text.empty()) {
    for (const std::string& part : split(text, '.')) {
      std::int64_t n = 0;
      if (parse_int(part, 10, n) != NumberError::none || n < 0) {
        throw Error("invalid oid value: error unmarshaling json: " + text +
                    " is not an ASN1 object identifier");
      }
      arcs.push_back(static_cast<std::uint64_t>(n));
    }
  }
  if (arcs.size() < 2 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] >= 40))
    structure("invalid object identifier");
  std::string out = base128(arcs[0] * 40 + arcs[1]);
  for (std::size_t i = 2; i < arcs.size(); ++i) out += base128(arcs[i]);
  return out;
}

std::string encode_integer(const Params& p, const std::string& value) {
  std::int64_t n = 0;
  const NumberError error = parse_int(value, 10, n);
  if (error != NumberError::none) {
    throw Error("invalid int value: strconv.Atoi: parsing " + go_quote(value) + ": " +
                (error == NumberError::range ? "value out of range" : "invalid syntax"));
  }
  return with_tag(p, integer, integer_content(n));
}

std::string encode_boolean(const Params& p, const std::string& value) {
  constexpr std::string_view yes[] = {"1", "t", "T", "true", "TRUE", "True"};
  constexpr std::string_view no[] = {"0", "f", "F", "false", "FALSE", "False"};
  const bool is_yes = std::find(std::begin(yes), std::end(yes), value) != std::end(yes);
  if (!is_yes && std::find(std::begin(no), std::end(no), value) == std::end(no)) {
    throw Error("invalid bool value: strconv.ParseBool: parsing " + go_quote(value) + ": invalid syntax");
  }
  return with_tag(p, boolean, std::string(1, is_yes ? '\xff' : '\0'));
}

std::string encode_time(const Params& p, const std::string& type, const std::string& value) {
  auto t = parse_time_text("2006-01-02 15:04:05.999999999 -0700 MST", value);
  if (!t) {
    const auto other = parse_time_text("2006-01-02T15:04:05Z07:00", value);
    if (!other) throw Error("invalid " + type + " value: " + t.error().text);
    t = other;
  }
  if (p.string_type != none) structure("explicit string type given to non-string member");
  return marshal(*t, p);
}

Value asn1_encode(Call&, Args a) {
  const std::string& text = a[0].as_string();
  const auto colon = text.find(':');
  const std::string head = colon == std::string::npos ? "printable" : text.substr(0, colon);
  const std::string value = colon == std::string::npos ? text : text.substr(colon + 1);
  const Params p = parse_params(head);
  constexpr std::string_view known[] = {"printable", "utf8",        "ia5",  "numeric", "int", "oid",
                                        "utc",       "generalized", "bool", "boolean", "raw"};
  std::string type = "printable";
  for (const std::string& part : split(head, ',')) {
    if (std::find(std::begin(known), std::end(known), part) != std::end(known)) type = part;
  }
  if (type == "int") return encoded(encode_integer(p, value));
  if (type == "oid") return encoded(with_tag(p, oid, oid_content(value)));
  if (type == "bool" || type == "boolean") return encoded(encode_boolean(p, value));
  if (type == "utc" || type == "generalized") return encoded(encode_time(p, type, value));
  if (type == "raw") return encoded(to_text(value_or_throw(base64_decode(value))));
  if (type == "printable" && !printable_text(value, true)) throw Error("invalid printable value");
  if (type == "utf8" && !is_valid_utf8(value)) throw Error("invalid utf8 value");
  if (type == "ia5" && !ascii_text(value)) throw Error("invalid ia5 value");
  if (type == "numeric" && !numeric_text(value)) throw Error("invalid numeric value");
  Params strings = p;
  if (strings.string_type == none) strings.string_type = printable;
  return encoded(marshal(Value(value), strings));
}

constexpr Function table[] = {
    {"asn1Enc", "s", asn1_encode},
    {"asn1Marshal", "as*", asn1_marshal},
    {"asn1Seq", "s*", [](Call&, Args a) { return wrapped(a, 16); }},
    {"asn1Set", "s*", [](Call&, Args a) { return wrapped(a, 17); }},
};

}  // namespace

std::span<const Function> asn1_functions() { return table; }

}  // namespace newel::templates
