// Speaking to the admin API: with the certificate of the flags, or after a login.
#pragma once

#include <memory>
#include <string>

#include "cli/ca/flags.h"
#include "cli/engine/invocation.h"
#include "client/admin_client.h"

namespace newel::cli::ca {

/// As in `add` and `update` of provisioners, but --password-file is another spelling here.
inline constexpr auto admin_command_flags =
    flag_list(admin_cert_flag, admin_key_flag, admin_subject_flag, admin_provisioner_flag,
              Flag{"admin-password-file,password-file", Kind::string, admin_password_flag.usage}, ca_flags);

/// --admin-cert and --admin-key, else a login: a token of a provisioner buys a certificate that lives as long
/// as the command. `login_provisioner`: whether --provisioner names the provisioner of the login. Throws
/// Error "error creating admin client: …" when the CA cannot be spoken to.
std::unique_ptr<client::AdminClient> open_admin_client(const Invocation& in, bool login_provisioner = false);
/// The same for `step ca admin`, whose errors stand alone.
std::unique_ptr<client::AdminClient> admin_client(const Invocation& in, bool login_provisioner = false);

/// --admin-cert without --admin-key, or the reverse.
void check_admin_flags(const Invocation& in);

/// Asks before somebody takes away his own rights, when there is a terminal to ask on; without one it is as
/// if he had said yes. False: no.
bool confirm_losing_access(const std::string& question);

}  // namespace newel::cli::ca
