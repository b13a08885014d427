// The flags that commands talking to a CA share, in groups: a command's table is a list of these and its own.
#pragma once

#include "cli/engine/command.h"
#include "cli/shared/named_key.h"  // --kms

namespace newel::cli::ca {

// Which CA.
inline constexpr Flag ca_url_flag{"ca-url", Kind::string, "The <URI> of the certificate authority."};
inline constexpr Flag root_flag{
    "root", Kind::string,
    "The PEM <file> with the root certificate that the CA's own certificate must lead to."};
inline constexpr Flag fingerprint_flag{
    "fingerprint", Kind::string, "The <fingerprint> of the CA's root certificate: SHA-256 in hexadecimal."};
inline constexpr Flag ca_config_flag{
    "ca-config", Kind::string,
    "The <file> with the configuration of the CA. Defaults to config/ca.json below $(step path)."};
inline constexpr Flag offline_flag{
    "offline", Kind::boolean,
    "Do the work of the CA here, without asking it: with the configuration, certificates, keys and database "
    "that "
    "**step ca init** made, or those of the configuration named by **--ca-config**."};
inline constexpr auto ca_flags = flag_list(ca_url_flag, root_flag, context_flag);

// Which provisioner.
inline constexpr Flag provisioner_flag{"provisioner,issuer", Kind::string,
                                       "The <name> of the provisioner to use."};
inline constexpr Flag provisioner_password_flag{
    "provisioner-password-file", Kind::string,
    "The <file> with the password that opens the provisioner's encrypted private key."};
inline constexpr Flag password_file_flag{"password-file", Kind::string,
                                         "The <file> with the password that opens the private key."};
inline constexpr Flag token_flag{
    "token", Kind::string,
    "The one-time <token> that authorizes the request, as **step ca token** makes it."};

// Other credentials that provisioners accept.
inline constexpr Flag x5c_cert_flag{"x5c-cert", Kind::string,
                                    "A certificate (<chain>) in PEM, presented to an X5C provisioner."};
inline constexpr Flag x5c_key_flag{"x5c-key", Kind::string,
                                   "The private key <file> of the certificate in **--x5c-cert**."};
inline constexpr Flag x5c_chain_flag{
    "x5c-chain", Kind::strings,
    "A <file> with more certificates to present behind those of **--x5c-cert**. "
    "Use the flag several times for several files."};
inline constexpr Flag nebula_cert_flag{"nebula-cert", Kind::string,
                                       "A certificate <file> of Nebula, presented to a Nebula provisioner."};
inline constexpr Flag nebula_key_flag{"nebula-key", Kind::string,
                                      "The private key <file> of the certificate in **--nebula-cert**."};
inline constexpr Flag sshpop_cert_flag{"sshpop-cert", Kind::string,
                                       "An SSH certificate (<chain>), presented to an SSHPOP provisioner."};
inline constexpr Flag sshpop_key_flag{"sshpop-key", Kind::string,
                                      "The private key <file> of the certificate in **--sshpop-cert**."};
inline constexpr Flag k8ssa_flag{"k8ssa-token-path", Kind::string,
                                 "The <file> with a Kubernetes service account token.",
                                 "/var/run/secrets/kubernetes.io/serviceaccount/token"};

// ACME instead of a token.
inline constexpr Flag acme_flag{"acme", Kind::string,
                                "The directory <url> of an ACME server to get the certificate from."};
inline constexpr Flag standalone_flag{"standalone", Kind::boolean,
                                      "Answer the ACME server's challenge with a web server of our own."};
inline constexpr Flag webroot_flag{
    "webroot", Kind::string,
    "Answer the ACME server's challenge with a file below this <directory>, which a "
    "running web server serves."};
inline constexpr Flag contact_flag{
    "contact", Kind::strings,
    "An <email-address> for the ACME account. Use the flag several times for several."};
inline constexpr Flag http_listen_flag{"http-listen", Kind::string,
                                       "The <address> that **--standalone** listens on.", ":80"};
inline constexpr auto acme_flags =
    flag_list(acme_flag, standalone_flag, webroot_flag, contact_flag, http_listen_flag);
inline constexpr Flag console_flag{"console", Kind::boolean,
                                   "Finish an OAuth login on the terminal instead of in a browser."};

// Lifetime.
inline constexpr Flag not_before_flag{"not-before", Kind::string,
                                      "The <time|duration> when the certificate begins to be valid: an RFC "
                                      "3339 time, or a duration from now such as "
                                      "10m, -1h or 2h45m."};
inline constexpr Flag not_after_flag{"not-after", Kind::string,
                                     "The <time|duration> when the certificate stops being valid: an RFC "
                                     "3339 time, or a duration from its start such as "
                                     "30m or 24h."};

// After a renewal.
inline constexpr Flag expires_in_flag{"expires-in", Kind::string,
                                      "Renew only when no more than this <duration> is left. Up to a "
                                      "twentieth of it is added at random, so that many "
                                      "machines do not come at once."};
inline constexpr Flag pid_flag{
    "pid", Kind::integer, "The process id (<number>) to signal after the certificate has been replaced."};
inline constexpr Flag pid_file_flag{
    "pid-file", Kind::string,
    "The <file> with the process id to signal after the certificate has been replaced."};
inline constexpr Flag signal_flag{"signal", Kind::integer,
                                  "The <number> of the signal to send; 1, SIGHUP, by default.", "1"};
inline constexpr Flag exec_flag{
    "exec", Kind::string,
    "The <command> to run after the certificate has been replaced. It is split at blanks "
    "and run without a shell."};
inline constexpr Flag daemon_flag{
    "daemon", Kind::boolean,
    "Keep running, and replace the certificate whenever it is time. SIGHUP makes it time."};
inline constexpr auto after_renew_flags =
    flag_list(expires_in_flag, pid_flag, pid_file_flag, signal_flag, exec_flag, daemon_flag);

// Credentials of an administrator.
inline constexpr Flag admin_cert_flag{"admin-cert", Kind::string,
                                      "The administrator's certificate (<chain>) in PEM."};
inline constexpr Flag admin_key_flag{"admin-key", Kind::string,
                                     "The private key <file> of the certificate in **--admin-cert**."};
inline constexpr Flag admin_subject_flag{"admin-subject,admin-name", Kind::string,
                                         "The administrator's name (<subject>)."};
inline constexpr Flag admin_provisioner_flag{
    "admin-provisioner,admin-issuer", Kind::string,
    "The provisioner <name> that makes the administrator's certificate."};
inline constexpr Flag admin_password_flag{
    "admin-password-file", Kind::string,
    "The <file> with the password that opens the private key of the administrator's provisioner."};
inline constexpr auto admin_flags = flag_list(admin_cert_flag, admin_key_flag, admin_subject_flag,
                                              admin_provisioner_flag, admin_password_flag);

}  // namespace newel::cli::ca
