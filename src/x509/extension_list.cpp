#include "x509/extension_list.h"

#include <algorithm>

#include "base/text.h"

namespace newel::x509 {
namespace {

// Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
// An explicit FALSE is not DER, but old certificates have it and nothing can be smuggled in with it.
Expected<Extension> parse_extension(ByteView content) {
  DerReader reader(content);
  auto oid = reader.object_identifier();
  if (!oid) return failure("x509: malformed extension OID field");
  Extension out;
  out.oid = std::move(*oid);
  if (reader.peek_tag() == Byte{Tag::boolean}) {
    const auto critical = reader.boolean();
    if (!critical) return failure("x509: malformed extension critical field");
    out.critical = *critical;
  }
  const auto value = reader.expect(Tag::octet_string);
  if (!value || !reader.at_end()) return failure("x509: malformed extension value field");
  out.value = to_bytes(value->content);
  return out;
}

}  // namespace

Expected<std::vector<Extension>> parse_extension_list(ByteView content) {
  std::vector<Extension> out;
  out.reserve(8);
  for (DerReader reader(content); !reader.at_end();) {
    const auto element = reader.expect(Tag::sequence);
    if (!element) return failure("x509: malformed extension");
    auto extension = parse_extension(element->content);
    if (!extension) return tl::unexpected(extension.error());
    if (find_extension(out, extension->oid) != nullptr) {
      return failure("x509: certificate contains duplicate extension with OID " + quote(extension->oid));
    }
    out.push_back(std::move(*extension));
    // The check for duplicates is quadratic, so a list longer than any real one ends it.
    if (out.size() > 256) return failure("x509: too many extensions");
  }
  return out;
}

void write_extension_list(DerWriter& writer, const std::vector<Extension>& list) {
  const auto outer = writer.mark();
  for (auto extension = list.rbegin(); extension != list.rend(); ++extension) {
    const auto mark = writer.mark();
    writer.octet_string(extension->value);
    if (extension->critical) writer.boolean(true);
    writer.oid(extension->oid);
    writer.close(Tag::sequence, mark);
  }
  writer.close(Tag::sequence, outer);
}

const Extension* find_extension(const std::vector<Extension>& list, std::string_view oid) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Extension& e) { return e.oid == oid; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace newel::x509
