#include "api/admin/admin_routes.h"

#include "api/admin/admin_handlers.h"

namespace newel::api {
namespace {

Router all_routes() {
  using namespace admin;
  Router router;
  router.add("GET", "/admin/admins", get_admins);
  router.add("POST", "/admin/admins", post_admin);
  router.add("GET", "/admin/admins/{}", get_admin);
  router.add("PATCH", "/admin/admins/{}", patch_admin);
  router.add("DELETE", "/admin/admins/{}", delete_admin);

  router.add("GET", "/admin/provisioners", admin::get_provisioners);
  router.add("POST", "/admin/provisioners", post_provisioner);
  router.add("GET", "/admin/provisioners/{}", get_provisioner);
  router.add("PUT", "/admin/provisioners/{}", put_provisioner);
  router.add("DELETE", "/admin/provisioners/{}", delete_provisioner);

  router.add("POST", "/admin/provisioners/{}/webhooks", post_webhook);
  router.add("PUT", "/admin/provisioners/{}/webhooks/{}", put_webhook);
  router.add("DELETE", "/admin/provisioners/{}/webhooks/{}", delete_webhook);

  router.add("GET", "/admin/policy", get_authority_policy);
  router.add("POST", "/admin/policy", post_authority_policy);
  router.add("PUT", "/admin/policy", put_authority_policy);
  router.add("DELETE", "/admin/policy", delete_authority_policy);
  router.add("GET", "/admin/provisioners/{}/policy", get_provisioner_policy);
  router.add("POST", "/admin/provisioners/{}/policy", post_provisioner_policy);
  router.add("PUT", "/admin/provisioners/{}/policy", put_provisioner_policy);
  router.add("DELETE", "/admin/provisioners/{}/policy", delete_provisioner_policy);

  router.add("GET", "/admin/acme/eab/{}", get_eab_keys);
  router.add("POST", "/admin/acme/eab/{}", post_eab_key);
  router.add("GET", "/admin/acme/eab/{}/{}", get_eab_keys);
  router.add("DELETE", "/admin/acme/eab/{}/{}", delete_eab_key);
  for (const char* path : {"/admin/acme/policy/{}/reference/{}", "/admin/acme/policy/{}/key/{}"}) {
    router.add("GET", path, get_eab_policy);
    router.add("POST", path, post_eab_policy);
    router.add("PUT", path, put_eab_policy);
    router.add("DELETE", path, delete_eab_policy);
  }
  return router;
}

}  // namespace

const Router& admin_router() {
  static const Router router = all_routes();
  return router;
}

}  // namespace newel::api
