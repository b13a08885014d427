#include "api/log_fields.h"

#include "base/encoding.h"
#include "base/text.h"
#include "jose/jwt.h"
#include "x509/extensions.h"
#include "x509/oids.h"

namespace newel::api {
namespace {

json::Value names_of(const x509::SubjectAltNames& names) {
  json::Object out;
  const auto put = [&out](const char* kind, const std::vector<std::string>& values) {
    if (!values.empty()) out[kind] = json::Array(values.begin(), values.end());
  };
  put("dns", names.dns);
  put("email", names.emails);
  std::vector<std::string> ips;
  for (const auto& ip : names.ips) ips.push_back(ip.to_string());
  put("ip", ips);
  put("uri", names.uris);
  return out;
}

// "name (credential)", or the name alone; empty for a certificate without the extension.
std::string provisioner_of(const x509::Certificate& certificate) {
  const auto* extension = x509::find_extension(certificate.extensions(), x509::oids::step_provisioner);
  if (!extension) return {};
  const auto decoded = x509::decode_step_provisioner(extension->value);
  if (!decoded) return {};
  return decoded->credential_id.empty() ? decoded->name : decoded->name + " (" + decoded->credential_id + ")";
}

}  // namespace

void log_certificate(Exchange& exchange, const x509::Certificate& certificate) {
  if (!exchange.wants_fields()) return;
  exchange.log("serial", certificate.serial().decimal());
  exchange.log("subject", certificate.subject().common_name());
  exchange.log("issuer", certificate.issuer().common_name());
  exchange.log("sans", names_of(certificate.names()));
  exchange.log("valid-from", format_rfc3339(certificate.not_before()));
  exchange.log("valid-to", format_rfc3339(certificate.not_after()));
  if (const auto& key = certificate.public_key()) exchange.log("public-key", key->describe());
  exchange.log("certificate", base64_encode(certificate.der()));
  if (auto name = provisioner_of(certificate); !name.empty()) exchange.log("provisioner", std::move(name));
}

void log_token_id(Exchange& exchange, std::string_view token) {
  if (!exchange.wants_fields()) return;
  const auto parsed = jose::Jwt::parse(token);
  exchange.log("ott", parsed ? printable(parsed->claims.id) : std::string());
}

}  // namespace newel::api
