#include "x509/inspect_short.h"

#include "x509/inspect_names.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

std::string abbreviate(const std::string& text) {
  return text.size() <= 8 ? text : text.substr(0, 4) + "..." + text.substr(text.size() - 4);
}

std::size_t bit_length(ByteView magnitude) {
  magnitude = without_leading_zeros(magnitude);
  if (magnitude.empty()) return 0;
  std::size_t bits = (magnitude.size() - 1) * 8;
  for (unsigned top = magnitude[0]; top != 0; top >>= 1) ++bits;
  return bits;
}

// "ECDSA P-256", "RSA 2048"; only the name of what we do not know.
std::string key_label(const KeyDescription& key) {
  if (key.dsa) return "DSA " + std::to_string(bit_length(key.dsa->q));
  if (!key.key) return key.algorithm;
  if (key.key->type() == KeyType::ec) return key.algorithm + " " + std::string(curve_name(key.key->curve()));
  return key.algorithm + " " + std::to_string(key.key->bits());
}

std::string kind_of(const Certificate& certificate) {
  if (!certificate.is_ca()) return "TLS";
  return is_self_signed(certificate) ? "Root CA" : "Intermediate CA";
}

std::string subject_lines(const Name& subject, const SubjectAltNames& names) {
  const std::string cn = subject.common_name();
  std::vector<std::string> all;
  if (!cn.empty()) all.push_back(cn);
  const auto add = [&](const std::string& name) {
    if (name != cn) all.push_back(name);
  };
  for (const std::string& name : names.dns) add(name);
  for (const IpAddress& ip : names.ips) add(ip.to_string());
  for (const std::string& name : names.emails) add(name);
  for (const std::string& name : names.uris) add(name);
  if (all.empty()) return "  Subject: \n";
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i)
    out += (i == 0 ? "  Subject:     " : "               ") + all[i] + "\n";
  return out;
}

std::string provisioner_line(const Certificate& certificate) {
  const Extension* extension = find_extension(certificate.extensions(), oids::step_provisioner);
  if (extension == nullptr) return {};
  const auto provisioner = decode_step_provisioner(extension->value);
  if (!provisioner) return {};
  std::string out = "  Provisioner: " + provisioner->name;
  if (!provisioner->credential_id.empty()) out += " [ID: " + abbreviate(provisioner->credential_id) + "]";
  return out + "\n";
}

}  // namespace

std::string inspect_short(const Certificate& c) {
  return "X.509v3 " + kind_of(c) + " Certificate (" + key_label(describe_key(c.spki(), c.public_key())) +
         ") [Serial: " + abbreviate(c.serial().decimal()) + "]\n" + subject_lines(c.subject(), c.names()) +
         "  Issuer:      " + c.issuer().common_name() + "\n" + provisioner_line(c) +
         "  Valid from:  " + format_rfc3339(c.not_before()) +
         "\n          to:  " + format_rfc3339(c.not_after()) + "\n";
}

std::string inspect_short(const CertificateRequest& request) {
  return "X.509v3 Certificate Signing Request (" +
         key_label(describe_key(request.spki(), request.public_key())) + ")\n" +
         subject_lines(request.subject(), request.names());
}

}  // namespace newel::x509
