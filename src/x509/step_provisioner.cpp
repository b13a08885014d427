// The extension that names the provisioner a certificate was issued through:
//   SEQUENCE { type INTEGER, name OCTET STRING, credentialID OCTET STRING, keyValuePairs SEQUENCE OF string
//   OPTIONAL }
#include <limits>

#include "x509/der_reader.h"
#include "x509/der_writer.h"
#include "x509/directory_string.h"
#include "x509/extensions.h"
#include "x509/oids.h"

namespace newel::x509 {

Extension encode_step_provisioner(const StepProvisioner& provisioner) {
  DerWriter writer(256);
  if (!provisioner.key_values.empty()) {
    for (auto text = provisioner.key_values.rbegin(); text != provisioner.key_values.rend(); ++text) {
      writer.directory_text(*text);
    }
    writer.close(Tag::sequence, 0);
  }
  writer.octet_string(as_bytes(provisioner.credential_id));
  writer.octet_string(as_bytes(provisioner.name));
  writer.integer(provisioner.type);
  writer.close(Tag::sequence, 0);
  return {std::string(oids::step_provisioner), false, writer.take()};
}

Expected<StepProvisioner> decode_step_provisioner(ByteView value) {
  const auto malformed = [] { return failure("malformed provisioner extension"); };
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return malformed();
  DerReader reader(*contents);
  const auto type = reader.small_integer();
  const auto name = reader.expect(Tag::octet_string);
  const auto credential = reader.expect(Tag::octet_string);
  const auto pairs = reader.optional(Tag::sequence);
  if (!type || !name || !credential || !pairs || !reader.at_end()) return malformed();
  if (*type < std::numeric_limits<int>::min() || *type > std::numeric_limits<int>::max()) return malformed();
  StepProvisioner out{static_cast<int>(*type), to_text(name->content), to_text(credential->content), {}};
  for (DerReader list(*pairs ? (*pairs)->content : ByteView()); !list.at_end();) {
    const auto element = list.any();
    if (!element) return malformed();
    auto text = decode_string(element->tag, element->content);
    if (!text) return malformed();
    out.key_values.push_back(std::move(*text));
  }
  return out;
}

}  // namespace newel::x509
