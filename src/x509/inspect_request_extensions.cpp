// The extensions a request asks for, as text. Unlike in a certificate they may be nonsense, which is said,
// not refused.
#include "base/encoding.h"
#include "x509/inspect_extensions.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

constexpr std::size_t body = extension_body_indent;

std::string usage_label(const std::string& oid) {
  if (const auto label = extended_usage_label(oid); !label.empty()) return std::string(label);
  if (oid == "1.3.6.1.4.1.311.10.3.3") return "Microsoft Server Gated Crypto";
  if (oid == "2.16.840.1.113730.4.1") return "Netscape Server Gated Crypto";
  if (oid == "1.3.6.1.4.1.311.2.1.22") return "Microsoft Commercial Code Signing";
  if (oid == "1.3.6.1.4.1.311.61.1.1") return "Microsoft Kernel Code Signing";
  if (oid == "2.23.133.8.1") return "EK Certificate";
  return "UNKNOWN(" + oid + ")";
}

void write_usages(IndentedText& out, const std::vector<std::string>& oids) {
  std::vector<std::string> labels;
  for (const std::string& oid : oids) labels.push_back(usage_label(oid));
  out.list(body, "", labels);
}

void write_permitted_dns(IndentedText& out, const NameConstraints& constraints) {
  if (constraints.permitted_dns.empty()) return;
  out.line(body, "Permitted:");
  out.line(body + 2, join(constraints.permitted_dns, ", "));
}

// Header and body, or the remark that the value does not decode.
template <class T, class Write>
void write_decoded(IndentedText& out, const Extension& extension, std::string_view name,
                   const Expected<T>& value, Write write) {
  if (!value) return out.line(extension_indent, std::string(name) + ": failed to decode");
  write_extension_header(out, extension, name);
  write(out, *value);
}

bool excludes_anything(const NameConstraints& c) {
  return !(c.excluded_dns.empty() && c.excluded_emails.empty() && c.excluded_uris.empty() &&
           c.excluded_ips.empty());
}

// The form shows permitted DNS names and nothing else, so critical exclusions are not passed over in silence.
void write_name_constraints(IndentedText& out, const Extension& e) {
  constexpr std::string_view name = "X509v3 Name Constraints";
  const auto constraints = decode_name_constraints(e.value, e.critical);
  if (constraints && e.critical && excludes_anything(*constraints)) {
    return out.line(extension_indent,
                    std::string(name) + ": failed to decode: unexpected excluded name constraints");
  }
  write_decoded(out, e, name, constraints, write_permitted_dns);
}

bool write_known(IndentedText& out, const Extension& e) {
  const auto write_id = [](IndentedText& text, const Bytes& id) { text.line(body, colon_hex(id, true)); };
  if (e.oid == oids::subject_key_id) {
    write_decoded(out, e, "X509v3 Subject Key Identifier", decode_subject_key_id(e.value), write_id);
  } else if (e.oid == oids::subject_alt_name) {
    write_decoded(out, e, "X509v3 Subject Alternative Name", decode_subject_alt_names(e.value),
                  write_alternative_names);
  } else if (e.oid == oids::key_usage) {
    write_decoded(out, e, "X509v3 Key Usage", decode_key_usage(e.value), write_key_usage);
  } else if (e.oid == oids::basic_constraints) {
    write_decoded(out, e, "X509v3 Basic Constraints", decode_basic_constraints(e.value),
                  write_basic_constraints);
  } else if (e.oid == oids::name_constraints) {
    write_name_constraints(out, e);
  } else if (e.oid == oids::extended_key_usage) {
    write_decoded(out, e, "X509v3 Extended Key Usage", decode_extended_key_usage(e.value), write_usages);
  } else {
    return false;
  }
  return true;
}

void write_unknown(IndentedText& out, const Extension& extension) {
  write_extension_header(out, extension, extension.oid);
  bool changed = false;
  out.line(body, printable_dump(extension.value, &changed));
  if (changed) out.line(body, colon_hex(extension.value));
}

}  // namespace

void write_requested_extensions(IndentedText& out, const std::vector<Extension>& extensions) {
  if (extensions.empty()) return;
  out.line(8, "Requested Extensions:");
  std::vector<const Extension*> unknown;
  for (const Extension& extension : extensions) {
    if (!write_known(out, extension)) unknown.push_back(&extension);
  }
  if (unknown.empty()) return;
  out.line(8, "Attributes:");
  for (const Extension* extension : unknown) write_unknown(out, *extension);
}

}  // namespace newel::x509
