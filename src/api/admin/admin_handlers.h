// The handlers of the admin API, by the file that holds them.
#pragma once

#include "api/exchange.h"

namespace newel::api::admin {

// admins.cpp
void get_admins(Exchange& exchange);
void get_admin(Exchange& exchange);
void post_admin(Exchange& exchange);
void patch_admin(Exchange& exchange);
void delete_admin(Exchange& exchange);

// provisioners.cpp
void get_provisioners(Exchange& exchange);
void get_provisioner(Exchange& exchange);
void post_provisioner(Exchange& exchange);
void put_provisioner(Exchange& exchange);
void delete_provisioner(Exchange& exchange);

// webhooks.cpp
void post_webhook(Exchange& exchange);
void put_webhook(Exchange& exchange);
void delete_webhook(Exchange& exchange);

// external_accounts.cpp
void get_eab_keys(Exchange& exchange);
void post_eab_key(Exchange& exchange);
void delete_eab_key(Exchange& exchange);
void get_eab_policy(Exchange& exchange);
void post_eab_policy(Exchange& exchange);
void put_eab_policy(Exchange& exchange);
void delete_eab_policy(Exchange& exchange);

// policies.cpp
void get_authority_policy(Exchange& exchange);
void post_authority_policy(Exchange& exchange);
void put_authority_policy(Exchange& exchange);
void delete_authority_policy(Exchange& exchange);
void get_provisioner_policy(Exchange& exchange);
void post_provisioner_policy(Exchange& exchange);
void put_provisioner_policy(Exchange& exchange);
void delete_provisioner_policy(Exchange& exchange);

}  // namespace newel::api::admin
