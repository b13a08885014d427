// Which key: subjectKeyIdentifier and authorityKeyIdentifier (RFC 5280 sections 4.2.1.2, 4.2.1.1).
#include "x509/der_reader.h"
#include "x509/der_writer.h"
#include "x509/extensions.h"
#include "x509/general_name.h"
#include "x509/oids.h"

namespace newel::x509 {

Extension encode_subject_key_id(ByteView id) {
  DerWriter writer(64);
  writer.octet_string(id);
  return {std::string(oids::subject_key_id), false, writer.take()};
}

Expected<Bytes> decode_subject_key_id(ByteView value) {
  const auto id = der_contents(value, Tag::octet_string);
  if (!id) return failure("x509: invalid subject key identifier");
  return to_bytes(*id);
}

Extension encode_authority_key_id(ByteView id) {
  DerWriter writer(64);
  writer.primitive(context(0), id);
  writer.close(Tag::sequence, 0);
  return {std::string(oids::authority_key_id), false, writer.take()};
}

Expected<Bytes> decode_authority_key_id(ByteView value) {
  const auto invalid = [] { return failure("x509: invalid authority key identifier"); };
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return invalid();
  DerReader reader(*contents);
  const auto id = reader.optional(context(0));
  const auto issuer = reader.optional(context_constructed(1));
  const auto serial = reader.optional(context(2));
  if (!id || !issuer || !serial || !reader.at_end()) return invalid();
  if (*issuer && !general_name::are_sound((*issuer)->content)) return invalid();
  if (*serial && !is_well_formed({Tag::integer, (*serial)->content, {}})) return invalid();
  return *id ? to_bytes((*id)->content) : Bytes();
}

}  // namespace newel::x509
