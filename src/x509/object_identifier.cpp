// Object identifiers between their content octets (X.690 section 8.19) and dotted decimal.
//
// Templates may bring arcs of 128 bits (2.25.<UUID>), so arcs are 128-bit numbers; more is a failure.
#include <charconv>

#include "x509/der_reader.h"

namespace newel::x509 {
namespace {

__extension__ typedef unsigned __int128 Arc;
constexpr Arc arc_limit = ~Arc{0} >> 7;

void append_arc(std::string& out, Arc arc) {
  char digits[40];
  if (arc <= ~std::uint64_t{0}) {
    const auto end = std::to_chars(digits, digits + sizeof digits, static_cast<std::uint64_t>(arc)).ptr;
    out.append(digits, end);
    return;
  }
  char* first = digits + sizeof digits;
  for (; arc != 0; arc /= 10) *--first = static_cast<char>('0' + static_cast<int>(arc % 10));
  out.append(first, digits + sizeof digits);
}

// Decimal digits without superfluous zeros; moves `text` behind them.
bool take_arc(std::string_view& text, Arc& arc) {
  const std::size_t length = text.find('.') == std::string_view::npos ? text.size() : text.find('.');
  if (length == 0 || (length > 1 && text[0] == '0')) return false;
  arc = 0;
  for (char c : text.substr(0, length)) {
    if (c < '0' || c > '9') return false;
    const auto digit = static_cast<unsigned>(c - '0');
    if (arc > (~Arc{0} - digit) / 10) return false;
    arc = arc * 10 + digit;
  }
  text.remove_prefix(length);
  return true;
}

void append_base128(Bytes& out, Arc arc) {
  int groups = 1;
  for (Arc rest = arc >> 7; rest != 0; rest >>= 7) ++groups;
  for (int i = groups - 1; i >= 0; --i) {
    const auto group = static_cast<Byte>(static_cast<unsigned>(arc >> (7 * i)) & 0x7f);
    out.push_back(static_cast<Byte>(i == 0 ? group : group | 0x80));
  }
}

}  // namespace

Expected<std::string> decode_oid(ByteView content) {
  if (content.empty() || (content.back() & 0x80) != 0) return failure("malformed object identifier");
  std::string out;
  out.reserve(content.size() * 3);
  Arc arc = 0;
  bool arc_begins = true;
  for (Byte b : content) {
    if ((arc_begins && b == 0x80) || arc > arc_limit) return failure("malformed object identifier");
    arc = arc << 7 | (b & 0x7f);
    arc_begins = (b & 0x80) == 0;
    if (!arc_begins) continue;
    if (out.empty()) {
      // The first subidentifier holds two arcs: 40 * first + second, first at most 2.
      const unsigned first = arc < 40 ? 0 : arc < 80 ? 1 : 2;
      out.push_back(static_cast<char>('0' + first));
      arc -= 40 * first;
    }
    out.push_back('.');
    append_arc(out, arc);
    arc = 0;
  }
  return out;
}

Expected<Bytes> encode_oid(std::string_view dotted) {
  const auto malformed = [&] {
    return failure("malformed object identifier \"" + std::string(dotted) + "\"");
  };
  std::string_view rest = dotted;
  Arc first = 0, second = 0;
  if (!take_arc(rest, first) || first > 2 || rest.empty()) return malformed();
  rest.remove_prefix(1);
  if (!take_arc(rest, second) || (first < 2 && second > 39) || second > ~Arc{0} - 80) return malformed();
  Bytes out;
  out.reserve(dotted.size());
  append_base128(out, first * 40 + second);
  while (!rest.empty()) {
    rest.remove_prefix(1);
    Arc arc = 0;
    if (!take_arc(rest, arc)) return malformed();
    append_base128(out, arc);
  }
  return out;
}

}  // namespace newel::x509
