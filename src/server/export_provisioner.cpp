#include "server/export_provisioner.h"

#include "messages/admin/provisioner_form.h"

namespace newel::server {

json::Object export_claims(const provisioner::Claims& claims) {
  return claims.empty() ? json::Object{} : messages::admin::claims_to_message(claims);
}

json::Object export_provisioner(const json::Object& document) {
  return messages::admin::provisioner_to_message(document, messages::admin::Secrets::included);
}

}  // namespace newel::server
