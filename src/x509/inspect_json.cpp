#include "x509/inspect_json.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/url.h"
#include "crypto/digest.h"
#include "x509/der_writer.h"
#include "x509/extension_list.h"
#include "x509/inspect_json_parts.h"
#include "x509/inspect_names.h"
#include "x509/validation_level.h"

namespace newel::x509 {
namespace {

std::string hex_digest(Hash hash, ByteView data) { return hex_encode(digest(hash, data)); }

// The TBSCertificate without what certificate transparency adds: poison and timestamps.
Bytes tbs_without_transparency(const Certificate& certificate) {
  std::vector<Extension> kept;
  for (const Extension& extension : certificate.extensions()) {
    if (!extension.oid.starts_with("1.3.6.1.4.1.11129.2.4.")) kept.push_back(extension);
  }
  if (kept.size() == certificate.extensions().size()) return to_bytes(certificate.tbs());
  const auto contents = der_contents(certificate.tbs(), Tag::sequence);
  DerReader fields(*contents);
  std::vector<ByteView> before;
  while (!fields.at_end() && fields.peek_tag() != context_constructed(3))
    before.push_back(fields.any()->whole);
  DerWriter writer(certificate.tbs().size() + 16);
  if (!kept.empty()) {
    write_extension_list(writer, kept);
    writer.close(context_constructed(3), 0);
  }
  for (auto field = before.rbegin(); field != before.rend(); ++field) writer.raw(*field);
  writer.close(Tag::sequence, 0);
  return writer.take();
}

// What the form takes for a host name or URL: more than three characters, a dot somewhere, nothing odd in the
// host.
bool looks_like_url(const std::string& name) {
  if (name.size() <= 3 || name.starts_with('.') || name.find('.') == std::string::npos) return false;
  if (name.find("://") != std::string::npos) {
    const auto url = parse_url(name);
    return url && !url->host.empty();
  }
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || static_cast<Byte>(c) >= 0x80;
  });
}

bool looks_like_host(const std::string& name) {
  return name.starts_with("?.") || name.starts_with("*.") ? looks_like_host(name.substr(2))
                                                          : looks_like_url(name);
}

std::vector<std::string> names_of(const Certificate& certificate) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& name) {
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  };
  const std::string cn = certificate.subject().common_name();
  if (looks_like_host(cn)) add(cn);
  for (const std::string& name : certificate.names().dns) {
    if (looks_like_host(name) || name.find('.') == std::string::npos) add(name);
  }
  for (const std::string& name : certificate.names().uris) {
    if (looks_like_url(name)) add(name);
  }
  for (const std::string& name : ip_texts(certificate.names().ips)) {
    if (looks_like_url(name)) add(name);
  }
  return out;
}

void write_validity(JsonText& out, const Certificate& certificate) {
  out.begin_object();
  out.member("start", format_rfc3339(certificate.not_before()));
  out.member("end", format_rfc3339(certificate.not_after()));
  out.member_number("length", unix_seconds(certificate.not_after()) - unix_seconds(certificate.not_before()));
  out.end_object();
}

void write_signature(JsonText& out, const Certificate& certificate) {
  out.begin_object();
  out.key("signature_algorithm");
  write_json_algorithm(out, certificate.signature_algorithm(), certificate.signature_algorithm_der());
  out.member_base64("value", certificate.signature());
  // Nobody has verified it here: the issuer is not at hand.
  out.member_boolean("valid", false);
  out.member_boolean("self_signed", is_self_signed(certificate));
  out.end_object();
}

void write_fingerprints(JsonText& out, const Certificate& certificate) {
  Bytes key_and_subject = to_bytes(certificate.spki());
  append(key_and_subject, certificate.subject().raw);
  out.member("fingerprint_md5", hex_digest(Hash::md5, certificate.der()));
  out.member("fingerprint_sha1", hex_digest(Hash::sha1, certificate.der()));
  out.member("fingerprint_sha256", certificate.fingerprint());
  out.member("tbs_noct_fingerprint", sha256_hex(tbs_without_transparency(certificate)));
  out.member("spki_subject_fingerprint", sha256_hex(key_and_subject));
  out.member("tbs_fingerprint", sha256_hex(certificate.tbs()));
}

void write_certificate(JsonText& out, const Certificate& certificate) {
  const auto names = names_of(certificate);
  out.begin_object();
  out.member_number("version", certificate.version());
  out.member("serial_number", certificate.serial().decimal());
  out.key("signature_algorithm");
  write_json_algorithm(out, certificate.signature_algorithm(), certificate.signature_algorithm_der());
  out.key("issuer");
  write_json_name(out, certificate.issuer());
  out.optional_member("issuer_dn", json_distinguished_name(certificate.issuer()));
  out.key("validity");
  write_validity(out, certificate);
  out.key("subject");
  write_json_name(out, certificate.subject());
  out.optional_member("subject_dn", json_distinguished_name(certificate.subject()));
  out.key("subject_key_info");
  write_json_subject_key(out, certificate);
  write_json_extensions(out, certificate.extensions());
  out.key("signature");
  write_signature(out, certificate);
  write_fingerprints(out, certificate);
  out.member("validation_level", validation_level(certificate));
  out.optional_strings("names", names);
  out.member_boolean(
      "redacted", std::any_of(names.begin(), names.end(), [](auto& name) { return name.starts_with('?'); }));
  out.end_object();
}

}  // namespace

std::string inspect_json(const Certificate& certificate) {
  JsonText out;
  write_certificate(out, certificate);
  return out.take() + "\n";
}

std::string inspect_json(const std::vector<Certificate>& certificates) {
  if (certificates.size() == 1) return inspect_json(certificates[0]);
  JsonText out;
  out.begin_array();
  for (const Certificate& certificate : certificates) write_certificate(out, certificate);
  out.end_array();
  return out.take() + "\n";
}

}  // namespace newel::x509
