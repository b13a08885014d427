#include "x509/signed_object.h"

namespace newel::x509 {

Expected<SignedObject> parse_signed_object(ByteView der, std::string_view what) {
  const std::string malformed = "x509: malformed " + std::string(what);
  DerReader outside(der);
  const auto outer = outside.expect(Tag::sequence);
  if (!outer) return failure(malformed);
  if (!outside.at_end()) return failure("x509: trailing data");
  DerReader reader(outer->content);
  const auto tbs = reader.expect(Tag::sequence);
  if (!tbs) return failure("x509: malformed tbs " + std::string(what));
  const auto algorithm = read_algorithm(reader);
  if (!algorithm) return failure("x509: malformed algorithm identifier");
  const auto bits = reader.expect(Tag::bit_string);
  const auto signature = bits ? whole_octets(*bits) : failure({});
  if (!signature) return failure("x509: malformed signature");
  if (!reader.at_end()) return failure(malformed);
  return SignedObject{tbs->whole, tbs->content, *algorithm, *signature};
}

Bytes sign_object(ByteView tbs, ByteView algorithm_der, SignatureAlgorithm algorithm, const Signer& signer) {
  const Bytes signature = signer.sign(algorithm, tbs);
  DerWriter writer(tbs.size() + algorithm_der.size() + signature.size() + 32);
  writer.bit_string(signature);
  writer.raw(algorithm_der);
  writer.raw(tbs);
  writer.close(Tag::sequence, 0);
  return writer.take();
}

Expected<ByteView> read_algorithm(DerReader& reader) {
  const auto sequence = reader.expect(Tag::sequence);
  if (!sequence) return tl::unexpected(sequence.error());
  DerReader fields(sequence->content);
  if (!fields.object_identifier()) return failure("malformed OID");
  if (fields.at_end()) return sequence->whole;
  const auto parameters = fields.any();
  if (!parameters || !is_well_formed(*parameters) || !fields.at_end()) return failure("malformed parameters");
  return sequence->whole;
}

Expected<ByteView> read_spki(DerReader& reader) {
  const auto sequence = reader.expect(Tag::sequence);
  if (!sequence) return tl::unexpected(sequence.error());
  DerReader fields(sequence->content);
  const auto algorithm = read_algorithm(fields);
  if (!algorithm) return failure("malformed public key algorithm identifier");
  const auto key = fields.expect(Tag::bit_string);
  if (!key || !whole_octets(*key) || !fields.at_end()) return failure("malformed subjectPublicKey");
  return sequence->whole;
}

}  // namespace newel::x509
