// Base64, base32, digests and JSON.
#include "base/base32.h"
#include "base/encoding.h"
#include "crypto/digest.h"
#include "template/function.h"
#include "template/json_text.h"

namespace newel::templates {
namespace {

ByteView octets(const Value& v) { return as_bytes(v.as_string()); }

// Decoding does not fail: the message is the result.
Value decoded64(Call&, Args a) {
  const auto bytes = base64_decode(a[0].as_string());
  return bytes ? to_text(*bytes) : bytes.error().text;
}

Value encoded32(Call&, Args a) {
  std::string text = base32_encode(octets(a[0]));
  return text + std::string((8 - text.size() % 8) % 8, '=');
}

// Strict as RFC 4648 section 6 has it; line breaks are skipped.
Value decoded32(Call&, Args a) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const auto bad = [](std::size_t at) -> Value {
    return "illegal base32 data at input byte " + std::to_string(at);
  };
  std::string text;
  for (char c : a[0].as_string()) {
    if (c != '\r' && c != '\n') text += c;
  }
  const std::size_t end = std::min(text.find('='), text.size());
  for (std::size_t i = 0; i < end; ++i) {
    if (alphabet.find(text[i]) == std::string_view::npos) return bad(i);
  }
  if (text.size() % 8 != 0) return bad(end < text.size() ? end : text.size());
  const std::size_t last = end % 8;
  if (last == 1 || last == 3 || last == 6) return bad(end);
  for (std::size_t i = end; i < text.size(); ++i) {
    if (text[i] != '=' || text.size() - end >= 8) return bad(text.size() - end >= 8 ? end : i);
  }
  const auto bytes = base32_decode(text);
  return bytes ? to_text(*bytes) : Value("");
}

Value adler32(Call&, Args a) {
  std::uint32_t low = 1;
  std::uint32_t high = 0;
  for (Byte b : octets(a[0])) {
    low = (low + b) % 65521;
    high = (high + low) % 65521;
  }
  return std::to_string(high << 16 | low);
}

template <Hash hash>
Value digest_of(Call&, Args a) {
  return hex_encode(digest(hash, octets(a[0])));
}

Value must_json(Args a, bool pretty, bool escape_html) {
  const auto text = to_json(a[0], escape_html);
  if (!text) throw Error(text.error().text);
  return pretty ? pretty_json(*text) : *text;
}

// The plain forms hide what cannot be written.
Value lenient_json(Args a, bool pretty) {
  const auto text = to_json(a[0]);
  if (!text) return "";
  return pretty ? pretty_json(*text) : *text;
}

Value must_from_json(Call&, Args a) { return value_or_throw(from_json(a[0].as_string())); }

constexpr Function table[] = {
    {"b64enc", "s", [](Call&, Args a) -> Value { return base64_encode(octets(a[0])); }},
    {"b64dec", "s", decoded64},
    {"b32enc", "s", encoded32},
    {"b32dec", "s", decoded32},
    {"sha1sum", "s", digest_of<Hash::sha1>},
    {"sha256sum", "s", digest_of<Hash::sha256>},
    {"sha512sum", "s", digest_of<Hash::sha512>},
    {"adler32sum", "s", adler32},
    {"toJson", "a", [](Call&, Args a) { return lenient_json(a, false); }},
    {"mustToJson", "a", [](Call&, Args a) { return must_json(a, false, true); }},
    {"toPrettyJson", "a", [](Call&, Args a) { return lenient_json(a, true); }},
    {"mustToPrettyJson", "a", [](Call&, Args a) { return must_json(a, true, true); }},
    {"toRawJson", "a", [](Call&, Args a) { return must_json(a, false, false); }},
    {"mustToRawJson", "a", [](Call&, Args a) { return must_json(a, false, false); }},
    {"fromJson", "s", [](Call&, Args a) { return from_json(a[0].as_string()).value_or(Value()); }},
    {"mustFromJson", "s", must_from_json},
};

}  // namespace

std::span<const Function> encoding_functions() { return table; }

}  // namespace newel::templates
