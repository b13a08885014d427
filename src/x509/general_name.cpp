#include "x509/general_name.h"

#include <algorithm>

#include "base/text.h"

namespace newel::x509::general_name {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<Byte>(c) < 0x80; });
}

}  // namespace

bool is_known(Byte tag) {
  switch (tag) {
    case other_name:
    case email:
    case dns:
    case x400_address:
    case directory_name:
    case edi_party_name:
    case uri:
    case ip:
    case registered_id:
      return true;
    default:
      return false;
  }
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
    if (!is_known(name->tag)) return failure("unknown kind of general name");
    if (name->tag != uri) continue;
    auto text = ia5_text(*name);
    if (!text) return tl::unexpected(text.error());
    out.push_back(std::move(*text));
  }
  return out;
}

}  // namespace newel::x509::general_name
