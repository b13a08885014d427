// Names and requests as X.509 templates see them (reference: crypto x509util).
#include "template/x509_values.h"

#include "base/name_kind.h"
#include "template/document_values.h"
#include "template/function.h"
#include "template/host_object.h"
#include "template/json_text.h"
#include "template/key_values.h"
#include "x509/oids.h"

namespace newel::templates {
namespace {

using x509::CertificateRequest;
using x509::NameFields;

const Type multi_string{Kind::slice, "x509util.MultiString"};

Value multi(const std::vector<std::string>& texts) {
  if (texts.empty()) return Value::nil_list(multi_string);
  return Value::list(List(texts.begin(), texts.end()), multi_string);
}
Value multi(const Texts& texts) {
  if (!texts) return Value::nil_list(multi_string);
  return Value::list(List(texts->begin(), texts->end()), multi_string);
}

// Texts that print and are written as JSON in different forms.
std::string oid_json(const Value& v) {
  std::string out;
  for (const Value& arc : v.items()) out += (out.empty() ? "" : ".") + std::to_string(arc.as_int());
  return "\"" + out + "\"";
}
const Type object_identifier{Kind::slice, "x509util.ObjectIdentifier", {}, nullptr, oid_json};

Value oid_value(const Oid& oid) { return arcs_value(oid.arcs, object_identifier); }

const Type distinguished_name{Kind::structure, "x509util.DistinguishedName"};
const Type distinguished_names{Kind::slice, "[]x509util.DistinguishedName"};
constexpr HostField<DocumentAttribute> distinguished_name_fields[] = {
    {"Type", "type", false, [](const DocumentAttribute& a) { return oid_value(a.type); }},
    {"Value", "value", false,
     [](const DocumentAttribute& a) { return dynamic_value(a.value).value_or(Value()).boxed(); }},
};

Value extra_names(const DocumentName& name) {
  if (name.extra_names.empty()) return Value::nil_list(distinguished_names);
  List items;
  for (const DocumentAttribute& attribute : name.extra_names)
    items.push_back(host_object(distinguished_name, attribute, distinguished_name_fields));
  return Value::list(std::move(items), distinguished_names);
}

constexpr HostField<DocumentName> name_fields[] = {
    {"Country", "country", true, [](const DocumentName& n) { return multi(n.country); }},
    {"Organization", "organization", true, [](const DocumentName& n) { return multi(n.organization); }},
    {"OrganizationalUnit", "organizationalUnit", true,
     [](const DocumentName& n) { return multi(n.organizational_unit); }},
    {"Locality", "locality", true, [](const DocumentName& n) { return multi(n.locality); }},
    {"Province", "province", true, [](const DocumentName& n) { return multi(n.province); }},
    {"StreetAddress", "streetAddress", true, [](const DocumentName& n) { return multi(n.street_address); }},
    {"PostalCode", "postalCode", true, [](const DocumentName& n) { return multi(n.postal_code); }},
    {"SerialNumber", "serialNumber", true, [](const DocumentName& n) -> Value { return n.serial_number; }},
    {"CommonName", "commonName", true, [](const DocumentName& n) -> Value { return n.common_name; }},
    {"ExtraNames", "extraNames", true, extra_names},
};
const Type subject_type{Kind::structure, "x509util.Subject"};
const Type issuer_type{Kind::structure, "x509util.Issuer"};

Value document_name(const DocumentName& name, const Type& type) {
  return host_object(type, name, name_fields);
}

const Type san_type{Kind::structure, "x509util.SubjectAlternativeName"};
const Type sans_type{Kind::slice, "[]x509util.SubjectAlternativeName"};
// json.RawMessage: octets, but JSON as they are.
const Type raw_message{Kind::slice, "json.RawMessage", {}, nullptr, [](const Value& v) {
                         return v.length() == 0 ? std::string("null") : v.as_string();
                       }};

constexpr HostField<DocumentSan> san_fields[] = {
    {"Type", "type", false, [](const DocumentSan& s) -> Value { return s.type; }},
    {"Value", "value", false, [](const DocumentSan& s) -> Value { return s.value; }},
    {"ASN1Value", "asn1Value", true,
     [](const DocumentSan& s) {
       if (!s.asn1_value) return Value::nil_list(raw_message);
       const auto value = dynamic_value(*s.asn1_value);
       return Value::bytes(value ? to_json(*value).value_or("null") : "null", raw_message);
     }},
};

const Type multi_ip{Kind::slice, "x509util.MultiIP"};
Value ips_value(const std::optional<std::vector<IpAddress>>& ips) {
  if (!ips) return Value::nil_list(multi_ip);
  List items;
  for (const IpAddress& ip : *ips) items.push_back(ip_value(ip));
  return Value::list(std::move(items), multi_ip);
}

std::string urls_json(const Value& v) {
  if (v.is_nil_container()) return "null";
  List texts;
  for (const Value& url : v.items()) texts.emplace_back(types::url.text(url));
  return to_json(Value::list(std::move(texts))).value_or("null");
}
const Type multi_url{Kind::slice, "x509util.MultiURL", {}, nullptr, urls_json};
Value urls_value(const Texts& urls) {
  if (!urls) return Value::nil_list(multi_url);
  List items;
  for (const std::string& url : *urls) items.push_back(url_value(url));
  return Value::list(std::move(items), multi_url);
}

const Type extension_type{Kind::structure, "x509util.Extension"};
const Type extensions_type{Kind::slice, "[]x509util.Extension"};
constexpr HostField<DocumentExtension> extension_fields[] = {
    {"ID", "id", false, [](const DocumentExtension& e) { return oid_value(e.id); }},
    {"Critical", "critical", false, [](const DocumentExtension& e) -> Value { return e.critical; }},
    {"Value", "value", false,
     [](const DocumentExtension& e) {
       return e.value ? octets_value(*e.value) : Value::nil_list(types::bytes);
     }},
};
Value extensions_value(const std::optional<std::vector<DocumentExtension>>& extensions) {
  if (!extensions) return Value::nil_list(extensions_type);
  List items;
  for (const DocumentExtension& extension : *extensions)
    items.push_back(host_object(extension_type, extension, extension_fields));
  return Value::list(std::move(items), extensions_type);
}

std::string key_usage_json(const Value& v) {
  if (v.as_int() == 0) return "null";
  const auto names = key_usage_names(static_cast<unsigned>(v.as_int()));
  return to_json(Value::list(List(names.begin(), names.end()))).value_or("null");
}
const Type key_usage_type{Kind::integer, "x509util.KeyUsage", {}, nullptr, key_usage_json};

const Type extended_usage_type{Kind::integer, "x509.ExtKeyUsage"};
std::string extended_usages_json(const Value& v) {
  List names;
  for (const Value& usage : v.items())
    names.emplace_back(extended_usage_name_of(static_cast<int>(usage.as_int())));
  return to_json(Value::list(std::move(names))).value_or("null");
}
const Type extended_usages_type{Kind::slice, "x509util.ExtKeyUsage", {}, nullptr, extended_usages_json};
Value extended_usages_value(const std::vector<std::string>& oids) {
  List items;
  for (const std::string& oid : oids) {
    if (const auto number = extended_usage_number(oid))
      items.push_back(Value::of_int(extended_usage_type, *number));
  }
  if (items.empty()) return Value::nil_list(extended_usages_type);
  return Value::list(std::move(items), extended_usages_type);
}

std::string unknown_usages_json(const Value& v) {
  if (v.is_nil_container()) return "null";
  List texts;
  for (const Value& oid : v.items()) texts.emplace_back(types::asn1_oid.text(oid));
  return to_json(Value::list(std::move(texts))).value_or("null");
}
const Type unknown_usages_type{Kind::slice, "x509util.UnknownExtKeyUsage", {}, nullptr, unknown_usages_json};
Value unknown_usages_value(const std::optional<std::vector<Oid>>& usages) {
  if (!usages) return Value::nil_list(unknown_usages_type);
  List items;
  for (const Oid& oid : *usages) items.push_back(arcs_value(oid.arcs, types::asn1_oid));
  return Value::list(std::move(items), unknown_usages_type);
}

const Type basic_constraints_type{Kind::pointer, "*x509util.BasicConstraints"};
constexpr HostField<DocumentBasicConstraints> basic_constraints_fields[] = {
    {"IsCA", "isCA", false, [](const DocumentBasicConstraints& b) -> Value { return b.is_ca; }},
    {"MaxPathLen", "maxPathLen", false,
     [](const DocumentBasicConstraints& b) { return Value::integer(b.max_path_len); }},
};
Value basic_constraints_value(const std::optional<DocumentBasicConstraints>& constraints) {
  if (!constraints) return nil_pointer(basic_constraints_type);
  return host_object(basic_constraints_type, *constraints, basic_constraints_fields);
}

// Go's numbers of signature algorithms, in the order of x509.SignatureAlgorithm.
const Type signature_algorithm_type{
    Kind::integer, "x509util.SignatureAlgorithm", {}, nullptr, [](const Value&) -> std::string {
      return "\"\"";
    }};

Texts texts_of(const std::vector<std::string>& list) { return list.empty() ? Texts() : Texts(list); }

// What a request asks for, as the members of a document.
CertificateDocument request_document(const CertificateRequest& request) {
  CertificateDocument out;
  out.subject = DocumentName::from_fields(NameFields::from_name(request.subject()));
  const x509::SubjectAltNames& names = request.names();
  out.dns_names = texts_of(names.dns);
  out.email_addresses = texts_of(names.emails);
  if (!names.ips.empty()) out.ip_addresses = names.ips;
  if (!names.uris.empty()) {
    out.uris.emplace();
    for (const std::string& uri : names.uris) out.uris->push_back(normal_uri(uri).value_or(uri));
  }
  if (!request.extensions().empty()) out.extensions.emplace();
  for (const x509::Extension& extension : request.extensions()) {
    const bool names_alone = extension.oid == x509::oids::subject_alt_name && request.subject().empty();
    out.extensions->push_back(
        {parse_oid(extension.oid).value_or(Oid()), extension.critical || names_alone, extension.value});
  }
  return out;
}

struct RequestUsages {
  unsigned key_usage = 0;
  std::vector<std::string> extended;
  std::optional<std::vector<Oid>> unknown;
  std::optional<DocumentBasicConstraints> basic_constraints;
};

// Extensions that do not decode are passed over.
RequestUsages request_usages(const CertificateRequest& request) {
  RequestUsages out;
  for (const x509::Extension& extension : request.extensions()) {
    if (extension.oid == x509::oids::key_usage) {
      out.key_usage = x509::decode_key_usage(extension.value).value_or(0);
    } else if (extension.oid == x509::oids::extended_key_usage) {
      const auto oids = x509::decode_extended_key_usage(extension.value);
      if (!oids) continue;
      for (const std::string& oid : *oids) {
        if (extended_usage_number(oid)) {
          out.extended.push_back(oid);
        } else {
          if (!out.unknown) out.unknown.emplace();
          out.unknown->push_back(parse_oid(oid).value_or(Oid()));
        }
      }
    } else if (extension.oid == x509::oids::basic_constraints) {
      const auto constraints = x509::decode_basic_constraints(extension.value);
      if (constraints) out.basic_constraints = {constraints->is_ca, constraints->max_path_len.value_or(-1)};
    }
  }
  return out;
}

const Type document_type{Kind::pointer, "*x509util.Certificate", {}, nullptr, [](const Value& v) {
                           return to_json_text(host_value<CertificateDocument>(v));
                         }};
constexpr HostField<CertificateDocument> document_fields[] = {
    {"Version", "", false, [](const CertificateDocument& d) { return Value::integer(d.version); }},
    {"Subject", "", false,
     [](const CertificateDocument& d) { return document_name(d.subject, subject_type); }},
    {"Issuer", "", false, [](const CertificateDocument& d) { return document_name(d.issuer, issuer_type); }},
    {"DNSNames", "", false, [](const CertificateDocument& d) { return multi(d.dns_names); }},
    {"EmailAddresses", "", false, [](const CertificateDocument& d) { return multi(d.email_addresses); }},
    {"IPAddresses", "", false, [](const CertificateDocument& d) { return ips_value(d.ip_addresses); }},
    {"URIs", "", false, [](const CertificateDocument& d) { return urls_value(d.uris); }},
    {"SANs", "", false, [](const CertificateDocument&) { return Value::nil_list(sans_type); }},
    {"Extensions", "", false, [](const CertificateDocument& d) { return extensions_value(d.extensions); }},
    {"KeyUsage", "", false,
     [](const CertificateDocument& d) {
       return Value::of_int(key_usage_type, static_cast<int>(d.key_usage));
     }},
    {"ExtKeyUsage", "", false,
     [](const CertificateDocument& d) { return extended_usages_value(d.ext_key_usage); }},
    {"UnknownExtKeyUsage", "", false,
     [](const CertificateDocument& d) { return unknown_usages_value(d.unknown_ext_key_usage); }},
    {"BasicConstraints", "", false,
     [](const CertificateDocument& d) { return basic_constraints_value(d.basic_constraints); }},
    {"SignatureAlgorithm", "", false,
     [](const CertificateDocument&) { return Value::of_int(signature_algorithm_type, 0); }},
};

const CertificateRequest& request_of(const Value& v) { return host_value<CertificateRequest>(v); }

const Method request_methods[] = {
    {"GetCertificate", "",
     [](Call&, const Value& s, Args) {
       return host_object(document_type, request_document(request_of(s)), document_fields);
     }},
    {"GetLeafCertificate", "",
     [](Call&, const Value& s, Args) {
       return host_object(document_type, leaf_document(request_of(s)), document_fields);
     }},
};
const Type request_type{Kind::pointer, "*x509util.CertificateRequest", request_methods};

Value request_key(const CertificateRequest& request) {
  const auto& key = request.public_key();
  return key ? public_key_value(*key).boxed() : Value::null();
}

constexpr HostField<CertificateRequest> request_fields[] = {
    {"Version", "version", false, [](const CertificateRequest& r) -> Value { return r.version(); }},
    {"Subject", "subject", false,
     [](const CertificateRequest& r) { return subject_value(NameFields::from_name(r.subject())); }},
    {"RawSubject", "rawSubject", false,
     [](const CertificateRequest& r) { return octets_value(r.subject().raw); }},
    {"DNSNames", "dnsNames", false, [](const CertificateRequest& r) { return multi(r.names().dns); }},
    {"EmailAddresses", "emailAddresses", false,
     [](const CertificateRequest& r) { return multi(r.names().emails); }},
    {"IPAddresses", "ipAddresses", false,
     [](const CertificateRequest& r) { return ips_value(request_document(r).ip_addresses); }},
    {"URIs", "uris", false, [](const CertificateRequest& r) { return urls_value(request_document(r).uris); }},
    {"SANs", "sans", false, [](const CertificateRequest&) { return Value::nil_list(sans_type); }},
    {"Extensions", "extensions", false,
     [](const CertificateRequest& r) { return extensions_value(request_document(r).extensions); }},
    {"KeyUsage", "keyUsage", false,
     [](const CertificateRequest& r) {
       return Value::of_int(key_usage_type, static_cast<int>(request_usages(r).key_usage));
     }},
    {"ExtKeyUsage", "extKeyUsage", false,
     [](const CertificateRequest& r) { return extended_usages_value(request_usages(r).extended); }},
    {"UnknownExtKeyUsage", "unknownExtKeyUsage", false,
     [](const CertificateRequest& r) { return unknown_usages_value(request_usages(r).unknown); }},
    {"BasicConstraints", "basicConstraints", false,
     [](const CertificateRequest& r) {
       return basic_constraints_value(request_usages(r).basic_constraints);
     }},
    {"SignatureAlgorithm", "signatureAlgorithm", false,
     [](const CertificateRequest&) { return Value::of_int(signature_algorithm_type, 0); }},
    {"ChallengePassword", "-", false, [](const CertificateRequest&) -> Value { return ""; }},
    {"PublicKey", "-", false, request_key},
    {"PublicKeyAlgorithm", "-", false,
     [](const CertificateRequest& r) {
       return r.public_key() ? public_key_algorithm(*r.public_key()) : Value(0);
     }},
    {"Signature", "-", false, [](const CertificateRequest& r) { return octets_value(r.signature()); }},
    {"Signer", "-", false, [](const CertificateRequest&) { return Value::null(); }},
};

}  // namespace

Value subject_value(const NameFields& fields) {
  return document_name(DocumentName::from_fields(fields), subject_type);
}

Value alternative_names_value(const std::vector<DocumentSan>& names) {
  List items;
  for (const DocumentSan& name : names) items.push_back(host_object(san_type, name, san_fields));
  return Value::list(std::move(items), sans_type);
}

Value request_value(const CertificateRequest& request) {
  return host_object(request_type, request, request_fields);
}

std::vector<DocumentSan> split_alternative_names(const std::vector<std::string>& names) {
  const SplitNames split = split_names(names);
  std::vector<DocumentSan> out;
  for (const std::string& name : split.dns) out.push_back({"dns", name, std::nullopt});
  for (const IpAddress& ip : split.ips) out.push_back({"ip", ip.to_string(), std::nullopt});
  for (const std::string& name : split.emails) out.push_back({"email", name, std::nullopt});
  for (const std::string& uri : split.uris)
    out.push_back({"uri", normal_uri(uri).value_or(uri), std::nullopt});
  return out;
}

CertificateDocument leaf_document(const CertificateRequest& request) {
  CertificateDocument out = request_document(request);
  const auto& key = request.public_key();
  out.key_usage = x509::digital_signature;
  if (key && key->type() == KeyType::rsa) out.key_usage |= x509::key_encipherment;
  out.ext_key_usage = {std::string(x509::oids::server_auth), std::string(x509::oids::client_auth)};
  return out;
}

}  // namespace newel::templates
