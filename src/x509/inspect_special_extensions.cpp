// Extensions of particular makers as text: smallstep, Yubico, Sigstore, Netscape, certificate transparency.
#include <fmt/format.h>

#include "base/encoding.h"
#include "base/time.h"
#include "x509/certificate.h"
#include "x509/der_reader.h"
#include "x509/directory_string.h"
#include "x509/inspect_extensions.h"
#include "x509/oids.h"
#include "x509/sct_list.h"

namespace newel::x509 {
namespace {

constexpr std::size_t body = extension_body_indent;

[[noreturn]] void refuse(const Extension& extension) {
  throw Error("certinfo: Error parsing OID \"" + extension.oid + "\"");
}

ByteView sequence_of(const Extension& extension) {
  const auto contents = der_contents(extension.value, Tag::sequence);
  if (!contents) refuse(extension);
  return *contents;
}

// Characters of any string type, or octets taken as text.
std::string take_text(DerReader& reader, const Extension& extension) {
  const auto element = reader.any();
  if (!element) refuse(extension);
  if (element->tag == Tag::octet_string) return printable(as_text(element->content));
  const auto text = decode_string(element->tag, element->content);
  if (!text) refuse(extension);
  return *text;
}

void write_provisioner(IndentedText& out, const Extension& extension) {
  const auto provisioner = decode_step_provisioner(extension.value);
  if (!provisioner) refuse(extension);
  out.line(body, "Type: " + provisioner_type_label(provisioner->type));
  out.line(body, "Name: " + provisioner->name);
  if (!provisioner->credential_id.empty()) out.line(body, "CredentialID: " + provisioner->credential_id);
  write_pairs(out, provisioner->key_values);
}

// SEQUENCE { type string, certificateID string OPTIONAL, keyValuePairs SEQUENCE OF string OPTIONAL }
void write_registration_authority(IndentedText& out, const Extension& extension) {
  DerReader reader(sequence_of(extension));
  out.line(body, "Type: " + take_text(reader, extension));
  if (!reader.at_end() && reader.peek_tag() != Byte{Tag::sequence}) {
    const std::string id = take_text(reader, extension);
    if (!id.empty()) out.line(body, "CertificateID: " + id);
  }
  const auto pairs = reader.optional(Tag::sequence);
  if (!pairs || !reader.at_end()) refuse(extension);
  std::vector<std::string> list;
  for (DerReader each(*pairs ? (*pairs)->content : ByteView()); !each.at_end();)
    list.push_back(take_text(each, extension));
  write_pairs(out, list);
}

void write_managed_endpoint(IndentedText& out, const Extension& extension) {
  static constexpr const char* kinds[] = {"Unknown", "Device", "Workload", "People", "Agent", "Account"};
  DerReader reader(sequence_of(extension));
  const auto kind = reader.small_integer();
  if (!kind) refuse(extension);
  const bool known = *kind >= 0 && *kind < static_cast<std::int64_t>(std::size(kinds));
  out.line(body, "Kind: " + (known ? kinds[*kind] : std::to_string(*kind) + " (unknown)"));
  out.line(body, "EndpointID: " + take_text(reader, extension));
}

void write_managed_device(IndentedText& out, const Extension& extension) {
  DerReader reader(sequence_of(extension));
  out.line(body, "DeviceID: " + take_text(reader, extension));
}

void write_comment(IndentedText& out, const Extension& extension) {
  DerReader reader(extension.value);
  const std::string text = take_text(reader, extension);
  if (!reader.at_end()) refuse(extension);
  out.line(body, text);
}

std::string timestamp_text(std::uint64_t milliseconds) {
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::uint64_t end_of_year_9999 = 253402300799;
  const CivilTime c =
      to_civil(from_unix(static_cast<std::int64_t>(std::min(milliseconds / 1000, end_of_year_9999))));
  return fmt::format("{} {} {:02}:{:02}:{:02}.{:03} {} UTC", months[c.month - 1], c.day, c.hour, c.minute,
                     c.second, milliseconds % 1000, c.year);
}

std::string tls_name(int value, const std::vector<std::string>& names) {
  const auto i = static_cast<std::size_t>(value);
  return i < names.size() ? names[i] : fmt::format("UNKNOWN({})", value);
}

void write_timestamps(IndentedText& out, const Extension& extension) {
  const auto list = decode_sct_list(extension.value);
  if (!list) refuse(extension);
  for (std::size_t i = 0; i < list->size(); ++i) {
    const SignedTimestamp& sct = (*list)[i];
    out.line(body, fmt::format("SCT [{}]:", i));
    out.line(body + 4, fmt::format("Version: V{} ({:#x})", sct.version + 1, sct.version));
    out.line(body + 4, "LogID: " + base64_encode(sct.log_id));
    out.line(body + 4, "Timestamp: " + timestamp_text(sct.milliseconds));
    out.line(body + 4,
             "Signature Algorithm: " +
                 tls_name(sct.hash, {"None", "MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512"}) + "-" +
                 tls_name(sct.signature_algorithm, {"Anonymous", "RSA", "DSA", "ECDSA"}));
    out.hex_block(body + 6, 18, sct.signature);
  }
}

std::string unknown_octets(ByteView value) {
  return value.empty() ? "unknown" : "unknown (0x" + hex_encode(value) + ")";
}

void write_firmware(IndentedText& out, const Extension& extension) {
  const Bytes& v = extension.value;
  out.line(body, v.size() == 3 ? fmt::format("{}.{}.{}", v[0], v[1], v[2]) : unknown_octets(v));
}

void write_yubikey_serial(IndentedText& out, const Extension& extension) {
  const auto serial = DerReader(extension.value).positive_integer();
  out.line(body, serial ? Serial{to_bytes(*serial)}.decimal() : unknown_octets(extension.value));
}

void write_yubikey_policy(IndentedText& out, const Extension& extension) {
  static constexpr const char* pin[] = {"never", "once per session", "always"};
  static constexpr const char* touch[] = {"never", "always", "once per session"};
  const auto name = [&](std::size_t at, const auto& names) {
    if (at >= extension.value.size()) return std::string("unknown");
    const Byte code = extension.value[at];
    return code >= 1 && code <= std::size(names) ? std::string(names[code - 1]) : unknown_octets({&code, 1});
  };
  out.line(body, "PIN policy: " + name(0, pin));
  out.line(body, "Touch policy: " + name(1, touch));
}

void write_form_factor(IndentedText& out, const Extension& extension) {
  static constexpr const char* forms[] = {"USB-A Keychain", "USB-A Nano", "USB-C Keychain", "USB-C Nano",
                                          "Lightning or USB-C"};
  constexpr unsigned fips_offset = 80;
  if (extension.value.size() != 1) return out.line(body, unknown_octets(extension.value));
  const unsigned code = extension.value[0];
  const unsigned form = code > fips_offset ? code - fips_offset : code;
  if (form < 1 || form > std::size(forms)) return out.line(body, unknown_octets(extension.value));
  out.line(body, std::string(forms[form - 1]) + (code > fips_offset ? " (FIPS)" : ""));
}

void write_octets_as_text(IndentedText& out, const Extension& extension) {
  out.line(body, printable(as_text(extension.value)));
}

using WriteBody = void (*)(IndentedText&, const Extension&);
struct Known {
  std::string_view oid, name;
  WriteBody write;
};
const Known known_extensions[] = {
    {oids::step_provisioner, "X509v3 Step Provisioner", write_provisioner},
    {"1.3.6.1.4.1.37476.9000.64.2", "X509v3 Step Registration Authority", write_registration_authority},
    {"1.3.6.1.4.1.37476.9000.64.3", "X509v3 Step Managed Endpoint", write_managed_endpoint},
    {"1.3.6.1.4.1.37476.9000.64.4", "X509v3 Step Managed Device", write_managed_device},
    {"2.16.840.1.113730.1.13", "Netscape Comment", write_comment},
    {"1.3.6.1.4.1.11129.2.4.2", "RFC6962 Certificate Transparency SCT", write_timestamps},
    {"1.3.6.1.4.1.41482.3.3", "X509v3 YubiKey Firmware Version", write_firmware},
    {"1.3.6.1.4.1.41482.3.7", "X509v3 YubiKey Serial Number", write_yubikey_serial},
    {"1.3.6.1.4.1.41482.3.8", "X509v3 YubiKey Policy", write_yubikey_policy},
    {"1.3.6.1.4.1.41482.3.9", "X509v3 YubiKey Formfactor", write_form_factor},
    {"1.3.6.1.4.1.41482.3.10", "X509v3 YubiKey Certification",
     [](auto& out, auto&) { out.line(body, "FIPS Certified"); }},
    {"1.3.6.1.4.1.41482.3.11", "X509v3 YubiKey Certification",
     [](auto& out, auto&) { out.line(body, "CSPN Certified"); }},
    {"1.3.6.1.4.1.57264.1.1", "Sigstore OIDC Issuer", write_octets_as_text},
    {"1.3.6.1.4.1.57264.1.2", "Sigstore GitHub Workflow Trigger", write_octets_as_text},
    {"1.3.6.1.4.1.57264.1.3", "Sigstore GitHub Workflow SHA Hash", write_octets_as_text},
    {"1.3.6.1.4.1.57264.1.4", "Sigstore GitHub Workflow Name", write_octets_as_text},
    {"1.3.6.1.4.1.57264.1.5", "Sigstore GitHub Workflow Repository", write_octets_as_text},
    {"1.3.6.1.4.1.57264.1.6", "Sigstore GitHub Workflow Ref", write_octets_as_text},
};

}  // namespace

bool write_special_extension(IndentedText& out, const Extension& extension) {
  for (const Known& known : known_extensions) {
    if (extension.oid != known.oid) continue;
    write_extension_header(out, extension, known.name);
    known.write(out, extension);
    return true;
  }
  return false;
}

}  // namespace newel::x509
