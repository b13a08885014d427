#include "x509/general_name.h"

#include <algorithm>

#include "base/text.h"
#include "x509/name.h"

namespace newel::x509::general_name {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<Byte>(c) < 0x80; });
}

}  // namespace

bool is_sound(const DerElement& name) {
  switch (name.tag) {
    case email:
    case dns:
    case uri:
      return is_ascii(as_text(name.content));
    case ip:
      return true;
    case other_name:
      return read_other_name(name.content).has_value();
    case directory_name:
      return Name::parse(name.content).has_value();
    case registered_id:
      return decode_oid(name.content).has_value();
    default:
      return false;
  }
}

bool are_sound(ByteView general_names) {
  for (DerReader reader(general_names); !reader.at_end();) {
    const auto name = reader.any();
    if (!name || !is_sound(*name)) return false;
  }
  return true;
}

// OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }
Expected<OtherName> read_other_name(ByteView content) {
  DerReader reader(content);
  auto type = reader.object_identifier();
  if (!type) return tl::unexpected(type.error());
  const auto value = reader.expect(context_constructed(0));
  if (!value || !reader.at_end()) return failure("malformed otherName");
  DerReader inside(value->content);
  const auto element = inside.any();
  if (!element || !is_well_formed(*element) || !inside.at_end()) return failure("malformed otherName");
  return OtherName{std::move(*type), to_bytes(value->content)};
}

Expected<std::string> ia5_text(const DerElement& name) {
  if (!is_ascii(as_text(name.content))) return failure("not an IA5String");
  return to_text(name.content);
}

void write_ia5(DerWriter& writer, Byte tag, std::string_view text) {
  if (!is_ascii(text)) throw Error("x509: " + quote(text) + " cannot be encoded as an IA5String");
  writer.text(tag, text);
}

Expected<std::vector<std::string>> uris(ByteView general_names) {
  std::vector<std::string> out;
  for (DerReader reader(general_names); !reader.at_end();) {
    const auto name = reader.any();
    if (!name) return tl::unexpected(name.error());
    if (!is_sound(*name)) return failure("malformed general name");
    if (name->tag != uri) continue;
    auto text = ia5_text(*name);
    if (!text) return tl::unexpected(text.error());
    out.push_back(std::move(*text));
  }
  return out;
}

}  // namespace newel::x509::general_name
