#include "x509/crl_extensions.h"

#include <functional>

#include "base/encoding.h"
#include "x509/certificate.h"
#include "x509/der_reader.h"
#include "x509/general_name.h"
#include "x509/inspect_names.h"
#include "x509/name_text.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

// AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] OPTIONAL, … }
Expected<std::optional<Bytes>> read_key_id(ByteView value) {
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return tl::unexpected(contents.error());
  DerReader reader(*contents);
  const auto id = reader.optional(context(0));
  if (!id) return tl::unexpected(id.error());
  if (!*id) return std::nullopt;
  return to_bytes((*id)->content);
}

std::optional<std::string> read_number(ByteView value) {
  DerReader reader(value);
  const auto magnitude = reader.positive_integer();
  if (!magnitude || !reader.at_end()) return std::nullopt;
  return Serial{to_bytes(*magnitude)}.decimal();
}

std::optional<int> read_reason(ByteView value) {
  const auto octets = der_contents(value, Tag::enumerated);
  if (!octets || octets->size() != 1 || (*octets)[0] > 0x7f) return std::nullopt;
  return (*octets)[0];
}

/// IssuingDistributionPoint (RFC 5280 section 5.2.5).
struct DistributionPoint {
  std::vector<std::string> full_names;
  bool only_users = false, only_authorities = false, only_attributes = false, is_indirect = false;
  Bytes reasons;  ///< of onlySomeReasons, without the count of unused bits
};

std::string general_name_text(const DerElement& name) {
  if (name.tag == general_name::directory_name) {
    if (const auto dn = Name::parse(name.content)) return "DirName:" + readable_name(*dn);
  }
  const bool is_uri = name.tag == general_name::uri;
  return (is_uri ? "URI:" : "Class(2):") + printable_dump(name.content);
}

bool read_full_names(ByteView distribution_point, std::vector<std::string>& out) {
  const auto names = der_contents(distribution_point, context_constructed(0));
  if (!names) return false;  // a name relative to the issuer
  for (DerReader reader(*names); !reader.at_end();) {
    const auto name = reader.any();
    if (!name) return false;
    out.push_back(general_name_text(*name));
  }
  return true;
}

bool read_flag(const DerElement& element, bool& out) {
  if (element.content.size() != 1) return false;
  out = element.content[0] != 0;
  return true;
}

bool read_point_field(const DerElement& field, DistributionPoint& out) {
  switch (field.tag) {
    case context_constructed(0):
      return read_full_names(field.content, out.full_names);
    case context(1):
      return read_flag(field, out.only_users);
    case context(2):
      return read_flag(field, out.only_authorities);
    case context(3):
      if (field.content.empty()) return false;
      out.reasons = to_bytes(field.content.subspan(1));
      return true;
    case context(4):
      return read_flag(field, out.is_indirect);
    case context(5):
      return read_flag(field, out.only_attributes);
    default:
      return false;
  }
}

std::optional<DistributionPoint> read_point(ByteView value) {
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return std::nullopt;
  DistributionPoint out;
  for (DerReader reader(*contents); !reader.at_end();) {
    const auto field = reader.any();
    if (!field || !read_point_field(*field, out)) return std::nullopt;
  }
  return out;
}

std::vector<std::string> point_lines(const DistributionPoint& point) {
  std::vector<std::string> out;
  if (!point.full_names.empty()) out.push_back("Full Name:");
  for (const std::string& name : point.full_names) out.push_back("    " + name);
  if (point.only_users) out.push_back("Only User Certificates");
  if (point.only_authorities) out.push_back("Only CA Certificates");
  if (point.only_attributes) out.push_back("Only Attribute Certificates");
  if (point.is_indirect) out.push_back("Indirect CRL");
  if (!point.reasons.empty()) out.push_back("Reasons: " + hex_encode(point.reasons));
  return out;
}

void write_json_point(JsonText& out, const DistributionPoint& point) {
  out.begin_object();
  out.key("full_names");
  if (point.full_names.empty()) {
    out.null();
  } else {
    out.strings(point.full_names);
  }
  out.optional_true("indirect_crl", point.is_indirect);
  out.optional_true("only_attribute_certificates", point.only_attributes);
  out.optional_true("only_ca_certificates", point.only_authorities);
  if (!point.reasons.empty()) out.member_base64("only_some_reasons", point.reasons);
  out.optional_true("only_user_certificates", point.only_users);
  out.end_object();
}

std::vector<std::string> key_id_lines(ByteView value) {
  const auto id = read_key_id(value);
  if (!id) return {printable_dump(value)};
  return {*id && !(*id)->empty() ? "keyid:" + colon_hex(**id, true) : "keyid"};
}

}  // namespace

std::string revocation_reason_name(int code) {
  switch (code) {
    case 0:
      return "Unspecified";
    case 1:
      return "Key Compromise";
    case 2:
      return "CA Compromise";
    case 3:
      return "Affiliation Changed";
    case 4:
      return "Superseded";
    case 5:
      return "Cessation Of Operation";
    case 6:
      return "Certificate Hold";
    case 8:
      return "Remove From CRL";
    case 9:
      return "Privilege Withdrawn";
    case 10:
      return "AA Compromise";
    default:
      return "ReasonCode(" + std::to_string(code) + "): unknown";
  }
}

std::optional<Bytes> crl_authority_key_id(const std::vector<Extension>& extensions) {
  const Extension* extension = find_extension(extensions, oids::authority_key_id);
  if (extension == nullptr) return std::nullopt;
  return read_key_id(extension->value).value_or(std::nullopt);
}

CrlExtension describe_crl_extension(const Extension& extension) {
  CrlExtension out{extension.oid, {printable_dump(extension.value)}};
  if (extension.oid == oids::crl_reason) {
    out.header = "X509v3 CRL Reason Code:";
    if (const auto code = read_reason(extension.value)) out.details = {revocation_reason_name(*code)};
  } else if (extension.oid == oids::crl_number) {
    out.header = "X509v3 CRL Number:";
    if (auto number = read_number(extension.value)) out.details = {std::move(*number)};
  } else if (extension.oid == oids::authority_key_id) {
    out.header = "X509v3 Authority Key Identifier:";
    out.details = key_id_lines(extension.value);
  } else if (extension.oid == oids::issuing_distribution_point) {
    out.header = "X509v3 Issuing Distribution Point:";
    if (const auto point = read_point(extension.value)) out.details = point_lines(*point);
  }
  if (extension.critical) out.header += " critical";
  return out;
}

void write_json_crl_extension(JsonText& out, const Extension& extension) {
  std::string key = extension.oid;
  std::function<void()> write_value = [&] { out.base64(extension.value); };
  if (extension.oid == oids::crl_reason) {
    key = "crl_reason_code";
    write_value = [&] {
      const auto code = read_reason(extension.value);
      out.string(code ? revocation_reason_name(*code) : printable_dump(extension.value));
    };
  } else if (extension.oid == oids::crl_number) {
    key = "crl_number";
    if (const auto number = read_number(extension.value))
      write_value = [&out, number] { out.string(*number); };
  } else if (extension.oid == oids::authority_key_id) {
    key = "authority_key_id";
    write_value = [&] { out.string(hex_encode(extension.value)); };
  } else if (extension.oid == oids::issuing_distribution_point) {
    key = "issuing_distribution_point";
    if (const auto point = read_point(extension.value))
      write_value = [&out, point] { write_json_point(out, *point); };
  }
  const std::string critical = "critical";
  out.begin_object();
  if (extension.critical && critical < key) out.member_boolean(critical, true);
  out.key(key);
  write_value();
  if (extension.critical && key < critical) out.member_boolean(critical, true);
  out.end_object();
}

}  // namespace newel::x509
