// The names of a document: distinguished names, and the alternative names of unusual kinds, which are written
// into an extension of our own (RFC 5280 section 4.2.1.6, RFC 4043, RFC 4108).
#include <algorithm>

#include "base/name_kind.h"
#include "base/text.h"
#include "template/certificate_document.h"
#include "template/document_values.h"
#include "template/json_decode.h"
#include "template/json_text.h"
#include "x509/oids.h"

namespace newel::templates {
namespace {

constexpr int context = 0x80, constructed = 0x20;
constexpr std::string_view permanent_identifier_oid = "1.3.6.1.5.5.7.8.3",
                           hardware_module_oid = "1.3.6.1.5.5.7.8.4",
                           user_principal_oid = "1.3.6.1.4.1.311.20.2.3";
enum NameTag : int {
  email_tag = 1,
  dns_tag = 2,
  directory_tag = 4,
  uri_tag = 6,
  ip_tag = 7,
  registered_tag = 8
};

Error with_context(const std::string& context_text, const Error& error) {
  return Error(context_text + ": " + error.text());
}

std::string oid_element(const Oid& oid) { return asn1_element(0, 6, encode_oid_content(oid)); }

// OtherName under [0] IMPLICIT; `value` comes with its [0] EXPLICIT.
std::string other_name(const Oid& type, const std::string& value) {
  return asn1_element(context | constructed, 0, oid_element(type) + value);
}
std::string explicit_zero(const std::string& value) { return asn1_element(context | constructed, 0, value); }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

std::string ascii_name(int tag, const std::string& value) {
  if (!is_ascii(value)) throw Error("error converting " + quote(value) + " to ia5");
  return asn1_element(context, tag, value);
}

std::string dns_name(const std::string& value) {
  const auto name = lookup_name(value);
  if (!name) throw Error("error converting " + quote(value) + " to ia5: " + name.error().text);
  return asn1_element(context, dns_tag, *name);
}

std::string ip_name(const std::string& value) {
  const auto ip = parse_ip(value);
  if (!ip) throw Error("error converting " + quote(value) + " to IP");
  return asn1_element(context, ip_tag, newel::to_text(ip->octets));
}

std::string registered_id(const std::string& value) {
  if (value.empty()) throw Error("error parsing RegisteredID SAN: empty value is not allowed");
  const auto oid = parse_oid(value);
  if (!oid) {
    throw Error("error parsing OID for RegisteredID SAN: error unmarshaling json: " + value +
                " is not an ASN1 object identifier");
  }
  try {
    return asn1_element(context, registered_tag, encode_oid_content(*oid));
  } catch (const Error& e) {
    throw with_context("error marshaling RegisteredID SAN", e);
  }
}

Oid oid_member(const JsonNode& node) {
  const std::string prefix = "error unmarshaling json: ";
  std::string text;
  try {
    text = text_value(node);
  } catch (const Error& e) {
    throw Error(prefix + e.text());
  }
  auto oid = parse_oid(text);
  if (!oid) throw Error(prefix + text + " is not an ASN1 object identifier");
  return std::move(*oid);
}

// The asn1Value, or the JSON text in `value`.
JsonNode structured_value(const DocumentSan& san, std::string_view kind) {
  if (san.asn1_value) return *san.asn1_value;
  if (san.value.empty())
    throw Error("error parsing " + std::string(kind) + " SAN: empty value or asn1Value is not allowed");
  return value_or_throw(parse_json(san.value), "error unmarshaling " + std::string(kind) + " SAN");
}

template <class T>
void read_structure(T& out, const JsonNode& node, std::string_view structure,
                    std::span<const JsonMember<T>> members) {
  const std::string context_text = "error unmarshaling " + std::string(structure) + " SAN";
  if (node.is_null()) return;
  if (node.kind != JsonNode::Kind::object) {
    throw Error(context_text + ": json: cannot unmarshal " + std::string(json_kind(node)) +
                " into Go value of type x509util." + std::string(structure));
  }
  std::optional<std::string> mismatch;
  try {
    read_members<T>(out, JsonPlace(structure, mismatch), node, members);
  } catch (const Error& e) {
    throw with_context(context_text, e);
  }
  if (mismatch) throw Error(context_text + ": " + *mismatch);
}

struct PermanentIdentifier {
  std::string identifier;
  Oid assigner;
};
const JsonMember<PermanentIdentifier> permanent_identifier_members[] = {
    {"identifier", [](PermanentIdentifier& p, const JsonPlace& place,
                      const JsonNode& n) { read_text(place, "identifier", n, p.identifier); }},
    {"assigner",
     [](PermanentIdentifier& p, const JsonPlace&, const JsonNode& n) { p.assigner = oid_member(n); }},
};

// PermanentIdentifier ::= SEQUENCE { identifierValue UTF8String OPTIONAL, assigner OBJECT IDENTIFIER OPTIONAL
// }
std::string permanent_identifier(const DocumentSan& san) {
  PermanentIdentifier value;
  if (san.asn1_value) {
    read_structure<PermanentIdentifier>(value, *san.asn1_value, "PermanentIdentifier",
                                        permanent_identifier_members);
  } else {
    value.identifier = san.value;
  }
  try {
    std::string content;
    if (!value.identifier.empty())
      content += marshal_asn1(Value(value.identifier), parse_asn1_params("utf8"));
    if (!value.assigner.arcs.empty()) content += oid_element(value.assigner);
    return other_name(*parse_oid(permanent_identifier_oid),
                      explicit_zero(asn1_element(constructed, 16, content)));
  } catch (const Error& e) {
    throw with_context("error marshaling PermanentIdentifier SAN", e);
  }
}

struct HardwareModuleName {
  Oid type;
  std::optional<Bytes> serial_number;
};
const JsonMember<HardwareModuleName> hardware_module_members[] = {
    {"type", [](HardwareModuleName& h, const JsonPlace&, const JsonNode& n) { h.type = oid_member(n); }},
    {"serialNumber", [](HardwareModuleName& h, const JsonPlace& place,
                        const JsonNode& n) { read_octets(place, "serialNumber", n, h.serial_number); }},
};

// HardwareModuleName ::= SEQUENCE { hwType OBJECT IDENTIFIER, hwSerialNum [4] IMPLICIT OCTET STRING }
std::string hardware_module(const DocumentSan& san) {
  HardwareModuleName value;
  read_structure<HardwareModuleName>(value, structured_value(san, "HardwareModuleName"), "HardwareModuleName",
                                     hardware_module_members);
  try {
    const std::string serial = newel::to_text(value.serial_number.value_or(Bytes()));
    const std::string content = oid_element(value.type) + asn1_element(context, 4, serial);
    return other_name(*parse_oid(hardware_module_oid), explicit_zero(asn1_element(constructed, 16, content)));
  } catch (const Error& e) {
    throw with_context("error marshaling HardwareModuleName SAN", e);
  }
}

std::string directory_name(const DocumentSan& san) {
  const JsonNode node = structured_value(san, "DirectoryName");
  DocumentName name;
  try {
    name = decode_name(node);
  } catch (const Error& e) {
    throw with_context("error unmarshaling DirectoryName SAN", e);
  }
  Bytes der;
  try {
    der = to_fields(name).to_name().encode();
  } catch (const Error& e) {
    throw with_context("error marshaling DirectoryName SAN", e);
  }
  if (der == Bytes{0x30, 0x00}) throw Error("error parsing DirectoryName SAN: empty or malformed asn1Value");
  return asn1_element(context | constructed, directory_tag, newel::to_text(der));
}

// `type` is the DER type of the text, as asn1Enc has it; raw octets are taken as they are, without the [0].
std::string typed_other_name(const Oid& oid, std::string_view text, std::string_view type,
                             const DocumentSan& san, std::string_view kind) {
  std::string value;
  try {
    value = marshal_asn1_text(text, "explicit," + std::string(type));
  } catch (const Error& e) {
    throw with_context("error marshaling ASN1 value " + quote(san.value), e);
  }
  try {
    return other_name(oid, value);
  } catch (const Error& e) {
    throw with_context("error marshaling " + std::string(kind) + " SAN", e);
  }
}

std::string general_name(const DocumentSan& san);

std::string auto_name(const std::string& value) {
  switch (name_kind(value)) {
    case NameKind::ip:
      return ip_name(value);
    case NameKind::uri:
      return ascii_name(uri_tag, value);
    case NameKind::email:
      return ascii_name(email_tag, value);
    case NameKind::dns:
      break;
  }
  return dns_name(value);
}

std::string general_name(const DocumentSan& san) {
  const std::string& type = san.type;
  if (type.empty() || type == "auto") return auto_name(san.value);
  if (type == "email") return ascii_name(email_tag, san.value);
  if (type == "dns") return dns_name(san.value);
  if (type == "uri") return ascii_name(uri_tag, san.value);
  if (type == "ip") return ip_name(san.value);
  if (type == "registeredID") return registered_id(san.value);
  if (type == "permanentIdentifier") return permanent_identifier(san);
  if (type == "hardwareModuleName") return hardware_module(san);
  if (type == "dn") return directory_name(san);
  if (type == "userPrincipalName") {
    if (san.value.empty()) throw Error("error parsing UserPrincipalName SAN: empty value is not allowed");
    return typed_other_name(*parse_oid(user_principal_oid), san.value, "utf8", san, "UserPrincipalName");
  }
  if (type == "x400Address" || type == "ediPartyName") throw Error("unimplemented SAN type " + type);
  const auto oid = parse_oid(type);
  if (!oid) throw Error("unsupported SAN type " + type);
  const auto [asn1_type, text] = split_asn1_text(san.value);
  return typed_other_name(*oid, text, asn1_type, san, "otherName");
}

void add_simple(x509::SubjectAltNames& out, const DocumentSan& san) {
  if (san.value.empty()) return;
  const std::string type = to_lower(san.type);
  if (type == "dns") {
    out.dns.push_back(san.value);
  } else if (type == "email") {
    out.emails.push_back(san.value);
  } else if (type == "ip") {
    if (auto ip = parse_ip(san.value)) out.ips.push_back(std::move(*ip));
  } else if (type == "uri") {
    if (auto uri = normal_uri(san.value)) out.uris.push_back(std::move(*uri));
  } else {
    SplitNames split = split_names({san.value});
    out.dns.insert(out.dns.end(), split.dns.begin(), split.dns.end());
    out.ips.insert(out.ips.end(), split.ips.begin(), split.ips.end());
    out.emails.insert(out.emails.end(), split.emails.begin(), split.emails.end());
    out.uris.insert(out.uris.end(), split.uris.begin(), split.uris.end());
  }
}

std::vector<std::string> values(const Texts& texts) { return texts.value_or(std::vector<std::string>()); }

bool is_named(const std::vector<x509::NameAttribute>& extra, std::string_view oid) {
  for (const auto& attribute : extra) {
    if (attribute.oid == oid) return true;
  }
  return false;
}

// What is no text is known, but cannot stand in a name.
[[noreturn]] void refuse_value(const JsonNode& value) {
  switch (value.kind) {
    case JsonNode::Kind::null:
      throw Error("asn1: cannot marshal nil value");
    case JsonNode::Kind::number:
      throw Error("asn1: structure error: unknown Go type: float64");
    case JsonNode::Kind::object:
      throw Error("asn1: structure error: unknown Go type: map[string]interface {}");
    default:
      throw UnparsableName("x509: invalid RDNSequence: invalid attribute value: unsupported string type: " +
                           std::string(value.kind == JsonNode::Kind::array ? "48" : "1"));
  }
}

}  // namespace

x509::NameFields to_fields(const DocumentName& name) {
  x509::NameFields out;
  for (const DocumentAttribute& attribute : name.extra_names) {
    encode_oid_content(attribute.type);
    if (!attribute.value.is_string()) refuse_value(attribute.value);
    if (attribute.type.dotted() == x509::oids::email_address && !is_ascii(attribute.value.text))
      throw UnparsableName("x509: invalid RDNSequence: invalid attribute value: invalid IA5String");
    out.extra.push_back({attribute.type.dotted(), attribute.value.text});
  }
  const auto unless_extra = [&](std::string_view oid, const Texts& texts) {
    return is_named(out.extra, oid) ? std::vector<std::string>() : values(texts);
  };
  out.country = unless_extra(x509::oids::country, name.country);
  out.organization = unless_extra(x509::oids::organization, name.organization);
  out.organizational_unit = unless_extra(x509::oids::organizational_unit, name.organizational_unit);
  out.locality = unless_extra(x509::oids::locality, name.locality);
  out.province = unless_extra(x509::oids::province, name.province);
  out.street_address = unless_extra(x509::oids::street_address, name.street_address);
  out.postal_code = unless_extra(x509::oids::postal_code, name.postal_code);
  if (!is_named(out.extra, x509::oids::common_name)) out.common_name = name.common_name;
  if (!is_named(out.extra, x509::oids::serial_number)) out.serial_number = name.serial_number;
  return out;
}

DocumentName DocumentName::from_fields(const x509::NameFields& fields) {
  const auto texts = [](const std::vector<std::string>& list) {
    return list.empty() ? Texts() : Texts(list);
  };
  DocumentName out;
  out.country = texts(fields.country);
  out.organization = texts(fields.organization);
  out.organizational_unit = texts(fields.organizational_unit);
  out.locality = texts(fields.locality);
  out.province = texts(fields.province);
  out.street_address = texts(fields.street_address);
  out.postal_code = texts(fields.postal_code);
  out.serial_number = fields.serial_number;
  out.common_name = fields.common_name;
  for (const x509::NameAttribute& attribute : fields.extra) {
    JsonNode value;
    value.kind = JsonNode::Kind::string;
    value.text = attribute.value;
    out.extra_names.push_back({parse_oid(attribute.oid).value_or(Oid()), std::move(value)});
  }
  return out;
}

x509::SubjectAltNames simple_names(const CertificateDocument& document) {
  x509::SubjectAltNames out;
  out.dns = values(document.dns_names);
  out.emails = values(document.email_addresses);
  out.ips = document.ip_addresses.value_or(std::vector<IpAddress>());
  out.uris = values(document.uris);
  if (document.sans) {
    for (const DocumentSan& san : *document.sans) add_simple(out, san);
  }
  return out;
}

x509::Extension extended_names_extension(const CertificateDocument& document, bool critical) {
  std::string content;
  for (const std::string& name : values(document.dns_names)) {
    if (!name.empty()) content += dns_name(name);
  }
  for (const std::string& name : values(document.email_addresses)) {
    if (!name.empty()) content += ascii_name(email_tag, name);
  }
  if (document.ip_addresses) {
    for (const IpAddress& ip : *document.ip_addresses)
      content += asn1_element(context, ip_tag, newel::to_text(ip.octets));
  }
  for (const std::string& uri : values(document.uris)) {
    if (!uri.empty()) content += ascii_name(uri_tag, uri);
  }
  if (document.sans) {
    for (const DocumentSan& san : *document.sans) {
      if (!san.value.empty() || san.asn1_value) content += general_name(san);
    }
  }
  return {std::string(x509::oids::subject_alt_name), critical,
          to_bytes(asn1_element(constructed, 16, content))};
}

}  // namespace newel::templates
