#include "provisioner/instance.h"

#include "crypto/digest.h"
#include "provisioner/members.h"

namespace newel::provisioner {

SignOptions instance_sign_options(const Provisioner& provisioner, const InstanceIdentity& instance,
                                  bool disable_custom_sans, Method method) {
  SignOptions out;
  out.provisioner = provisioner.shared_from_this();
  out.authorization_principal = instance.principal;
  out.tmpl.fallback = DefaultTemplate::iid_leaf;
  out.tmpl.common_name = instance.common_name;
  out.san_rule = SanRule::any;
  if (disable_custom_sans) {
    out.tmpl.names = instance.names;
    out.sans = instance.names;
    out.san_rule = SanRule::instance;
  }
  out.ignore_uris = method == Method::sign_identity;
  if (!provisioner.claims().disable_smallstep_extensions) {
    out.extension = x509::StepProvisioner{static_cast<int>(provisioner.type()), provisioner.name(),
                                          instance.credential, instance.key_values};
  }
  out.lifetime = provisioner.claims().tls;
  return out;
}

TokenId instance_token_id(const Provisioner& provisioner, const std::string& instance_id,
                          const ParsedToken& token, bool disable_trust_on_first_use) {
  if (disable_trust_on_first_use) return {TokenId::Kind::id, sha256_hex(as_bytes(token.raw))};
  return {TokenId::Kind::id, sha256_hex(as_bytes(provisioner.token_key() + "." + instance_id)), true};
}

Duration instance_age_member(const json::Object& document) {
  const Duration age = duration_member(document, "instanceAge");
  if (age.count() < 0) throw Error("provisioner instanceAge cannot be negative");
  return age;
}

}  // namespace newel::provisioner
