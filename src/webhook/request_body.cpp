#include "webhook/request_body.h"

#include "base/encoding.h"
#include "x509/name.h"

namespace newel::webhook {
namespace {

json::Value octets(ByteView bytes) {
  return bytes.empty() ? json::Value(nullptr) : json::text(base64_encode(bytes));
}

json::Value extensions(const std::vector<x509::Extension>& list) {
  if (list.empty()) return nullptr;
  json::Array out;
  for (const x509::Extension& one : list) {
    out.push_back(
        json::Object{{"id", json::text(one.oid)}, {"critical", one.critical}, {"value", octets(one.value)}});
  }
  return out;
}

}  // namespace

json::Value texts_json(const std::vector<std::string>& list) {
  if (list.empty()) return nullptr;
  json::Array out;
  for (const std::string& one : list) out.push_back(json::text(one));
  return out;
}

json::Value addresses_json(const std::vector<IpAddress>& list) {
  std::vector<std::string> out;
  for (const IpAddress& ip : list) out.push_back(ip.to_string());
  return texts_json(out);
}

json::Object subject_json(const x509::NameFields& fields) {
  json::Object out;
  const auto put_list = [&](const char* key, const std::vector<std::string>& list) {
    if (!list.empty()) out[key] = texts_json(list);
  };
  put_list("country", fields.country);
  put_list("organization", fields.organization);
  put_list("organizationalUnit", fields.organizational_unit);
  put_list("locality", fields.locality);
  put_list("province", fields.province);
  put_list("streetAddress", fields.street_address);
  put_list("postalCode", fields.postal_code);
  if (!fields.serial_number.empty()) out["serialNumber"] = json::text(fields.serial_number);
  if (!fields.common_name.empty()) out["commonName"] = json::text(fields.common_name);
  if (!fields.extra.empty()) {
    json::Array extra;
    for (const x509::NameAttribute& one : fields.extra)
      extra.push_back(json::Object{{"type", json::text(one.oid)}, {"value", json::text(one.value)}});
    out["extraNames"] = std::move(extra);
  }
  return out;
}

namespace {

json::Object x5c_json(const x509::Certificate& certificate) {
  json::Object out;
  out["raw"] = octets(certificate.der());
  out["publicKey"] = octets(certificate.spki());
  const auto& key = certificate.public_key();
  out["publicKeyAlgorithm"] = json::text(key ? public_key_algorithm_text(*key) : "");
  out["notBefore"] = json::text(format_rfc3339(certificate.not_before()));
  out["notAfter"] = json::text(format_rfc3339(certificate.not_after()));
  return out;
}

void put_object(json::Object& out, const char* name, const json::Object& value) {
  if (!value.empty()) out[name] = value;
}
void put_text(json::Object& out, const char* name, const std::string& value) {
  if (!value.empty()) out[name] = json::text(value);
}

}  // namespace

std::string_view public_key_algorithm_text(const PublicKey& key) {
  switch (key.type()) {
    case KeyType::rsa:
      return "RSA";
    case KeyType::ec:
      return "ECDSA";
    case KeyType::ed25519:
      return "Ed25519";
    default:
      return "0";  // Go's word for one it does not know
  }
}

json::Object request_json(const x509::CertificateRequest& request) {
  const x509::SubjectAltNames& names = request.names();
  json::Object out;
  out["version"] = request.version();
  out["subject"] = subject_json(x509::NameFields::from_name(request.subject()));
  out["rawSubject"] = octets(request.subject().raw);
  out["dnsNames"] = texts_json(names.dns);
  out["emailAddresses"] = texts_json(names.emails);
  out["ipAddresses"] = addresses_json(names.ips);
  out["uris"] = texts_json(names.uris);
  out["sans"] = nullptr;
  out["extensions"] = extensions(request.extensions());
  // A request's usages are not read: the certificate's come from the template.
  out["keyUsage"] = nullptr;
  out["extKeyUsage"] = json::Array{};
  out["unknownExtKeyUsage"] = nullptr;
  out["basicConstraints"] = nullptr;
  out["signatureAlgorithm"] = "";
  out["publicKey"] = octets(request.spki());
  const auto& key = request.public_key();
  out["publicKeyAlgorithm"] = json::text(key ? public_key_algorithm_text(*key) : "0");
  out["raw"] = octets(request.der());
  return out;
}

json::Object certificate_json(const json::Object& document, const PublicKey& key, Time not_before,
                              Time not_after) {
  json::Object out;
  for (const auto& member : document) {
    if (member.key() != "notBefore" && member.key() != "notAfter") out[member.key()] = member.value();
  }
  out["publicKey"] = octets(key.spki());
  out["publicKeyAlgorithm"] = json::text(public_key_algorithm_text(key));
  out["notBefore"] = json::text(format_rfc3339(not_before));
  out["notAfter"] = json::text(format_rfc3339(not_after));
  out["raw"] = nullptr;
  return out;
}

std::string RequestBody::to_json(Time now) const {
  json::Object out;
  out["timestamp"] = json::text(format_rfc3339_nano(now));
  put_text(out, "provisionerName", provisioner_name);
  if (!permanent_identifier.empty())
    out["attestationData"] = json::Object{{"permanentIdentifier", json::text(permanent_identifier)}};
  put_object(out, "x509CertificateRequest", x509_request);
  put_object(out, "x509Certificate", x509_certificate);
  put_object(out, "sshCertificateRequest", ssh_request);
  put_object(out, "sshCertificate", ssh_certificate);
  put_text(out, "scepChallenge", scep_challenge);
  put_text(out, "scepTransactionID", scep_transaction_id);
  if (scep_error_code) out["scepErrorCode"] = *scep_error_code;
  put_text(out, "scepErrorDescription", scep_error_description);
  if (x5c_certificate) out["x5cCertificate"] = x5c_json(*x5c_certificate);
  put_text(out, "authorizationPrincipal", authorization_principal);
  return json::write(out);
}

}  // namespace newel::webhook
