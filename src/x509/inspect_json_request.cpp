// Requests as JSON: the members of the reference's structure under their Go names.
#include <algorithm>

#include "base/text.h"
#include "x509/der_reader.h"
#include "x509/inspect_json.h"
#include "x509/inspect_json_parts.h"
#include "x509/inspect_names.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

std::string decimal(ByteView magnitude) { return Serial{to_bytes(magnitude)}.decimal(); }

void write_public_key(JsonText& out, const Expected<PublicKey>& key) {
  if (!key) return out.null();
  switch (key->type()) {
    case KeyType::ec: {
      const ByteView point = key->subject_public_key();
      out.begin_object();
      out.key("Pub");
      out.begin_object();
      out.key("Curve");
      out.begin_object();
      out.end_object();
      out.key("X");
      out.number(decimal(key->ec_x()));
      out.key("Y");
      out.number(decimal(key->ec_y()));
      out.end_object();
      out.key("Raw");
      out.begin_object();
      out.member_base64("Bytes", point);
      out.member_number("BitLength", static_cast<std::int64_t>(point.size()) * 8);
      out.end_object();
      return out.end_object();
    }
    case KeyType::rsa:
      out.begin_object();
      out.key("N");
      out.number(decimal(key->rsa_modulus()));
      out.key("E");
      out.number(decimal(key->rsa_exponent()));
      return out.end_object();
    case KeyType::ed25519:
    case KeyType::x25519:
      return out.base64(key->raw());
  }
}

void write_oid_numbers(JsonText& out, const std::string& oid) {
  out.begin_array();
  for (const std::string& arc : split(oid, '.')) out.number(arc);
  out.end_array();
}

// Only attributes whose values are lists of (type, value) sequences have a form here: extension requests, in
// effect.
void write_attributes(JsonText& out, const CertificateRequest& request) {
  out.key("Attributes");
  const auto& attributes = request.attributes();
  const bool any = std::any_of(attributes.begin(), attributes.end(), [](const auto& attribute) {
    return attribute.oid == oids::extension_request;
  });
  if (!any) return out.null();
  out.begin_array();
  for (const auto& attribute : attributes) {
    if (attribute.oid != oids::extension_request) continue;
    out.begin_object();
    out.key("Type");
    write_oid_numbers(out, attribute.oid);
    out.key("Value");
    out.begin_array();
    out.begin_array();
    for (const Extension& extension : request.extensions()) {
      out.begin_object();
      out.member("type", extension.oid);
      out.end_object();
    }
    out.end_array();
    out.end_array();
    out.end_object();
  }
  out.end_array();
}

void write_strings_or_null(JsonText& out, std::string_view name, const std::vector<std::string>& list) {
  out.key(name);
  if (list.empty()) return out.null();
  out.strings(list);
}

}  // namespace

std::string inspect_json(const CertificateRequest& request) {
  JsonText out;
  out.begin_object();
  out.member_base64("Raw", request.der());
  out.member_base64("RawTBSCertificateRequest", request.tbs());
  out.member_base64("RawSubjectPublicKeyInfo", request.spki());
  out.member_base64("RawSubject", request.subject().raw);
  out.member_number("Version", request.version());
  out.member_base64("Signature", request.signature());
  out.key("SignatureAlgorithm");
  write_json_algorithm(out, request.signature_algorithm(), request.signature_algorithm_der());
  out.key("PublicKeyAlgorithm");
  out.begin_object();
  out.member("name", json_key_algorithm(request.spki(), request.public_key()));
  out.end_object();
  out.key("PublicKey");
  write_public_key(out, request.public_key());
  out.key("Subject");
  write_json_name(out, request.subject());
  write_attributes(out, request);
  out.key("Extensions");
  if (request.extensions().empty()) {
    out.null();
  } else {
    out.begin_array();
    for (const Extension& extension : request.extensions()) write_json_extension(out, extension);
    out.end_array();
  }
  out.key("ExtraExtensions");
  out.null();
  write_strings_or_null(out, "DNSNames", request.names().dns);
  write_strings_or_null(out, "EmailAddresses", request.names().emails);
  write_strings_or_null(out, "IPAddresses", ip_texts(request.names().ips));
  out.end_object();
  return out.take() + "\n";
}

}  // namespace newel::x509
