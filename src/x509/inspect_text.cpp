#include "x509/inspect_text.h"

#include <fmt/format.h>

#include "x509/der_reader.h"
#include "x509/inspect_extensions.h"
#include "x509/inspect_names.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

constexpr std::size_t key_indent = 16, key_hex_indent = 20, key_hex_columns = 15;
constexpr std::size_t signature_indent = 9, signature_columns = 18;

struct NamedOid {
  std::string_view oid, label;
};
constexpr NamedOid attribute_labels[] = {
    {oids::common_name, "CN"},
    {oids::serial_number, "SERIALNUMBER"},
    {oids::country, "C"},
    {oids::locality, "L"},
    {oids::province, "ST"},
    {oids::street_address, "STREET"},
    {oids::organization, "O"},
    {oids::organizational_unit, "OU"},
    {oids::postal_code, "POSTALCODE"},
    {oids::email_address, "emailAddress"},
    {oids::domain_component, "DC"},
    {oids::user_id, "UID"},
};

std::string attribute_text(const NameAttribute& attribute) {
  for (const NamedOid& known : attribute_labels) {
    if (attribute.oid == known.oid && attribute.is_text)
      return std::string(known.label) + "=" + attribute.value;
  }
  if (!attribute.is_text || attribute.oid.starts_with("2.5.4.")) return "UnknownOID=" + attribute.oid;
  return attribute.oid + "=" + attribute.value;
}

std::string name_text(const Name& name) {
  std::vector<std::string> parts;
  for (const auto& rdn : name.rdns) {
    for (const NameAttribute& attribute : rdn) parts.push_back(attribute_text(attribute));
  }
  return join(parts, ",");
}

std::string date_text(Time t) {
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime c = to_civil(t);
  return fmt::format("{} {} {:02}:{:02}:{:02} {} UTC", months[c.month - 1], c.day, c.hour, c.minute, c.second,
                     c.year);
}

void write_number(IndentedText& out, std::string_view label, ByteView magnitude) {
  out.line(key_indent, label);
  out.hex_block(key_hex_indent, key_hex_columns, without_leading_zeros(magnitude));
}

void write_rsa(IndentedText& out, const PublicKey& key) {
  out.line(key_indent, fmt::format("Public-Key: ({} bit)", key.bits()));
  write_number(out, "Modulus:", key.rsa_modulus());
  const Serial exponent{key.rsa_exponent()};
  std::string hex = exponent.hex();
  hex.erase(0, std::min(hex.find_first_not_of('0'), hex.size() - 1));
  out.line(key_indent, fmt::format("Exponent: {} (0x{})", exponent.decimal(), hex));
}

void write_known_key(IndentedText& out, const PublicKey& key) {
  switch (key.type()) {
    case KeyType::rsa:
      return write_rsa(out, key);
    case KeyType::ec:
      out.line(key_indent, fmt::format("Public-Key: ({} bit)", key.bits()));
      write_number(out, "X:", key.ec_x());
      write_number(out, "Y:", key.ec_y());
      return out.line(key_indent, "Curve: " + std::string(curve_name(key.curve())));
    case KeyType::ed25519:
    case KeyType::x25519:
      // The length in octets under the word "bit": scripts have learnt to live with it.
      out.line(key_indent, fmt::format("Public-Key: ({} bit)", key.raw().size()));
      return out.hex_block(key_hex_indent, key_hex_columns, key.raw());
  }
}

void write_dsa(IndentedText& out, const KeyDescription::Dsa& dsa) {
  write_number(out, "pub:", dsa.y);
  write_number(out, "P:", dsa.p);
  write_number(out, "Q:", dsa.q);
  write_number(out, "G:", dsa.g);
}

void write_version(IndentedText& out, int version) {
  out.line(8, fmt::format("Version: {} ({:#x})", version, std::max(version - 1, 0)));
}

enum class Subject { certificate, request };

void write_subject(IndentedText& out, const Name& subject, const KeyDescription& key, Subject kind) {
  out.line(8, subject.empty() ? "Subject:" : "Subject: " + name_text(subject));
  out.line(8, "Subject Public Key Info:");
  out.line(12, "Public Key Algorithm: " + key.algorithm);
  if (key.key) return write_known_key(out, *key.key);
  if (key.dsa) return write_dsa(out, *key.dsa);
  if (kind == Subject::certificate) out.line(key_indent, "Public-Key:");
  out.line(key_indent, "Raw Bytes:");
  out.hex_block(key_hex_indent, key_hex_columns, key.raw);
}

void write_signature(IndentedText& out, const std::string& algorithm, ByteView signature) {
  out.line(4, "Signature Algorithm: " + algorithm);
  out.hex_block(signature_indent, signature_columns, signature);
}

}  // namespace

std::string inspect_text(const Certificate& c) {
  const std::string algorithm =
      signature_algorithm_label(c.signature_algorithm(), c.signature_algorithm_der());
  IndentedText out;
  out.line(0, "Certificate:");
  out.line(4, "Data:");
  write_version(out, c.version());
  out.line(8, fmt::format("Serial Number: {} (0x{})", c.serial().decimal(), c.serial().hex()));
  out.line(8, "Signature Algorithm: " + algorithm);
  out.line(8, "Issuer: " + name_text(c.issuer()));
  out.line(8, "Validity");
  out.line(12, "Not Before: " + date_text(c.not_before()));
  out.line(12, "Not After : " + date_text(c.not_after()));
  write_subject(out, c.subject(), describe_key(c.spki(), c.public_key()), Subject::certificate);
  if (!c.issuer_unique_id().empty()) out.line(8, "Issuer Unique ID: " + colon_hex(c.issuer_unique_id()));
  if (!c.subject_unique_id().empty()) out.line(8, "Subject Unique ID: " + colon_hex(c.subject_unique_id()));
  if (!c.extensions().empty()) out.line(8, "X509v3 extensions:");
  for (const Extension& extension : c.extensions()) write_certificate_extension(out, extension);
  write_signature(out, algorithm, c.signature());
  return out.take();
}

std::string inspect_text(const CertificateRequest& request) {
  IndentedText out;
  out.line(0, "Certificate Request:");
  out.line(4, "Data:");
  write_version(out, request.version());
  write_subject(out, request.subject(), describe_key(request.spki(), request.public_key()), Subject::request);
  if (request.version() == 0) write_requested_extensions(out, request.extensions());
  write_signature(out,
                  signature_algorithm_label(request.signature_algorithm(), request.signature_algorithm_der()),
                  request.signature());
  return out.take();
}

}  // namespace newel::x509
