// The flags of `step ca provisioner webhook add` and `update`, and the object they make.
#pragma once

#include "base/json.h"
#include "cli/ca/flags.h"
#include "cli/engine/invocation.h"

namespace newel::cli::ca {

inline constexpr auto webhook_flags = flag_list(
    Flag{"url", Kind::string, "The <url> of the webhook server; path and query may hold a template."},
    Flag{"kind", Kind::string,
         "What the webhook is asked for, its <kind>: ENRICHING (data for certificate templates), AUTHORIZING "
         "(the last word before signing), SCEPCHALLENGE or NOTIFYING.",
         "ENRICHING"},
    Flag{"bearer-token-file", Kind::string,
         "The <file> with a bearer token that is sent to the webhook server."},
    Flag{"basic-auth-username", Kind::string,
         "The <username> that is sent to the webhook server, with HTTP basic authentication."},
    Flag{"basic-auth-password-file", Kind::string, "The <file> with the password for that user name."},
    Flag{"disable-tls-client-auth", Kind::boolean,
         "Do not show the CA's certificate to the webhook server when it asks for one."},
    Flag{"cert-type", Kind::string, "The webhook is asked for certificates of this <type>: ALL, X509 or SSH.",
         "ALL"});

inline constexpr auto webhook_change_flags =
    flag_list(admin_cert_flag, admin_key_flag, admin_subject_flag, admin_provisioner_flag,
              Flag{"admin-password-file,password-file", Kind::string, admin_password_flag.usage}, ca_flags,
              ca_config_flag);

/// What the flags say, over `old` (an empty object for a new webhook): members `url`, `kind`, `certType`,
/// `disableTLSClientAuth`, and the credentials `bearerToken` or `basicAuth`, of which the last one given
/// stays. Reads the files of secrets, final white space cut off. Throws Error for values that no webhook may
/// have.
json::Object webhook_document(const Invocation& in, json::Object old);

}  // namespace newel::cli::ca
