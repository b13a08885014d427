// A whole certificate under Go's field names (*x509.Certificate): what .AuthorizationCrt is for X5C.

#include "template/document_values.h"
#include "template/function.h"
#include "template/host_object.h"
#include "template/key_values.h"
#include "template/time_value.h"
#include "template/x509_values.h"
#include "x509/name_text.h"
#include "x509/oids.h"

namespace newel::templates {
namespace {

using x509::Certificate;

Value strings(const std::vector<std::string>& texts) {
  return texts.empty() ? Value::nil_list(types::strings) : Value::strings(texts);
}
Value octets_or_nil(ByteView octets) {
  return octets.empty() ? Value::nil_list(types::bytes) : octets_value(octets);
}
Value oid(std::string_view dotted) {
  return arcs_value(parse_oid(dotted).value_or(Oid()).arcs, types::asn1_oid);
}

const Type attribute_type{Kind::structure, "pkix.AttributeTypeAndValue"};
const Type attributes_type{Kind::slice, "[]pkix.AttributeTypeAndValue"};
constexpr HostField<x509::NameAttribute> attribute_fields[] = {
    {"Type", "Type", false, [](const x509::NameAttribute& a) { return oid(a.oid); }},
    {"Value", "Value", false, [](const x509::NameAttribute& a) { return Value(a.value).boxed(); }},
};

Value names_value(const x509::Name& name) {
  List items;
  for (const auto& rdn : name.rdns) {
    for (const x509::NameAttribute& attribute : rdn)
      items.push_back(host_object(attribute_type, attribute, attribute_fields));
  }
  return Value::list(std::move(items), attributes_type);
}

template <std::vector<std::string> x509::NameFields::*list>
Value name_list(const x509::Name& name) {
  return strings(x509::NameFields::from_name(name).*list);
}

using Fields = x509::NameFields;
constexpr HostField<x509::Name> name_fields[] = {
    {"Country", "Country", false, name_list<&Fields::country>},
    {"Organization", "Organization", false, name_list<&Fields::organization>},
    {"OrganizationalUnit", "OrganizationalUnit", false, name_list<&Fields::organizational_unit>},
    {"Locality", "Locality", false, name_list<&Fields::locality>},
    {"Province", "Province", false, name_list<&Fields::province>},
    {"StreetAddress", "StreetAddress", false, name_list<&Fields::street_address>},
    {"PostalCode", "PostalCode", false, name_list<&Fields::postal_code>},
    {"SerialNumber", "SerialNumber", false,
     [](const x509::Name& n) -> Value { return Fields::from_name(n).serial_number; }},
    {"CommonName", "CommonName", false, [](const x509::Name& n) -> Value { return n.common_name(); }},
    {"Names", "Names", false, names_value},
    {"ExtraNames", "ExtraNames", false, [](const x509::Name&) { return Value::nil_list(attributes_type); }},
};
std::string name_text(const Value& v) { return x509::readable_name(host_value<x509::Name>(v)); }
const Method name_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return name_text(s); }}};
const Type name_type{Kind::structure, "pkix.Name", name_methods, name_text};

const Type extension_type{Kind::structure, "pkix.Extension"};
const Type extensions_type{Kind::slice, "[]pkix.Extension"};
constexpr HostField<x509::Extension> extension_fields[] = {
    {"Id", "Id", false, [](const x509::Extension& e) { return oid(e.oid); }},
    {"Critical", "Critical", false, [](const x509::Extension& e) -> Value { return e.critical; }},
    {"Value", "Value", false, [](const x509::Extension& e) { return octets_value(e.value); }},
};

Value extensions_value(const Certificate& c) {
  if (c.extensions().empty()) return Value::nil_list(extensions_type);
  List items;
  for (const x509::Extension& extension : c.extensions())
    items.push_back(host_object(extension_type, extension, extension_fields));
  return Value::list(std::move(items), extensions_type);
}

const Type ips_type{Kind::slice, "[]net.IP"};
Value ips(const Certificate& c) {
  if (c.names().ips.empty()) return Value::nil_list(ips_type);
  List items;
  for (const IpAddress& ip : c.names().ips) items.push_back(ip_value(ip));
  return Value::list(std::move(items), ips_type);
}

const Type urls_type{Kind::slice, "[]*url.URL"};
Value urls(const Certificate& c) {
  if (c.names().uris.empty()) return Value::nil_list(urls_type);
  List items;
  for (const std::string& uri : c.names().uris) items.push_back(url_value(uri));
  return Value::list(std::move(items), urls_type);
}

const Type key_usage_type{Kind::integer, "x509.KeyUsage"};
const Type usage_type{Kind::integer, "x509.ExtKeyUsage"};
const Type usages_type{Kind::slice, "[]x509.ExtKeyUsage"};
const Type oids_type{Kind::slice, "[]asn1.ObjectIdentifier"};

Value usages(const Certificate& c) {
  List items;
  for (const std::string& usage : c.extended_key_usage()) {
    if (const auto number = extended_usage_number(usage)) items.push_back(Value::of_int(usage_type, *number));
  }
  return items.empty() ? Value::nil_list(usages_type) : Value::list(std::move(items), usages_type);
}

Value unknown_usages(const Certificate& c) {
  List items;
  for (const std::string& usage : c.extended_key_usage()) {
    if (!extended_usage_number(usage)) items.push_back(oid(usage));
  }
  return items.empty() ? Value::nil_list(oids_type) : Value::list(std::move(items), oids_type);
}

Value policies(const Certificate& c) {
  List items;
  if (const auto* extension = x509::find_extension(c.extensions(), x509::oids::certificate_policies)) {
    const auto list = x509::decode_certificate_policies(extension->value);
    if (list) {
      for (const std::string& policy : *list) items.push_back(oid(policy));
    }
  }
  return items.empty() ? Value::nil_list(oids_type) : Value::list(std::move(items), oids_type);
}

const Type ip_net_type{
    Kind::pointer, "*net.IPNet", {}, [](const Value& v) { return host_value<IpNetwork>(v).to_string(); }};
const Type ip_nets_type{Kind::slice, "[]*net.IPNet"};
constexpr HostField<IpNetwork> ip_net_fields[] = {
    {"IP", "IP", false, [](const IpNetwork& n) { return ip_value(n.address); }},
    {"Mask", "Mask", false, [](const IpNetwork& n) { return octets_value(n.mask); }},
};

using Constraints = x509::NameConstraints;
template <std::vector<std::string> Constraints::*list>
Value constraint(const Certificate& c) {
  return strings(c.name_constraints() ? *c.name_constraints().*list : std::vector<std::string>());
}
template <std::vector<IpNetwork> Constraints::*list>
Value ranges(const Certificate& c) {
  if (!c.name_constraints() || (*c.name_constraints().*list).empty()) return Value::nil_list(ip_nets_type);
  List items;
  for (const IpNetwork& net : *c.name_constraints().*list)
    items.push_back(host_object(ip_net_type, net, ip_net_fields));
  return Value::list(std::move(items), ip_nets_type);
}

std::int64_t max_path_length(const Certificate& c) {
  const auto& constraints = c.basic_constraints();
  if (!constraints) return 0;
  return constraints->max_path_len.value_or(-1);
}

// x509.SignatureAlgorithm prints its name; its number is of no use to anybody.
std::string algorithm_text(const Value& v);
const Type algorithm_type{Kind::integer, "x509.SignatureAlgorithm", {}, algorithm_text};
std::string algorithm_text(const Value& v) {
  return std::string(signature_algorithm_name(static_cast<SignatureAlgorithm>(v.as_int())));
}

Value key_of(const Certificate& c) {
  return c.public_key() ? public_key_value(*c.public_key()).boxed() : Value::null();
}

Value time_of(Time t) { return make_time(unix_seconds(t)); }

constexpr HostField<Certificate> certificate_fields[] = {
    {"Raw", "Raw", false, [](const Certificate& c) { return octets_value(c.der()); }},
    {"RawTBSCertificate", "RawTBSCertificate", false,
     [](const Certificate& c) { return octets_value(c.tbs()); }},
    {"RawSubjectPublicKeyInfo", "RawSubjectPublicKeyInfo", false,
     [](const Certificate& c) { return octets_value(c.spki()); }},
    {"RawSubject", "RawSubject", false, [](const Certificate& c) { return octets_value(c.subject().raw); }},
    {"RawIssuer", "RawIssuer", false, [](const Certificate& c) { return octets_value(c.issuer().raw); }},
    {"Signature", "Signature", false, [](const Certificate& c) { return octets_value(c.signature()); }},
    {"SignatureAlgorithm", "SignatureAlgorithm", false,
     [](const Certificate& c) {
       return Value::of_int(algorithm_type, static_cast<int>(c.signature_algorithm()));
     }},
    {"PublicKeyAlgorithm", "PublicKeyAlgorithm", false,
     [](const Certificate& c) { return c.public_key() ? public_key_algorithm(*c.public_key()) : Value(0); }},
    {"PublicKey", "PublicKey", false, key_of},
    {"Version", "Version", false, [](const Certificate& c) -> Value { return c.version(); }},
    {"SerialNumber", "SerialNumber", false,
     [](const Certificate& c) { return big_integer(c.serial().magnitude); }},
    {"Issuer", "Issuer", false,
     [](const Certificate& c) { return host_object(name_type, c.issuer(), name_fields); }},
    {"Subject", "Subject", false,
     [](const Certificate& c) { return host_object(name_type, c.subject(), name_fields); }},
    {"NotBefore", "NotBefore", false, [](const Certificate& c) { return time_of(c.not_before()); }},
    {"NotAfter", "NotAfter", false, [](const Certificate& c) { return time_of(c.not_after()); }},
    {"KeyUsage", "KeyUsage", false,
     [](const Certificate& c) {
       return Value::of_int(key_usage_type, static_cast<int>(c.key_usage().value_or(0)));
     }},
    {"Extensions", "Extensions", false, extensions_value},
    {"ExtraExtensions", "ExtraExtensions", false,
     [](const Certificate&) { return Value::nil_list(extensions_type); }},
    {"UnhandledCriticalExtensions", "UnhandledCriticalExtensions", false,
     [](const Certificate&) { return Value::nil_list(oids_type); }},
    {"ExtKeyUsage", "ExtKeyUsage", false, usages},
    {"UnknownExtKeyUsage", "UnknownExtKeyUsage", false, unknown_usages},
    {"BasicConstraintsValid", "BasicConstraintsValid", false,
     [](const Certificate& c) -> Value { return c.basic_constraints().has_value(); }},
    {"IsCA", "IsCA", false, [](const Certificate& c) -> Value { return c.is_ca(); }},
    {"MaxPathLen", "MaxPathLen", false,
     [](const Certificate& c) { return Value::integer(max_path_length(c)); }},
    {"MaxPathLenZero", "MaxPathLenZero", false,
     [](const Certificate& c) -> Value {
       return c.basic_constraints().has_value() && c.basic_constraints()->max_path_len == 0;
     }},
    {"SubjectKeyId", "SubjectKeyId", false,
     [](const Certificate& c) { return octets_or_nil(c.subject_key_id()); }},
    {"AuthorityKeyId", "AuthorityKeyId", false,
     [](const Certificate& c) { return octets_or_nil(c.authority_key_id()); }},
    {"OCSPServer", "OCSPServer", false,
     [](const Certificate& c) { return strings(c.authority_info_access().ocsp); }},
    {"IssuingCertificateURL", "IssuingCertificateURL", false,
     [](const Certificate& c) { return strings(c.authority_info_access().issuers); }},
    {"DNSNames", "DNSNames", false, [](const Certificate& c) { return strings(c.names().dns); }},
    {"EmailAddresses", "EmailAddresses", false,
     [](const Certificate& c) { return strings(c.names().emails); }},
    {"IPAddresses", "IPAddresses", false, ips},
    {"URIs", "URIs", false, urls},
    {"PermittedDNSDomainsCritical", "PermittedDNSDomainsCritical", false,
     [](const Certificate& c) -> Value { return c.name_constraints() && c.name_constraints()->critical; }},
    {"PermittedDNSDomains", "PermittedDNSDomains", false, constraint<&Constraints::permitted_dns>},
    {"ExcludedDNSDomains", "ExcludedDNSDomains", false, constraint<&Constraints::excluded_dns>},
    {"PermittedIPRanges", "PermittedIPRanges", false, ranges<&Constraints::permitted_ips>},
    {"ExcludedIPRanges", "ExcludedIPRanges", false, ranges<&Constraints::excluded_ips>},
    {"PermittedEmailAddresses", "PermittedEmailAddresses", false, constraint<&Constraints::permitted_emails>},
    {"ExcludedEmailAddresses", "ExcludedEmailAddresses", false, constraint<&Constraints::excluded_emails>},
    {"PermittedURIDomains", "PermittedURIDomains", false, constraint<&Constraints::permitted_uris>},
    {"ExcludedURIDomains", "ExcludedURIDomains", false, constraint<&Constraints::excluded_uris>},
    {"CRLDistributionPoints", "CRLDistributionPoints", false,
     [](const Certificate& c) { return strings(c.crl_distribution_points()); }},
    {"PolicyIdentifiers", "PolicyIdentifiers", false, policies},
    {"Policies", "Policies", false, policies},
};
const Type certificate_type{Kind::pointer, "*x509.Certificate"};

}  // namespace

Value certificate_value(const Certificate& certificate) {
  return host_object(certificate_type, certificate, certificate_fields);
}

}  // namespace newel::templates
