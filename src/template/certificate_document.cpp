#include "template/certificate_document.h"

#include <algorithm>

#include "base/text.h"
#include "template/document_values.h"
#include "template/json_decode.h"
#include "template/numbers.h"
#include "x509/oids.h"

namespace newel::templates {
namespace {

using Document = CertificateDocument;
constexpr std::string_view prefix = "error unmarshaling json: ";

Error wrapped(const std::string& text) { return Error(std::string(prefix) + text); }

Oid read_oid(const JsonNode& node) {
  std::string text;
  try {
    text = text_value(node);
  } catch (const Error& e) {
    throw wrapped(e.text());
  }
  auto oid = parse_oid(text);
  if (!oid) throw wrapped(text + " is not an ASN1 object identifier");
  return std::move(*oid);
}

const JsonMember<DocumentAttribute> attribute_members[] = {
    {"type", [](DocumentAttribute& a, const JsonPlace&, const JsonNode& n) { a.type = read_oid(n); }},
    {"value", [](DocumentAttribute& a, const JsonPlace&, const JsonNode& n) { a.value = n; }},
};

// A list of structures; elements of another kind are mismatches, null is an empty one.
template <class T>
void read_structures(const JsonPlace& place, std::string_view name, const JsonNode& node,
                     std::string_view structure, std::string_view type,
                     std::span<const JsonMember<T>> members, std::optional<std::vector<T>>& out) {
  if (node.is_null()) return out.reset();
  if (node.kind != JsonNode::Kind::array) return place.mismatch(name, node, "[]" + std::string(type));
  out.emplace();
  for (const JsonNode& item : node.items) {
    T& made = out->emplace_back();
    if (item.is_null()) continue;
    if (item.kind != JsonNode::Kind::object) {
      place.mismatch(name, item, type);
      continue;
    }
    read_members<T>(made, place.inside(structure, name), item, members);
  }
}

template <Texts DocumentName::*list>
void read_name_list(DocumentName& name, const JsonPlace&, const JsonNode& node) {
  name.*list = texts_value(node, 1);
}

void read_extra_names(DocumentName& name, const JsonPlace& place, const JsonNode& node) {
  std::optional<std::vector<DocumentAttribute>> list;
  read_structures<DocumentAttribute>(place, "extraNames", node, "DistinguishedName",
                                     "x509util.DistinguishedName", attribute_members, list);
  name.extra_names = std::move(list).value_or(std::vector<DocumentAttribute>());
}

const JsonMember<DocumentName> name_members[] = {
    {"country", read_name_list<&DocumentName::country>},
    {"organization", read_name_list<&DocumentName::organization>},
    {"organizationalUnit", read_name_list<&DocumentName::organizational_unit>},
    {"locality", read_name_list<&DocumentName::locality>},
    {"province", read_name_list<&DocumentName::province>},
    {"streetAddress", read_name_list<&DocumentName::street_address>},
    {"postalCode", read_name_list<&DocumentName::postal_code>},
    {"serialNumber",
     [](DocumentName& name, const JsonPlace& place, const JsonNode& node) {
       read_text(place, "serialNumber", node, name.serial_number);
     }},
    {"commonName", [](DocumentName& name, const JsonPlace& place,
                      const JsonNode& node) { read_text(place, "commonName", node, name.common_name); }},
    {"extraNames", read_extra_names},
};

// Members that are one text or several.
template <Texts Document::*list, int wraps>
void read_list(Document& document, const JsonPlace&, const JsonNode& node) {
  document.*list = texts_value(node, wraps);
}

void read_addresses(Document& document, const JsonPlace&, const JsonNode& node) {
  const Texts texts = texts_value(node, 2);
  if (!texts) return;
  auto& out = document.ip_addresses.emplace();
  for (const std::string& text : *texts) {
    auto ip = parse_ip(text);
    if (!ip) throw wrapped("ip " + text + " is not valid");
    out.push_back(std::move(*ip));
  }
}

void read_uris(Document& document, const JsonPlace&, const JsonNode& node) {
  const Texts texts = texts_value(node, 2);
  if (!texts) return;
  auto& out = document.uris.emplace();
  for (const std::string& text : *texts) {
    const auto uri = normal_uri(text);
    if (!uri) throw wrapped(uri.error().text);
    out.push_back(*uri);
  }
}

DocumentSerial read_serial_number(const JsonNode& node) {
  if (node.is_string()) {
    auto serial = parse_big_integer(node.text);
    if (!serial) throw wrapped("serialNumber " + node.text + " is not valid");
    return {x509::Serial{std::move(serial->magnitude)}, serial->negative};
  }
  std::int64_t number = 0;
  if (!node.is_null()) {
    const bool is_number = node.kind == JsonNode::Kind::number;
    if (!is_number || parse_int(node.text, 10, number) != NumberError::none) {
      throw wrapped("json: cannot unmarshal " + std::string(json_kind(node)) +
                    (is_number ? " " + node.text : "") + " into Go value of type int64");
    }
  }
  auto serial = *parse_big_integer(std::to_string(number));
  return {x509::Serial{std::move(serial.magnitude)}, serial.negative};
}

void read_unknown_usages(Document& document, const JsonPlace&, const JsonNode& node) {
  const Texts texts = texts_value(node, 3);
  if (!texts) return;
  auto& out = document.unknown_ext_key_usage.emplace();
  for (const std::string& text : *texts) {
    auto oid = parse_oid(text);
    if (!oid) throw wrapped(std::string(prefix) + text + " is not an ASN1 object identifier");
    out.push_back(std::move(*oid));
  }
}

void read_policies(Document& document, const JsonPlace&, const JsonNode& node) {
  const Texts texts = texts_value(node, 3);
  if (!texts) return;
  auto& out = document.policy_identifiers.emplace();
  for (const std::string& text : *texts) {
    const auto policy = normal_policy(text);
    if (!policy) throw wrapped("invalid oid");
    out.push_back(*policy);
  }
}

const JsonMember<DocumentSan> san_members[] = {
    {"type", [](DocumentSan& s, const JsonPlace& p, const JsonNode& n) { read_text(p, "type", n, s.type); }},
    {"value",
     [](DocumentSan& s, const JsonPlace& p, const JsonNode& n) { read_text(p, "value", n, s.value); }},
    {"asn1Value", [](DocumentSan& s, const JsonPlace&, const JsonNode& n) { s.asn1_value = n; }},
};

const JsonMember<DocumentExtension> extension_members[] = {
    {"id", [](DocumentExtension& e, const JsonPlace&, const JsonNode& n) { e.id = read_oid(n); }},
    {"critical", [](DocumentExtension& e, const JsonPlace& p,
                    const JsonNode& n) { read_boolean(p, "critical", n, e.critical); }},
    {"value", [](DocumentExtension& e, const JsonPlace& p,
                 const JsonNode& n) { read_octets(p, "value", n, e.value); }},
};

// A structure behind a pointer: null is none.
template <class T>
void read_pointer(const JsonPlace& place, std::string_view name, const JsonNode& node,
                  std::string_view structure, std::span<const JsonMember<T>> members, std::optional<T>& out) {
  if (node.is_null()) return out.reset();
  if (node.kind != JsonNode::Kind::object)
    return place.mismatch(name, node, "x509util." + std::string(structure));
  if (!out) out.emplace();
  read_members<T>(*out, place.inside(structure, name), node, members);
}

const JsonMember<DocumentBasicConstraints> basic_constraints_members[] = {
    {"isCA", [](DocumentBasicConstraints& b, const JsonPlace& p,
                const JsonNode& n) { read_boolean(p, "isCA", n, b.is_ca); }},
    {"maxPathLen", [](DocumentBasicConstraints& b, const JsonPlace& p,
                      const JsonNode& n) { read_integer(p, "maxPathLen", n, b.max_path_len); }},
};

using Constraints = DocumentNameConstraints;

template <Texts Constraints::*list>
void read_constraint(Constraints& constraints, const JsonPlace&, const JsonNode& node) {
  constraints.*list = texts_value(node, 1);
}

template <std::optional<std::vector<IpNetwork>> Constraints::*list>
void read_ranges(Constraints& constraints, const JsonPlace&, const JsonNode& node) {
  const Texts texts = texts_value(node, 2);
  if (!texts) return;
  auto& out = (constraints.*list).emplace();
  for (const std::string& text : *texts) {
    auto network = parse_cidr(text);
    if (!network) throw wrapped("invalid CIDR address: " + text);
    out.push_back(std::move(*network));
  }
}

const JsonMember<Constraints> name_constraints_members[] = {
    {"critical", [](Constraints& c, const JsonPlace& p,
                    const JsonNode& n) { read_boolean(p, "critical", n, c.critical); }},
    {"permittedDNSDomains", read_constraint<&Constraints::permitted_dns>},
    {"excludedDNSDomains", read_constraint<&Constraints::excluded_dns>},
    {"permittedIPRanges", read_ranges<&Constraints::permitted_ips>},
    {"excludedIPRanges", read_ranges<&Constraints::excluded_ips>},
    {"permittedEmailAddresses", read_constraint<&Constraints::permitted_emails>},
    {"excludedEmailAddresses", read_constraint<&Constraints::excluded_emails>},
    {"permittedURIDomains", read_constraint<&Constraints::permitted_uris>},
    {"excludedURIDomains", read_constraint<&Constraints::excluded_uris>},
};

void read_signature_algorithm(Document& document, const JsonPlace&, const JsonNode& node) {
  std::string name;
  try {
    name = text_value(node);
  } catch (const Error& e) {
    throw wrapped(e.text());
  }
  const auto known = signature_algorithm_of(name);
  if (!known) throw Error("unsupported signatureAlgorithm " + name);
  document.signature_algorithm = *known;
}

const JsonMember<Document> document_members[] = {
    {"version",
     [](Document& d, const JsonPlace& p, const JsonNode& n) { read_integer(p, "version", n, d.version); }},
    {"subject", [](Document& d, const JsonPlace&, const JsonNode& n) { d.subject = decode_name(n); }},
    {"rawSubject", [](Document& d, const JsonPlace& p,
                      const JsonNode& n) { read_octets(p, "rawSubject", n, d.raw_subject); }},
    {"issuer", [](Document& d, const JsonPlace&, const JsonNode& n) { d.issuer = decode_name(n); }},
    {"serialNumber",
     [](Document& d, const JsonPlace&, const JsonNode& n) { d.serial_number = read_serial_number(n); }},
    {"dnsNames", read_list<&Document::dns_names, 1>},
    {"emailAddresses", read_list<&Document::email_addresses, 1>},
    {"ipAddresses", read_addresses},
    {"uris", read_uris},
    {"sans",
     [](Document& d, const JsonPlace& p, const JsonNode& n) {
       read_structures<DocumentSan>(p, "sans", n, "SubjectAlternativeName", "x509util.SubjectAlternativeName",
                                    san_members, d.sans);
     }},
    {"notBefore",
     [](Document& d, const JsonPlace&, const JsonNode& n) { d.not_before = read_document_time(n); }},
    {"notAfter",
     [](Document& d, const JsonPlace&, const JsonNode& n) { d.not_after = read_document_time(n); }},
    {"extensions",
     [](Document& d, const JsonPlace& p, const JsonNode& n) {
       read_structures<DocumentExtension>(p, "extensions", n, "Extension", "x509util.Extension",
                                          extension_members, d.extensions);
     }},
    {"keyUsage",
     [](Document& d, const JsonPlace&, const JsonNode& n) {
       d.key_usage = key_usage_of(texts_value(n, 2).value_or(std::vector<std::string>()));
     }},
    {"extKeyUsage",
     [](Document& d, const JsonPlace&, const JsonNode& n) {
       d.ext_key_usage = extended_usages_of(texts_value(n, 2).value_or(std::vector<std::string>()));
     }},
    {"unknownExtKeyUsage", read_unknown_usages},
    {"subjectKeyId",
     [](Document& d, const JsonPlace& p, const JsonNode& n) {
       read_octets(p, "subjectKeyId", n, d.subject_key_id, "x509util.SubjectKeyID");
     }},
    {"authorityKeyId",
     [](Document& d, const JsonPlace& p, const JsonNode& n) {
       read_octets(p, "authorityKeyId", n, d.authority_key_id, "x509util.AuthorityKeyID");
     }},
    {"ocspServer", read_list<&Document::ocsp_server, 2>},
    {"issuingCertificateURL", read_list<&Document::issuing_certificate_url, 2>},
    {"crlDistributionPoints", read_list<&Document::crl_distribution_points, 2>},
    {"policyIdentifiers", read_policies},
    {"basicConstraints",
     [](Document& d, const JsonPlace& p, const JsonNode& n) {
       read_pointer<DocumentBasicConstraints>(p, "basicConstraints", n, "BasicConstraints",
                                              basic_constraints_members, d.basic_constraints);
     }},
    {"nameConstraints",
     [](Document& d, const JsonPlace& p, const JsonNode& n) {
       read_pointer<Constraints>(p, "nameConstraints", n, "NameConstraints", name_constraints_members,
                                 d.name_constraints);
     }},
    {"signatureAlgorithm", read_signature_algorithm},
};

// The members that a request takes from the same document; the others are ignored.
constexpr std::string_view request_members[] = {
    "version",          "subject",           "rawSubject",  "dnsNames",
    "emailAddresses",   "ipAddresses",       "uris",        "sans",
    "extensions",       "keyUsage",          "extKeyUsage", "unknownExtKeyUsage",
    "basicConstraints", "signatureAlgorithm"};

Document decode(std::string_view text, std::span<const JsonMember<Document>> members,
                std::string_view structure) {
  Document out;
  const JsonNode node = value_or_throw(parse_first_json(text));
  if (node.is_null()) return out;
  if (node.kind != JsonNode::Kind::object) {
    throw Error("json: cannot unmarshal " + std::string(json_kind(node)) +
                " into Go value of type x509util." + std::string(structure));
  }
  std::optional<std::string> mismatch;
  read_members<Document>(out, JsonPlace(structure, mismatch), node, members);
  if (mismatch) throw Error(*mismatch);
  return out;
}

Expected<Document> decoded(std::string_view text, std::span<const JsonMember<Document>> members,
                           std::string_view structure) {
  try {
    return decode(text, members, structure);
  } catch (const Error& e) {
    return failure("error unmarshaling certificate: " + e.text());
  }
}

}  // namespace

bool DocumentName::empty() const {
  for (const Texts* list :
       {&country, &organization, &organizational_unit, &locality, &province, &street_address, &postal_code}) {
    if (*list && !(*list)->empty()) return false;
  }
  return serial_number.empty() && common_name.empty() && extra_names.empty();
}

bool DocumentSan::is_extended() const {
  constexpr std::string_view simple[] = {"", "auto", "dns", "email", "ip", "uri"};
  return std::find(std::begin(simple), std::end(simple), type) == std::end(simple);
}

bool CertificateDocument::has_extended_sans() const {
  return sans &&
         std::any_of(sans->begin(), sans->end(), [](const DocumentSan& san) { return san.is_extended(); });
}

bool CertificateDocument::has_extension(std::string_view oid) const {
  return extensions &&
         std::any_of(extensions->begin(), extensions->end(),
                     [&](const DocumentExtension& extension) { return extension.id.dotted() == oid; });
}

DocumentName decode_name(const JsonNode& node) {
  DocumentName out;
  if (node.is_null()) return out;
  if (node.is_string()) {
    out.common_name = node.text;
    return out;
  }
  if (node.kind != JsonNode::Kind::object) {
    throw wrapped("json: cannot unmarshal " + std::string(json_kind(node)) +
                  " into Go value of type x509util.nameAlias");
  }
  std::optional<std::string> mismatch;
  try {
    read_members<DocumentName>(out, JsonPlace("nameAlias", mismatch), node, name_members);
  } catch (const Error& e) {
    throw wrapped(e.text());
  }
  if (mismatch) throw wrapped(*mismatch);
  return out;
}

Expected<CertificateDocument> parse_certificate_document(std::string_view text) {
  auto document = decoded(text, document_members, "Certificate");
  if (!document || !document->has_extended_sans() || document->has_extension(x509::oids::subject_alt_name))
    return document;
  try {
    const x509::Extension made = extended_names_extension(*document, document->subject.empty());
    if (!document->extensions) document->extensions.emplace();
    document->extensions->insert(document->extensions->begin(),
                                 DocumentExtension{*parse_oid(made.oid), made.critical, made.value});
  } catch (const Error& e) {
    return failure(e.text());
  }
  return document;
}

Expected<CertificateDocument> parse_request_document(std::string_view text) {
  static const std::vector<JsonMember<Document>> members = [] {
    std::vector<JsonMember<Document>> out;
    for (const auto& member : document_members) {
      if (std::find(std::begin(request_members), std::end(request_members), member.name) !=
          std::end(request_members)) {
        out.push_back(member);
      }
    }
    return out;
  }();
  return decoded(text, members, "CertificateRequest");
}

}  // namespace newel::templates
