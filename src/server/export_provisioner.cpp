#include "server/export_provisioner.h"

#include "base/encoding.h"
#include "base/text.h"
#include "base/time.h"

namespace newel::server {
namespace {

std::string text(const json::Object& object, std::string_view name) {
  return json::as_string(json::find_ci(object, name)).value_or("");
}

json::Object durations(const provisioner::DurationClaims& claims) {
  json::Object out;
  if (claims.standard) out["default"] = json::Value(boost::json::string(format_duration(*claims.standard)));
  if (claims.min) out["min"] = json::Value(boost::json::string(format_duration(*claims.min)));
  if (claims.max) out["max"] = json::Value(boost::json::string(format_duration(*claims.max)));
  return out;
}

json::Object jwk_details(const json::Object& document) {
  json::Object out;
  if (const json::Value* key = json::find_ci(document, "key")) {
    out["publicKey"] = json::Value(boost::json::string(base64_encode(as_bytes(json::write(*key)))));
  }
  if (const std::string encrypted = text(document, "encryptedKey"); !encrypted.empty()) {
    out["encryptedPrivateKey"] = json::Value(boost::json::string(base64_encode(as_bytes(encrypted))));
  }
  return out;
}

}  // namespace

json::Object export_claims(const provisioner::Claims& claims) {
  json::Object out;
  if (auto tls = durations(claims.tls); !tls.empty())
    out["x509"] = json::Object{{"enabled", true}, {"durations", tls}};
  json::Object ssh;
  if (claims.enable_ssh_ca && *claims.enable_ssh_ca) ssh["enabled"] = true;
  if (auto user = durations(claims.ssh_user); !user.empty()) ssh["userDurations"] = user;
  if (auto host = durations(claims.ssh_host); !host.empty()) ssh["hostDurations"] = host;
  if (!ssh.empty()) out["ssh"] = ssh;
  if (claims.disable_renewal.value_or(false)) out["disableRenewal"] = true;
  if (claims.allow_renewal_after_expiry.value_or(false)) out["allowRenewalAfterExpiry"] = true;
  if (claims.disable_smallstep_extensions.value_or(false)) out["disableSmallstepExtensions"] = true;
  return out;
}

json::Object export_provisioner(const json::Object& document) {
  const std::string type = to_upper(text(document, "type"));
  if (type != "JWK")
    throw Error("error exporting provisioner '" + text(document, "name") + "': type " + type +
                " cannot be exported yet");
  json::Object out;
  out["type"] = json::Value(boost::json::string(type));
  out["name"] = json::Value(boost::json::string(text(document, "name")));
  out["details"] = json::Object{{"JWK", jwk_details(document)}};
  if (const json::Value* own = json::find_ci(document, "claims"); own && own->is_object()) {
    const auto claims =
        value_or_throw(provisioner::Claims::from_json(own->get_object()), "error exporting claims");
    if (!claims.empty()) out["claims"] = export_claims(claims);
  }
  return out;
}

}  // namespace newel::server
