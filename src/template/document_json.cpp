// The JSON form of a document, as webhooks are told it.
#include <charconv>

#include "base/encoding.h"
#include "template/certificate_document.h"
#include "template/document_values.h"

namespace newel::templates {
namespace {

constexpr std::string_view no_time = "0001-01-01T00:00:00Z";

json::Value texts(const Texts& list) {
  if (!list) return nullptr;
  json::Array out;
  for (const std::string& text : *list) out.emplace_back(text);
  return out;
}

json::Value octets(const std::optional<Bytes>& bytes) {
  if (!bytes) return nullptr;
  return json::Value(base64_encode(*bytes));
}

// `number` as it was written, as far as JSON's numbers of this process carry it.
json::Value number(const std::string& text) {
  std::int64_t whole = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return whole;
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

json::Value value_of(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::boolean:
      return node.flag;
    case JsonNode::Kind::string:
      return json::Value(node.text);
    case JsonNode::Kind::number:
      return number(node.text);
    case JsonNode::Kind::array: {
      json::Array out;
      for (const JsonNode& item : node.items) out.push_back(value_of(item));
      return out;
    }
    case JsonNode::Kind::object: {
      json::Object out;
      for (const auto& [name, member] : node.members) out[name] = value_of(member);
      return out;
    }
    default:
      return nullptr;
  }
}

void put_texts(json::Object& out, const char* name, const Texts& list) {
  if (list && !list->empty()) out[name] = texts(list);
}

template <class List, class Convert>
json::Value list_of(const std::optional<List>& list, Convert convert) {
  if (!list) return nullptr;
  json::Array out;
  for (const auto& item : *list) out.push_back(convert(item));
  return out;
}

json::Value address(const IpAddress& ip) { return json::Value(ip.to_string()); }
json::Value network(const IpNetwork& net) { return json::Value(net.to_string()); }

json::Value alternative_name(const DocumentSan& san) {
  json::Object out{{"type", san.type}, {"value", san.value}};
  if (san.asn1_value) out["asn1Value"] = value_of(*san.asn1_value);
  return out;
}

json::Value extension_value(const DocumentExtension& extension) {
  return json::Object{
      {"id", extension.id.dotted()}, {"critical", extension.critical}, {"value", octets(extension.value)}};
}

json::Value name_constraints(const std::optional<DocumentNameConstraints>& constraints) {
  if (!constraints) return nullptr;
  const DocumentNameConstraints& c = *constraints;
  return json::Object{{"critical", c.critical},
                      {"permittedDNSDomains", texts(c.permitted_dns)},
                      {"excludedDNSDomains", texts(c.excluded_dns)},
                      {"permittedIPRanges", list_of(c.permitted_ips, network)},
                      {"excludedIPRanges", list_of(c.excluded_ips, network)},
                      {"permittedEmailAddresses", texts(c.permitted_emails)},
                      {"excludedEmailAddresses", texts(c.excluded_emails)},
                      {"permittedURIDomains", texts(c.permitted_uris)},
                      {"excludedURIDomains", texts(c.excluded_uris)}};
}

json::Value key_usage(unsigned usage) {
  if (usage == 0) return nullptr;
  return texts(key_usage_names(usage));
}

json::Value extended_key_usage(const std::vector<std::string>& oids) {
  json::Array out;
  for (const std::string& oid : oids) out.emplace_back(*extended_usage_name(oid));
  return out;
}

json::Value time_value(const DocumentTime& time) {
  return json::Value(time.time ? std::string_view(time.text) : no_time);
}

json::Value serial(const std::optional<DocumentSerial>& number_of) {
  if (!number_of) return nullptr;
  const std::string digits = (number_of->negative ? "-" : "") + number_of->magnitude.decimal();
  return number(digits);
}

}  // namespace

json::Object to_json(const DocumentName& name) {
  json::Object out;
  put_texts(out, "country", name.country);
  put_texts(out, "organization", name.organization);
  put_texts(out, "organizationalUnit", name.organizational_unit);
  put_texts(out, "locality", name.locality);
  put_texts(out, "province", name.province);
  put_texts(out, "streetAddress", name.street_address);
  put_texts(out, "postalCode", name.postal_code);
  if (!name.serial_number.empty()) out["serialNumber"] = name.serial_number;
  if (!name.common_name.empty()) out["commonName"] = name.common_name;
  if (!name.extra_names.empty()) {
    json::Array list;
    for (const DocumentAttribute& attribute : name.extra_names)
      list.push_back(json::Object{{"type", attribute.type.dotted()}, {"value", value_of(attribute.value)}});
    out["extraNames"] = std::move(list);
  }
  return out;
}

std::string to_json_text(const CertificateDocument& document) {
  std::string out = "{";
  for (const auto& member : to_json(document)) {
    if (out.size() > 1) out += ',';
    out += json::write_string(member.key()) + ':';
    const auto& serial = document.serial_number;
    if (member.key() == "serialNumber" && serial) {
      out += (serial->negative ? "-" : "") + serial->magnitude.decimal();
    } else {
      out += json::write(member.value());
    }
  }
  return out + "}";
}

json::Object to_json(const CertificateDocument& d) {
  json::Object out;
  out["version"] = d.version;
  out["subject"] = to_json(d.subject);
  out["rawSubject"] = octets(d.raw_subject);
  out["issuer"] = to_json(d.issuer);
  out["serialNumber"] = serial(d.serial_number);
  out["dnsNames"] = texts(d.dns_names);
  out["emailAddresses"] = texts(d.email_addresses);
  out["ipAddresses"] = list_of(d.ip_addresses, address);
  out["uris"] = texts(d.uris);
  out["sans"] = list_of(d.sans, alternative_name);
  out["notBefore"] = time_value(d.not_before);
  out["notAfter"] = time_value(d.not_after);
  out["extensions"] = list_of(d.extensions, extension_value);
  out["keyUsage"] = key_usage(d.key_usage);
  out["extKeyUsage"] = extended_key_usage(d.ext_key_usage);
  out["unknownExtKeyUsage"] =
      list_of(d.unknown_ext_key_usage, [](const Oid& oid) { return json::Value(oid.dotted()); });
  out["subjectKeyId"] = octets(d.subject_key_id);
  out["authorityKeyId"] = octets(d.authority_key_id);
  out["ocspServer"] = texts(d.ocsp_server);
  out["issuingCertificateURL"] = texts(d.issuing_certificate_url);
  out["crlDistributionPoints"] = texts(d.crl_distribution_points);
  out["policyIdentifiers"] = texts(d.policy_identifiers);
  out["basicConstraints"] = d.basic_constraints
                                ? json::Value(json::Object{{"isCA", d.basic_constraints->is_ca},
                                                           {"maxPathLen", d.basic_constraints->max_path_len}})
                                : json::Value(nullptr);
  out["nameConstraints"] = name_constraints(d.name_constraints);
  out["signatureAlgorithm"] = d.signature_algorithm;
  return out;
}

}  // namespace newel::templates
