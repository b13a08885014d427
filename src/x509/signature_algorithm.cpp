// AlgorithmIdentifiers of signatures (RFC 3279, 4055, 5758, 8410). The encodings are few and fixed, so they
// are made once and compared whole; only RSASSA-PSS parameters, which have several spellings, are taken
// apart.
#include <array>

#include "x509/certificate.h"
#include "x509/der_writer.h"

namespace newel::x509 {
namespace {

using SA = SignatureAlgorithm;

constexpr std::string_view pss_oid = "1.2.840.113549.1.1.10";
constexpr std::string_view mgf1_oid = "1.2.840.113549.1.1.8";

struct Plain {
  SA algorithm;
  std::string_view oid;
  bool has_null;  ///< RFC 3279 section 2.2.1: RSA algorithms carry NULL, the others nothing
};
constexpr Plain plain_algorithms[] = {
    {SA::ecdsa_sha256, "1.2.840.10045.4.3.2", false},
    {SA::sha256_rsa, "1.2.840.113549.1.1.11", true},
    {SA::ecdsa_sha384, "1.2.840.10045.4.3.3", false},
    {SA::sha384_rsa, "1.2.840.113549.1.1.12", true},
    {SA::ecdsa_sha512, "1.2.840.10045.4.3.4", false},
    {SA::sha512_rsa, "1.2.840.113549.1.1.13", true},
    {SA::ed25519, "1.3.101.112", false},
    {SA::sha1_rsa, "1.2.840.113549.1.1.5", true},
    {SA::ecdsa_sha1, "1.2.840.10045.4.1", false},
};

struct Pss {
  SA algorithm;
  std::string_view hash_oid;
  int salt_length;
};
constexpr Pss pss_algorithms[] = {
    {SA::sha256_rsa_pss, "2.16.840.1.101.3.4.2.1", 32},
    {SA::sha384_rsa_pss, "2.16.840.1.101.3.4.2.2", 48},
    {SA::sha512_rsa_pss, "2.16.840.1.101.3.4.2.3", 64},
};

void write_hash(DerWriter& writer, std::string_view oid) {
  const auto mark = writer.mark();
  writer.null();
  writer.oid(oid);
  writer.close(Tag::sequence, mark);
}

// RSASSA-PSS-params ::= SEQUENCE { [0] hash, [1] MGF1 with the same hash, [2] salt length, [3] trailer,
// default 1 }
Bytes encode_pss(const Pss& pss) {
  DerWriter writer(128);
  writer.integer(pss.salt_length);
  writer.close(context_constructed(2), 0);
  auto mark = writer.mark();
  write_hash(writer, pss.hash_oid);
  writer.oid(mgf1_oid);
  writer.close(Tag::sequence, mark);
  writer.close(context_constructed(1), mark);
  mark = writer.mark();
  write_hash(writer, pss.hash_oid);
  writer.close(context_constructed(0), mark);
  writer.close(Tag::sequence, 0);
  writer.oid(pss_oid);
  writer.close(Tag::sequence, 0);
  return writer.take();
}

Bytes encode_plain(const Plain& plain, bool has_null) {
  DerWriter writer(32);
  if (has_null) writer.null();
  writer.oid(plain.oid);
  writer.close(Tag::sequence, 0);
  return writer.take();
}

struct Known {
  SA algorithm;
  Bytes der;
  Bytes accepted_too;  ///< RFC 4055 section 5: RSA without parameters
};

const std::vector<Known>& known_encodings() {
  static const std::vector<Known> table = [] {
    std::vector<Known> out;
    for (const Plain& plain : plain_algorithms) {
      out.push_back({plain.algorithm, encode_plain(plain, plain.has_null), encode_plain(plain, false)});
    }
    for (const Pss& pss : pss_algorithms) out.push_back({pss.algorithm, encode_pss(pss), encode_pss(pss)});
    return out;
  }();
  return table;
}

// AlgorithmIdentifier of a hash: no parameters or NULL. Empty when it is anything else.
std::string read_hash(DerReader& reader) {
  const auto sequence = reader.expect(Tag::sequence);
  if (!sequence) return {};
  DerReader fields(sequence->content);
  const auto oid = fields.object_identifier();
  const auto null = fields.optional(Tag::null);
  return oid && null && fields.at_end() ? *oid : std::string();
}

std::string read_mgf1_hash(DerReader& reader) {
  const auto sequence = reader.expect(Tag::sequence);
  if (!sequence) return {};
  DerReader fields(sequence->content);
  const auto oid = fields.object_identifier();
  return oid && *oid == mgf1_oid ? read_hash(fields) : std::string();
}

SA decode_pss(ByteView parameters) {
  DerReader reader(parameters);
  const auto hash_field = reader.expect(context_constructed(0));
  const auto mask_field = reader.expect(context_constructed(1));
  const auto salt_field = reader.expect(context_constructed(2));
  const auto trailer_field = reader.optional(context_constructed(3));
  if (!hash_field || !mask_field || !salt_field || !trailer_field || !reader.at_end()) return SA::unknown;
  DerReader hash(hash_field->content), mask(mask_field->content), salt(salt_field->content);
  const std::string hash_oid = read_hash(hash);
  const auto salt_length = salt.small_integer();
  if (!salt_length || read_mgf1_hash(mask) != hash_oid) return SA::unknown;
  if (*trailer_field) {
    DerReader trailer((*trailer_field)->content);
    const auto value = trailer.small_integer();
    if (!value || *value != 1) return SA::unknown;
  }
  for (const Pss& pss : pss_algorithms) {
    if (pss.hash_oid == hash_oid && pss.salt_length == *salt_length) return pss.algorithm;
  }
  return SA::unknown;
}

}  // namespace

SignatureAlgorithm decode_signature_algorithm(ByteView algorithm_identifier_der) {
  for (const Known& known : known_encodings()) {
    if (equal(known.der, algorithm_identifier_der) || equal(known.accepted_too, algorithm_identifier_der)) {
      return known.algorithm;
    }
  }
  const auto contents = der_contents(algorithm_identifier_der, Tag::sequence);
  if (!contents) return SA::unknown;
  DerReader reader(*contents);
  const auto oid = reader.object_identifier();
  if (!oid || *oid != pss_oid) return SA::unknown;
  const auto parameters = der_contents(reader.rest(), Tag::sequence);
  return parameters ? decode_pss(*parameters) : SA::unknown;
}

Bytes encode_signature_algorithm(SignatureAlgorithm algorithm) {
  for (const Known& known : known_encodings()) {
    if (known.algorithm == algorithm) return known.der;
  }
  throw Error("x509: cannot encode the signature algorithm " +
              std::string(signature_algorithm_name(algorithm)));
}

}  // namespace newel::x509
