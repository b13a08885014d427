#include "x509/crl_inspect.h"

#include <fmt/format.h>

#include "base/encoding.h"
#include "x509/crl_extensions.h"
#include "x509/der_reader.h"
#include "x509/indented_text.h"
#include "x509/name_text.h"

namespace newel::x509 {
namespace {

bool may_have_made(const Certificate& ca, const std::optional<Bytes>& key_id) {
  if (!ca.has_key_usage(crl_sign)) return false;
  return !key_id || ca.subject_key_id().empty() || ca.subject_key_id() == *key_id;
}

// Lists without extensions may be of version 1, which has no field for it.
int version_of(const RevocationList& crl) {
  DerReader reader(der_contents(crl.tbs(), Tag::sequence).value_or(ByteView()));
  return reader.peek_tag() == Byte{Tag::integer} ? 2 : 1;
}

void write_extensions(IndentedText& out, std::size_t indent, const std::vector<Extension>& extensions) {
  for (const Extension& extension : extensions) {
    const CrlExtension described = describe_crl_extension(extension);
    out.line(indent, described.header);
    for (const std::string& detail : described.details) out.line(indent + 4, detail);
  }
}

void write_entry(IndentedText& out, const RevokedEntry& entry) {
  out.line(12, fmt::format("Serial Number: {} (0x{})", entry.serial.decimal(),
                           hex_encode_upper(entry.serial.magnitude)));
  out.line(16, "Revocation Date: " + format_go_time(entry.revoked_at));
  if (entry.extensions.empty()) return;
  out.line(16, "CRL Entry Extensions:");
  write_extensions(out, 20, entry.extensions);
}

}  // namespace

CrlVerdict check_crl(const RevocationList& crl, const Certificate& ca, Time now) {
  if (crl.next_update() && now > *crl.next_update()) return {false, "CRL has expired"};
  if (now > ca.not_after()) return {false, "CA certificate has expired"};
  const auto& key = ca.public_key();
  if (!key || !crl.is_signed_by(*key)) return {false, "Signature does not match"};
  return {true, {}};
}

CrlVerdict check_crl_against(const RevocationList& crl, const std::vector<Certificate>& cas, Time now) {
  CrlVerdict verdict{false, "No CA certificate matches"};
  const auto key_id = crl_authority_key_id(crl.extensions());
  for (const Certificate& ca : cas) {
    if (!may_have_made(ca, key_id)) continue;
    verdict = check_crl(crl, ca, now);
    if (verdict.valid) break;
  }
  return verdict;
}

std::string crl_text(const RevocationList& crl, const CrlVerdict& verdict) {
  IndentedText out;
  const int version = version_of(crl);
  const std::string algorithm =
      signature_algorithm_label(crl.signature_algorithm(), crl.signature_algorithm_der());
  out.line(0, "Certificate Revocation List (CRL):");
  out.line(4, "Data:");
  out.line(8, std::string("Valid: ") + (verdict.valid ? "true" : "false"));
  if (!verdict.reason.empty()) out.line(8, "Reason: " + verdict.reason);
  out.line(8, fmt::format("Version: {} (0x{:x})", version, version - 1));
  out.line(4, "Signature algorithm: " + algorithm);
  out.line(8, "Issuer: " + readable_name(crl.issuer()));
  out.line(8, "Last Update: " + format_go_time(crl.this_update()));
  out.line(8, "Next Update: " + (crl.next_update() ? format_go_time(*crl.next_update()) : "none"));
  out.line(8, "CRL Extensions:");
  write_extensions(out, 12, crl.extensions());
  out.line(8, crl.entries().empty() ? "No Revoked Certificates." : "Revoked Certificates:");
  for (const RevokedEntry& entry : crl.entries()) write_entry(out, entry);
  out.line(4, "Signature Algorithm: " + algorithm);
  out.hex_block(8, 16, crl.signature());
  return out.take();
}

namespace {

void write_json_issuer(JsonText& out, const Name& name) {
  const NameFields fields = NameFields::from_name(name);
  out.begin_object();
  out.optional_strings("country", fields.country);
  out.optional_strings("organization", fields.organization);
  out.optional_strings("organizational_unit", fields.organizational_unit);
  out.optional_strings("locality", fields.locality);
  out.optional_strings("province", fields.province);
  out.optional_strings("street_address", fields.street_address);
  out.optional_strings("postal_code", fields.postal_code);
  out.optional_member("serial_number", fields.serial_number);
  out.optional_member("common_name", fields.common_name);
  out.end_object();
}

void write_json_crl_algorithm(JsonText& out, const RevocationList& crl) {
  const auto contents = der_contents(crl.signature_algorithm_der(), Tag::sequence);
  const std::string oid = contents ? DerReader(*contents).object_identifier().value_or("unknown") : "unknown";
  out.begin_object();
  out.member("name", signature_algorithm_label(crl.signature_algorithm(), crl.signature_algorithm_der()));
  out.member("oid", oid);
  out.end_object();
}

void write_json_extensions_of(JsonText& out, const std::vector<Extension>& extensions) {
  if (extensions.empty()) return;
  out.key("extensions");
  out.begin_array();
  for (const Extension& extension : extensions) write_json_crl_extension(out, extension);
  out.end_array();
}

void write_json_entry(JsonText& out, const RevokedEntry& entry) {
  out.begin_object();
  out.member("serial_number", entry.serial.decimal());
  out.member("revocation_time", format_rfc3339(entry.revoked_at));
  write_json_extensions_of(out, entry.extensions);
  out.end_object();
}

void write_json_signature(JsonText& out, const RevocationList& crl, const CrlVerdict& verdict) {
  out.begin_object();
  out.key("signature_algorithm");
  write_json_crl_algorithm(out, crl);
  out.member_base64("value", crl.signature());
  out.member_boolean("valid", verdict.valid);
  out.optional_member("reason", verdict.reason);
  out.end_object();
}

}  // namespace

std::string crl_json(const RevocationList& crl, const CrlVerdict& verdict) {
  JsonText out;
  out.begin_object();
  out.member_number("version", version_of(crl));
  out.key("signature_algorithm");
  write_json_crl_algorithm(out, crl);
  out.key("issuer");
  write_json_issuer(out, crl.issuer());
  out.member("this_update", format_rfc3339(crl.this_update()));
  // The zero time of Go for a list that has none: readers expect a time here.
  out.member("next_update", crl.next_update() ? format_rfc3339(*crl.next_update()) : "0001-01-01T00:00:00Z");
  out.key("revoked_certificates");
  out.begin_array();
  for (const RevokedEntry& entry : crl.entries()) write_json_entry(out, entry);
  out.end_array();
  write_json_extensions_of(out, crl.extensions());
  out.key("signature");
  write_json_signature(out, crl, verdict);
  out.key("AuthorityKeyID");
  if (const auto id = crl_authority_key_id(crl.extensions())) {
    out.base64(*id);
  } else {
    out.null();
  }
  out.member_base64("Raw", crl.tbs());
  out.end_object();
  return out.take() + "\n";
}

}  // namespace newel::x509
