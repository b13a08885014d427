// Every route's handler, by the file that holds it. They throw Error for anything but the successful answer.
#pragma once

#include "api/exchange.h"

namespace newel::api {

// health.cpp
void get_health(Exchange& exchange);
void get_version(Exchange& exchange);

// roots.cpp
void get_root(Exchange& exchange);
void get_roots(Exchange& exchange);
void get_roots_pem(Exchange& exchange);
void get_intermediates(Exchange& exchange);
void get_intermediates_pem(Exchange& exchange);
void get_federation(Exchange& exchange);

// provisioners.cpp
void get_provisioners(Exchange& exchange);
void get_encrypted_key(Exchange& exchange);

// sign.cpp, renew.cpp, rekey.cpp, revoke.cpp
void post_sign(Exchange& exchange);
void post_renew(Exchange& exchange);
void post_rekey(Exchange& exchange);
void post_revoke(Exchange& exchange);

// crl.cpp
void get_crl(Exchange& exchange);

}  // namespace newel::api
