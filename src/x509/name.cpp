#include "x509/name.h"

#include <algorithm>

#include "base/text.h"
#include "x509/der_writer.h"
#include "x509/directory_string.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

tl::unexpected<Failure> malformed(const char* what) {
  return failure(std::string("x509: invalid RDNSequence") + what);
}

// Values that are not character strings: the types OpenSSL, too, lets stand in a name.
bool is_opaque_tag(Byte tag) { return tag == Tag::sequence || tag == Tag::bit_string; }

// AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
Expected<NameAttribute> parse_attribute(DerReader& set) {
  const auto pair = set.expect(Tag::sequence);
  if (!pair) return malformed(": invalid attribute");
  DerReader reader(pair->content);
  auto type = reader.object_identifier();
  if (!type) return malformed(": invalid attribute type");
  const auto value = reader.any();
  if (!value || !reader.at_end()) return malformed(": invalid attribute value");
  NameAttribute out;
  out.oid = std::move(*type);
  out.tag = value->tag;
  if (is_string_tag(value->tag)) {
    auto text = decode_string(value->tag, value->content);
    if (!text) return malformed(": invalid attribute value: invalid string");
    out.value = std::move(*text);
    return out;
  }
  if (!is_opaque_tag(value->tag) || !is_well_formed(*value)) {
    return malformed(": invalid attribute value: unsupported string type");
  }
  out.is_text = false;
  out.value = to_text(value->content);
  return out;
}

void write_value(DerWriter& writer, const NameAttribute& attribute) {
  if (!attribute.is_text) return writer.text(attribute.tag, attribute.value);
  // PKCS#9 emailAddress is an IA5String; everything else is a DirectoryString.
  const Byte tag =
      attribute.tag == 0 && attribute.oid == oids::email_address ? Byte{Tag::ia5_string} : attribute.tag;
  if (tag == 0) return writer.directory_text(attribute.value);
  const auto octets = encode_string(tag, attribute.value);
  if (!octets)
    throw Error("x509: " + quote(attribute.value) + " cannot be encoded in the string type of its name");
  writer.primitive(tag, *octets);
}

void write_attribute(DerWriter& writer, const NameAttribute& attribute) {
  const auto mark = writer.mark();
  write_value(writer, attribute);
  writer.oid(attribute.oid);
  writer.close(Tag::sequence, mark);
}

// SET OF: the encodings in ascending order (X.690 section 11.6), so the last one is written first.
void write_rdn(DerWriter& writer, const std::vector<NameAttribute>& rdn) {
  const auto mark = writer.mark();
  if (rdn.size() == 1) {
    write_attribute(writer, rdn[0]);
  } else {
    std::vector<Bytes> encodings;
    for (const NameAttribute& attribute : rdn) {
      DerWriter one(128);
      write_attribute(one, attribute);
      encodings.push_back(one.take());
    }
    std::sort(encodings.begin(), encodings.end(), std::greater<>());
    for (const Bytes& encoding : encodings) writer.raw(encoding);
  }
  writer.close(Tag::set, mark);
}

}  // namespace

Expected<Name> Name::parse(ByteView der) {
  const auto contents = der_contents(der, Tag::sequence);
  if (!contents) return malformed("");
  Name out;
  for (DerReader sequence(*contents); !sequence.at_end();) {
    const auto set = sequence.expect(Tag::set);
    if (!set || set->content.empty()) return malformed("");
    auto& rdn = out.rdns.emplace_back();
    for (DerReader attributes(set->content); !attributes.at_end();) {
      auto attribute = parse_attribute(attributes);
      if (!attribute) return tl::unexpected(attribute.error());
      rdn.push_back(std::move(*attribute));
    }
  }
  out.raw = to_bytes(der);
  return out;
}

Name Name::from_common_name(std::string_view cn) {
  Name out;
  if (!cn.empty()) out.rdns.push_back({NameAttribute{std::string(oids::common_name), std::string(cn)}});
  return out;
}

Bytes Name::encode() const {
  if (!raw.empty()) return raw;
  DerWriter writer(256);
  for (auto rdn = rdns.rbegin(); rdn != rdns.rend(); ++rdn) {
    if (!rdn->empty()) write_rdn(writer, *rdn);
  }
  writer.close(Tag::sequence, 0);
  return writer.take();
}

std::string Name::common_name() const {
  for (auto rdn = rdns.rbegin(); rdn != rdns.rend(); ++rdn) {
    for (auto attribute = rdn->rbegin(); attribute != rdn->rend(); ++attribute) {
      if (attribute->is_text && attribute->oid == oids::common_name) return attribute->value;
    }
  }
  return {};
}

std::vector<std::string> Name::values(std::string_view oid) const {
  std::vector<std::string> out;
  for (const auto& rdn : rdns) {
    for (const NameAttribute& attribute : rdn) {
      if (attribute.is_text && attribute.oid == oid) out.push_back(attribute.value);
    }
  }
  return out;
}

}  // namespace newel::x509
