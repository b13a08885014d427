#include "template/asn1_values.h"

#include <algorithm>
#include <cctype>

#include "base/encoding.h"
#include "base/text.h"
#include "template/document_values.h"
#include "template/key_values.h"
#include "template/numbers.h"
#include "template/time_layout.h"
#include "template/unicode.h"
#include "x509/der_reader.h"

namespace newel::templates {
namespace {

enum Tag : int {
  none = 0,
  boolean = 1,
  integer = 2,
  octets = 4,
  oid = 6,
  sequence = 16,
  utf8_string = 12,
  numeric = 18,
  printable = 19,
  ia5 = 22,
  utc = 23,
  generalized = 24
};

Asn1Params parse_params(std::string_view text) {
  Asn1Params p;
  for (const std::string& part : split(text, ',')) {
    if (part == "optional")
      p.optional = true;
    else if (part == "explicit")
      p.is_explicit = true, p.tag = p.tag.value_or(0);
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

std::string marshal(const Value& v, const Asn1Params& p);

Body collection(const Value& v, const Asn1Params& p) {
  std::vector<std::string> parts;
  for (const Value& item : v.elements()) parts.push_back(marshal(item, {}));
  if (p.set) std::sort(parts.begin(), parts.end());
  return {p.set ? 17 : 16, true, join(parts, "")};
}

// A nil list of octets.
bool is_of_octets(const Value& v) {
  return v.type_name() == "[]uint8" || v.type_name() == "json.RawMessage" || v.type_name() == "net.IP";
}

Oid oid_of(const Value& v) {
  Oid out;
  for (const Value& arc : v.items()) out.arcs.push_back(arc.as_int());
  return out;
}

// Two's complement, as short as it can be.
std::string big_integer_content(const Value& v) {
  const auto number = parse_big_integer(types::big_int.text(v)).value_or(BigInteger{{0}, false});
  std::string out = newel::to_text(number.magnitude);
  if ((out[0] & 0x80) != 0) out.insert(out.begin(), '\0');
  if (!number.negative) return out;
  for (char& octet : out) octet = static_cast<char>(~octet);
  for (auto octet = out.rbegin(); octet != out.rend() && ++*octet == 0; ++octet) {
  }
  if (out.size() > 1 && out[0] == '\xff' && (out[1] & 0x80) != 0) out.erase(0, 1);
  return out;
}

Body body_of(const Value& v, const Asn1Params& p) {
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
      if (v.type() == &types::asn1_oid) return {oid, false, encode_oid_content(oid_of(v))};
      if (v.is_bytes()) return {octets, false, v.as_string()};
      if (is_of_octets(v)) return {octets, false, {}};
      return collection(v, p);
    default:
      break;
  }
  if (v.type() == &types::big_int) return {integer, false, big_integer_content(v)};
  if (v.type() == &types::time) {
    const std::int64_t year = std::stoll(format_time(as_time(v), "2006"));
    const int type = p.time_type == generalized || year < 1950 || year >= 2050 ? generalized : utc;
    if (year < 0 || year > 9999) structure("cannot represent time as GeneralizedTime");
    return {type, false, time_content(as_time(v), type)};
  }
  std::string fields;
  for (const auto& field : v.as_object()->fields()) fields += marshal(field.second, {});
  return {sequence, true, fields};
}

// What has an encoding at all.
bool is_known(const Value& v) {
  switch (v.kind()) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::int64:
    case Kind::string:
    case Kind::slice:
    case Kind::structure:
      return true;
    default:
      return v.type() == &types::big_int;
  }
}

std::string marshal(const Value& v, const Asn1Params& p) {
  if (v.is_nil()) throw Error("asn1: cannot marshal nil value");
  const bool list = v.kind() == Kind::slice && v.type() != &types::asn1_oid;
  if (p.omit_empty && list && v.length() == 0) return {};
  if (p.optional && p.fallback && v.is_signed() && v.as_int() == *p.fallback) return {};
  if (p.optional && !p.fallback && !truth(v) && v.kind() != Kind::slice && v.kind() != Kind::map) return {};
  if (!is_known(v)) structure("unknown Go type: " + std::string(v.type_name()));
  if (p.time_type != none && v.type() != &types::time)
    structure("explicit time type given to non-time member");
  if (p.string_type != none && v.kind() != Kind::string)
    structure("explicit string type given to non-string member");
  if (p.set && !(list && !v.is_bytes())) structure("non sequence tagged as set");
  const Body body = body_of(v, p);
  if (!p.tag) return element(0, body.tag, body.compound, body.content);
  if (p.is_explicit)
    return element(p.tag_class, *p.tag, true, element(0, body.tag, body.compound, body.content));
  return element(p.tag_class, *p.tag, body.compound, body.content);
}

std::string with_tag(const Asn1Params& p, int tag, const std::string& content) {
  if (p.string_type != none && tag != p.string_type)
    structure("explicit string type given to non-string member");
  if (p.time_type != none && tag != utc && tag != generalized)
    structure("explicit time type given to non-time member");
  if (p.set) structure("non sequence tagged as set");
  if (!p.tag) return element(0, tag, false, content);
  if (p.is_explicit) return element(p.tag_class, *p.tag, true, element(0, tag, false, content));
  return element(p.tag_class, *p.tag, false, content);
}

std::string encode_integer(const Asn1Params& p, const std::string& value) {
  std::int64_t n = 0;
  const NumberError error = parse_int(value, 10, n);
  if (error != NumberError::none) {
    throw Error("invalid int value: strconv.Atoi: parsing " + go_quote(value) + ": " +
                (error == NumberError::range ? "value out of range" : "invalid syntax"));
  }
  return with_tag(p, integer, integer_content(n));
}

std::string encode_boolean(const Asn1Params& p, const std::string& value) {
  constexpr std::string_view yes[] = {"1", "t", "T", "true", "TRUE", "True"};
  constexpr std::string_view no[] = {"0", "f", "F", "false", "FALSE", "False"};
  const bool is_yes = std::find(std::begin(yes), std::end(yes), value) != std::end(yes);
  if (!is_yes && std::find(std::begin(no), std::end(no), value) == std::end(no)) {
    throw Error("invalid bool value: strconv.ParseBool: parsing " + go_quote(value) + ": invalid syntax");
  }
  return with_tag(p, boolean, std::string(1, is_yes ? '\xff' : '\0'));
}

std::string encode_time(const Asn1Params& p, const std::string& type, const std::string& value) {
  auto t = parse_time_text("2006-01-02 15:04:05.999999999 -0700 MST", value);
  if (!t) {
    const auto other = parse_time_text("2006-01-02T15:04:05Z07:00", value);
    if (!other) throw Error("invalid " + type + " value: " + t.error().text);
    t = other;
  }
  if (p.string_type != none) structure("explicit string type given to non-string member");
  return marshal(*t, p);
}

constexpr std::string_view text_types[] = {"printable", "utf8",        "ia5",  "numeric", "int", "oid",
                                           "utc",       "generalized", "bool", "boolean", "raw"};

}  // namespace

std::string Oid::dotted() const {
  std::string out;
  for (const std::int64_t arc : arcs) out += (out.empty() ? "" : ".") + std::to_string(arc);
  return out;
}

std::optional<Oid> parse_oid(std::string_view text) {
  Oid out;
  if (text.empty()) return out;
  for (const std::string& part : split(text, '.')) {
    std::int64_t arc = 0;
    if (parse_int(part, 10, arc) != NumberError::none) return std::nullopt;
    out.arcs.push_back(arc);
  }
  return out;
}

std::string encode_oid_content(const Oid& oid) {
  const auto& arcs = oid.arcs;
  if (arcs.size() < 2 || arcs[0] < 0 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] >= 40)) {
    structure("invalid object identifier");
  }
  std::string out;
  // A negative arc has no groups of seven bits at all.
  const auto add = [&out](std::int64_t arc) {
    if (arc >= 0) out += base128(static_cast<std::uint64_t>(arc));
  };
  constexpr std::int64_t most = std::int64_t{1} << 56;
  if (arcs[1] > most || arcs[1] < -most) structure("invalid object identifier");
  add(arcs[0] * 40 + arcs[1]);
  for (std::size_t i = 2; i < arcs.size(); ++i) add(arcs[i]);
  return out;
}

std::string Oid::encoded_dotted() const {
  const std::string content = encode_oid_content(*this);
  return x509::decode_oid(as_bytes(content)).value_or(dotted());
}

Asn1Params parse_asn1_params(std::string_view text) { return parse_params(text); }
std::string marshal_asn1(const Value& value, const Asn1Params& params) { return marshal(value, params); }
std::string asn1_element(int first, int tag, const std::string& content) {
  return element(first & ~0x20, tag, (first & 0x20) != 0, content);
}

std::pair<std::string_view, std::string_view> split_asn1_text(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return {"printable", text};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

std::string marshal_asn1_text(std::string_view text, std::string_view type_text) {
  const std::string value(text);
  const Asn1Params p = parse_params(type_text);
  std::string type;
  for (const std::string& part : split(type_text, ',')) {
    if (std::find(std::begin(text_types), std::end(text_types), part) != std::end(text_types)) type = part;
  }
  if (type == "int") return encode_integer(p, value);
  if (type == "oid") {
    const auto id = parse_oid(value);
    if (!id)
      throw Error("invalid oid value: error unmarshaling json: " + value +
                  " is not an ASN1 object identifier");
    return with_tag(p, oid, encode_oid_content(*id));
  }
  if (type == "bool" || type == "boolean") return encode_boolean(p, value);
  if (type == "utc" || type == "generalized") return encode_time(p, type, value);
  if (type == "raw") return to_text(value_or_throw(base64_decode(value)));
  if ((type.empty() || type == "printable") && !printable_text(value, true))
    throw Error("invalid printable value");
  if (type == "utf8" && !is_valid_utf8(value)) throw Error("invalid utf8 value");
  if (type == "ia5" && !ascii_text(value)) throw Error("invalid ia5 value");
  if (type == "numeric" && !numeric_text(value)) throw Error("invalid numeric value");
  return marshal(Value(value), p);
}

}  // namespace newel::templates
