// The standard extensions as text.
#include "x509/inspect_extensions.h"

#include <fmt/format.h>

#include "base/encoding.h"
#include "x509/der_reader.h"
#include "x509/directory_string.h"
#include "x509/name.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

constexpr std::size_t body = extension_body_indent;
constexpr std::string_view subject_directory_attributes = "2.5.29.9", tpm_specification = "2.23.133.2.16";

struct Label {
  std::string_view oid, text;
};

// For extensions that were decoded when the certificate was read.
template <class T>
T sound(Expected<T>&& value) {
  return value_or_throw(std::move(value));
}

// SEQUENCE { identifierValue UTF8String OPTIONAL, assigner OBJECT IDENTIFIER OPTIONAL } (RFC 4043)
std::optional<std::string> permanent_identifier(ByteView value) {
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return std::nullopt;
  DerReader reader(*contents);
  const auto id = reader.optional(Tag::utf8_string);
  if (!id) return std::nullopt;
  std::string out = "Permanent Identifier: " + (*id ? to_text((*id)->content) : std::string());
  if (reader.at_end()) return out;
  const auto assigner = reader.object_identifier();
  if (!assigner) return std::nullopt;
  return out + ", Assigner: " + *assigner;
}

// SEQUENCE { hwType OBJECT IDENTIFIER, hwSerialNum OCTET STRING } (RFC 4108)
std::optional<std::string> hardware_module(ByteView value) {
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return std::nullopt;
  DerReader reader(*contents);
  const auto type = reader.object_identifier();
  const auto serial = reader.expect(Tag::octet_string);
  if (!type || !serial) return std::nullopt;
  return "Hardware Module Name: Type: " + *type + ", Serial Number: " + printable(as_text(serial->content));
}

std::optional<std::string> labelled_text(const char* label, ByteView value) {
  const auto element = DerReader(value).any();
  if (!element) return std::nullopt;
  const auto text = decode_string(element->tag, element->content);
  return text ? std::optional(label + *text) : std::nullopt;
}

std::string other_name_text(const OtherName& name) {
  std::optional<std::string> out;
  if (name.type_id == "1.3.6.1.5.5.7.8.3") out = permanent_identifier(name.value);
  if (name.type_id == "1.3.6.1.5.5.7.8.4") out = hardware_module(name.value);
  if (name.type_id == "1.3.6.1.4.1.311.20.2.3") out = labelled_text("UPN: ", name.value);
  if (name.type_id == "1.3.6.1.4.1.57264.1.7") out = labelled_text("Sigstore Identity: ", name.value);
  return out ? *out : "OtherName: Type: " + name.type_id + ", Value: 0x" + hex_encode(name.value);
}

void write_tpm_names(IndentedText& out, const std::vector<Bytes>& directory_names) {
  static constexpr Label labels[] = {{"2.23.133.2.1", "TPM Manufacturer: "},
                                     {"2.23.133.2.2", "TPM Model: "},
                                     {"2.23.133.2.3", "TPM Version: "}};
  for (const Bytes& der : directory_names) {
    const auto name = Name::parse(der);
    if (!name) continue;
    for (const Label& label : labels) {
      for (const std::string& value : name->values(label.oid))
        out.line(body, std::string(label.text) + value);
    }
  }
}

std::vector<std::string> texts(const std::vector<IpNetwork>& networks) {
  std::vector<std::string> out;
  for (const IpNetwork& network : networks) out.push_back(network.to_string());
  return out;
}

void write_subtrees(IndentedText& out, std::string_view header, const std::vector<std::string>& dns,
                    const std::vector<std::string>& emails, const std::vector<std::string>& uris,
                    const std::vector<IpNetwork>& ips) {
  if (dns.empty() && emails.empty() && uris.empty() && ips.empty()) return;
  const auto write = [&](const char* label, const std::vector<std::string>& list) {
    if (!list.empty()) out.line(body + 2, label + join(list, ", "));
  };
  out.line(body, header);
  write("DNS: ", dns);
  write("Email: ", emails);
  write("URI: ", uris);
  write("IP Range: ", texts(ips));
}

void write_name_constraints(IndentedText& out, const Extension& extension) {
  const auto c = sound(decode_name_constraints(extension.value, extension.critical));
  write_subtrees(out, "Permitted:", c.permitted_dns, c.permitted_emails, c.permitted_uris, c.permitted_ips);
  write_subtrees(out, "Excluded:", c.excluded_dns, c.excluded_emails, c.excluded_uris, c.excluded_ips);
}

void write_extended_usage(IndentedText& out, const Extension& extension) {
  // Usages that have a name in the reference's library but none in its output; and those it does not know
  // come last.
  static constexpr std::string_view nameless[] = {"1.3.6.1.4.1.311.10.3.3", "2.16.840.1.113730.4.1",
                                                  "1.3.6.1.4.1.311.2.1.22", "1.3.6.1.4.1.311.61.1.1"};
  std::vector<std::string> known, unknown;
  for (const std::string& oid : sound(decode_extended_key_usage(extension.value))) {
    const auto label = extended_usage_label(oid);
    if (!label.empty()) {
      known.emplace_back(label);
    } else if (std::find(std::begin(nameless), std::end(nameless), oid) != std::end(nameless)) {
      known.emplace_back("UNKNOWN");
    } else {
      unknown.push_back(oid == "2.23.133.8.1" ? "EK Certificate" : oid);
    }
  }
  known.insert(known.end(), unknown.begin(), unknown.end());
  out.list(body, "", known);
}

void write_access(IndentedText& out, const Extension& extension) {
  const auto access = sound(decode_authority_info_access(extension.value));
  if (!access.ocsp.empty()) out.line(body, "OCSP - URI:" + join(access.ocsp, ",URI:"));
  if (!access.issuers.empty()) out.line(body, "CA Issuers - URI:" + join(access.issuers, ",URI:"));
}

// TPMSpecification ::= SEQUENCE { family UTF8String, level INTEGER, revision INTEGER }
std::optional<std::string> tpm_specification_text(ByteView value) {
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return std::nullopt;
  DerReader reader(*contents);
  const auto family = reader.expect(Tag::utf8_string);
  const auto level = reader.small_integer(), revision = reader.small_integer();
  if (!family || !level || !revision) return std::nullopt;
  return fmt::format("TPM Specification: Family: {}, Level: {}, Revision: {}", as_text(family->content),
                     *level, *revision);
}

// Attributes ::= SEQUENCE OF SEQUENCE { type OBJECT IDENTIFIER, values SET OF ANY }
std::optional<std::vector<std::string>> directory_attribute_lines(ByteView value) {
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return std::nullopt;
  std::vector<std::string> lines;
  for (DerReader list(*contents); !list.at_end();) {
    const auto attribute = list.expect(Tag::sequence);
    if (!attribute) return std::nullopt;
    DerReader fields(attribute->content);
    const auto type = fields.object_identifier();
    const auto values = fields.expect(Tag::set);
    if (!type || !values) return std::nullopt;
    for (DerReader each(values->content); !each.at_end();) {
      const auto one = each.any();
      if (!one) return std::nullopt;
      const auto tpm = *type == tpm_specification ? tpm_specification_text(one->whole) : std::nullopt;
      lines.push_back(tpm ? *tpm : *type + ": 0x" + hex_encode(one->whole));
    }
  }
  return lines;
}

void write_directory_attributes(IndentedText& out, const Extension& extension) {
  const auto lines = directory_attribute_lines(extension.value);
  if (!lines) return out.line(body, printable_dump(extension.value));
  for (const std::string& text : *lines) out.line(body, text);
}

using WriteBody = void (*)(IndentedText&, const Extension&);
struct Known {
  std::string_view oid, name;
  WriteBody write;
};
const Known known_extensions[] = {
    {subject_directory_attributes, "X509v3 Subject Directory Attributes", write_directory_attributes},
    {oids::subject_key_id, "X509v3 Subject Key Identifier",
     [](auto& out, auto& e) { out.line(body, colon_hex(sound(decode_subject_key_id(e.value)), true)); }},
    {oids::key_usage, "X509v3 Key Usage",
     [](auto& out, auto& e) { write_key_usage(out, sound(decode_key_usage(e.value))); }},
    {oids::subject_alt_name, "X509v3 Subject Alternative Name",
     [](auto& out, auto& e) { write_alternative_names(out, sound(decode_subject_alt_names(e.value))); }},
    {oids::basic_constraints, "X509v3 Basic Constraints",
     [](auto& out, auto& e) { write_basic_constraints(out, sound(decode_basic_constraints(e.value))); }},
    {oids::name_constraints, "X509v3 Name Constraints", write_name_constraints},
    {oids::crl_distribution_points, "X509v3 CRL Distribution Points",
     [](auto& out, auto& e) {
       const auto urls = sound(decode_crl_distribution_points(e.value));
       if (urls.empty()) return;
       out.line(body, "Full Name:");
       out.list(body + 2, "URI:", urls);
     }},
    {oids::certificate_policies, "X509v3 Certificate Policies",
     [](auto& out, auto& e) {
       for (const std::string& oid : sound(decode_certificate_policies(e.value)))
         out.line(body, "Policy: " + oid);
     }},
    {oids::authority_key_id, "X509v3 Authority Key Identifier",
     [](auto& out, auto& e) { out.line(body, colon_hex(sound(decode_authority_key_id(e.value)), true)); }},
    {oids::extended_key_usage, "X509v3 Extended Key Usage", write_extended_usage},
    {oids::authority_info_access, "Authority Information Access", write_access},
};

}  // namespace

void write_extension_header(IndentedText& out, const Extension& extension, std::string_view name) {
  out.line(extension_indent, std::string(name) + (extension.critical ? ": critical" : ":"));
}

void write_key_usage(IndentedText& out, unsigned usage) {
  const auto labels = key_usage_labels(usage);
  out.line(body, labels.empty() ? "None" : join(labels, ", "));
}

void write_basic_constraints(IndentedText& out, const BasicConstraints& constraints) {
  std::string text = constraints.is_ca ? "CA:TRUE" : "CA:FALSE";
  if (constraints.max_path_len) text += ", pathlen:" + std::to_string(*constraints.max_path_len);
  out.line(body, text);
}

void write_alternative_names(IndentedText& out, const SubjectAltNames& names) {
  std::vector<std::string> ips;
  for (const IpAddress& ip : names.ips) ips.push_back(ip.to_string());
  out.list(body, "DNS:", names.dns);
  out.list(body, "email:", names.emails);
  out.list(body, "IP Address:", ips);
  out.list(body, "URI:", names.uris);
  for (const OtherName& name : names.other_names) out.line(body, other_name_text(name));
  write_tpm_names(out, names.directory_names);
}

void write_pairs(IndentedText& out, const std::vector<std::string>& pairs) {
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    out.line(body, pairs[i] + ": " + (i + 1 < pairs.size() ? pairs[i + 1] : "-"));
  }
}

std::string_view extended_usage_label(std::string_view oid) {
  static constexpr Label labels[] = {
      {oids::any_extended_usage, "Any Usage"},       {oids::server_auth, "Server Authentication"},
      {oids::client_auth, "Client Authentication"},  {oids::code_signing, "Code Signing"},
      {oids::email_protection, "E-mail Protection"}, {"1.3.6.1.5.5.7.3.5", "IPSec End System"},
      {"1.3.6.1.5.5.7.3.6", "IPSec Tunnel"},         {"1.3.6.1.5.5.7.3.7", "IPSec User"},
      {oids::time_stamping, "Time Stamping"},        {oids::ocsp_signing, "OCSP Signing"}};
  for (const Label& label : labels) {
    if (label.oid == oid) return label.text;
  }
  return {};
}

void write_certificate_extension(IndentedText& out, const Extension& extension) {
  for (const Known& known : known_extensions) {
    if (extension.oid != known.oid) continue;
    write_extension_header(out, extension, known.name);
    return known.write(out, extension);
  }
  constexpr std::string_view standard_arc = "2.5.29.";
  const bool standard = extension.oid.starts_with(standard_arc) &&
                        extension.oid.find('.', standard_arc.size()) == std::string::npos;
  if (standard) return out.line(0, "Unknown extension " + extension.oid);
  if (write_special_extension(out, extension)) return;
  write_extension_header(out, extension, extension.oid);
  out.line(body, printable_dump(extension.value));
}

}  // namespace newel::x509
