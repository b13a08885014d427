// The flags of `step ca provisioner add` and `update`: one table for both, in the order of the help.
#pragma once

#include "cli/ca/flags.h"

namespace newel::cli::ca {

inline constexpr Flag type_flag{"type", Kind::string,
                                "The <type> of the new provisioner, in any case: JWK, OIDC, AWS, GCP, Azure, "
                                "ACME, X5C, K8sSA, SSHPOP, SCEP or "
                                "Nebula.",
                                "JWK"};

// JWK
inline constexpr Flag public_key_flag{
    "public-key", Kind::string, "The <file> with the public key: a JWK, or PEM (K8sSA: several PEM keys)."};
inline constexpr Flag create_flag{"create", Kind::boolean, "Make a new key pair for the provisioner."};
inline constexpr Flag private_key_flag{"private-key", Kind::string,
                                       "The <file> with the private key, to be kept encrypted with the CA."};
inline constexpr auto jwk_flags = flag_list(public_key_flag, create_flag, private_key_flag);

// OIDC
inline constexpr Flag client_id_flag{"client-id", Kind::string,
                                     "The <id> of the OIDC client: the audience of its tokens."};
inline constexpr Flag client_secret_flag{"client-secret", Kind::string, "The <secret> of the OIDC client."};
inline constexpr Flag listen_address_flag{"listen-address", Kind::string,
                                          "The <address> an OIDC login comes back to, for instance :10000."};
inline constexpr Flag configuration_endpoint_flag{"configuration-endpoint", Kind::string,
                                                  "The <url> of the OIDC provider's configuration."};
inline constexpr Flag admin_flag{
    "admin", Kind::strings,
    "An <email> whose owner may get any certificate. Use the flag several times for several."};
inline constexpr Flag domain_flag{
    "domain", Kind::strings,
    "A <domain> that e-mail addresses may have. Use the flag several times for several."};
inline constexpr Flag group_flag{
    "group", Kind::strings, "A <group> whose members may log in. Use the flag several times for several."};
inline constexpr Flag tenant_id_flag{"tenant-id", Kind::string,
                                     "The <tenant-id> that replaces {tenantid} in the OIDC configuration."};

// X5C, Nebula, ACME, SCEP
inline constexpr Flag x5c_roots_flag{"x5c-roots,x5c-root", Kind::string,
                                     "The <file> with the root certificates that X5C chains must lead to."};
inline constexpr Flag nebula_root_flag{
    "nebula-root", Kind::string,
    "The <file> with the root certificates that Nebula certificates must lead to."};
inline constexpr auto kubernetes_flags = flag_list(
    Flag{"kubernetes-server", Kind::string,
         "The <url> of the API of a Kubernetes cluster that is asked about tokens, instead of its keys."},
    Flag{"kubernetes-root", Kind::string,
         "The <file> with the root certificates that the cluster's certificate leads to."},
    Flag{"kubernetes-token-file", Kind::string,
         "The <file> with the token that the CA shows to the cluster; it is kept with the provisioner."},
    Flag{"kubernetes-audience", Kind::strings,
         "A <name> that Kubernetes tokens may be for. Use the flag several times for several."});
inline constexpr Flag require_eab_flag{"require-eab", Kind::boolean,
                                       "Let only ACME clients in that have external account credentials."};
inline constexpr Flag force_cn_flag{
    "force-cn", Kind::boolean,
    "Give every certificate a common name: its first name when the request has none."};
inline constexpr Flag challenge_flag{"challenge", Kind::strings,
                                     "An ACME <challenge> to offer: http-01, dns-01, tls-alpn-01 or "
                                     "device-attest-01; or the secret of SCEP. Use the flag "
                                     "several times for several."};
inline constexpr Flag attestation_format_flag{
    "attestation-format", Kind::strings,
    "A <format> of attestation to accept: apple, step or tpm. Use the flag several times for several."};
inline constexpr Flag attestation_roots_flag{
    "attestation-roots", Kind::strings,
    "A <file> with root certificates of attestations. Use the flag several times "
    "for several."};
inline constexpr auto scep_flags = flag_list(
    Flag{"capabilities", Kind::strings,
         "The SCEP <capabilities> to announce. Use the flag several times for several."},
    Flag{"include-root", Kind::boolean, "Send the root certificate to SCEP clients too."},
    Flag{"exclude-intermediate", Kind::boolean, "Do not send the intermediate certificate to SCEP clients."},
    Flag{"min-public-key-length", Kind::integer, "The least <length> of SCEP clients' RSA keys in bits."},
    Flag{"encryption-algorithm-identifier", Kind::integer,
         "The <id> of the SCEP encryption: 0 DES-CBC, 1 AES-128-CBC, 2 AES-256-CBC, 3 AES-128-GCM, 4 "
         "AES-256-GCM."},
    Flag{"scep-decrypter-certificate-file", Kind::string,
         "The <file> with the certificate SCEP requests are encrypted for."},
    Flag{"scep-decrypter-key-file", Kind::string,
         "The <file> with the private key that opens SCEP requests."},
    Flag{"scep-decrypter-key-uri", Kind::string,
         "The KMS <uri> of the private key that opens SCEP requests."},
    Flag{"scep-decrypter-key-password-file", Kind::string,
         "The <file> with the password of that private key."});

// Cloud identities
inline constexpr Flag aws_account_flag{
    "aws-account", Kind::strings, "An AWS account <id> to accept. Use the flag several times for several."};
inline constexpr Flag azure_tenant_flag{"azure-tenant", Kind::string, "The Azure tenant <id> to accept."};
inline constexpr Flag azure_group_flag{
    "azure-resource-group", Kind::strings,
    "An Azure resource group (<name>) to accept. Use the flag several times for several."};
inline constexpr Flag azure_audience_flag{"azure-audience", Kind::string,
                                          "The audience (<name>) of Azure tokens."};
inline constexpr Flag azure_subscription_flag{
    "azure-subscription-id", Kind::strings,
    "An Azure subscription <id> to accept. Use the flag several times for several."};
inline constexpr Flag azure_object_flag{
    "azure-object-id", Kind::strings,
    "An Azure object <id> to accept. Use the flag several times for several."};
inline constexpr Flag gcp_account_flag{
    "gcp-service-account", Kind::strings,
    "A Google service account (<email>) or its id to accept. Use the flag several times for several."};
inline constexpr Flag gcp_project_flag{
    "gcp-project", Kind::strings, "A Google project <id> to accept. Use the flag several times for several."};
inline constexpr auto instance_flags = flag_list(
    Flag{"gcp-organization", Kind::string, "The Google organization <id> to accept."},
    Flag{"instance-age", Kind::duration, "How old an instance may be (<duration>)."},
    Flag{"disable-custom-sans", Kind::boolean, "Only the instance's own names may be in its certificates."},
    Flag{"disable-trust-on-first-use,disable-tofu", Kind::boolean, "An instance may ask more than once."},
    Flag{"disable-ssh-ca-user", Kind::boolean, "No SSH user certificates for Google instances."},
    Flag{"disable-ssh-ca-host", Kind::boolean, "No SSH host certificates for Google instances."});

// Templates and claims, for every type
inline constexpr auto claims_flags =
    flag_list(Flag{"x509-template", Kind::string, "The <file> with the template of X.509 certificates."},
              Flag{"x509-template-data", Kind::string, "The JSON <file> with data for that template."},
              Flag{"ssh-template", Kind::string, "The <file> with the template of SSH certificates."},
              Flag{"ssh-template-data", Kind::string, "The JSON <file> with data for that template."},
              Flag{"x509-min-dur", Kind::duration, "The shortest <duration> of an X.509 certificate."},
              Flag{"x509-max-dur", Kind::duration, "The longest <duration> of an X.509 certificate."},
              Flag{"x509-default-dur", Kind::duration,
                   "The <duration> of an X.509 certificate when nobody asks for one."},
              Flag{"ssh-user-min-dur", Kind::duration, "The shortest <duration> of an SSH user certificate."},
              Flag{"ssh-user-max-dur", Kind::duration, "The longest <duration> of an SSH user certificate."},
              Flag{"ssh-user-default-dur", Kind::duration,
                   "The <duration> of an SSH user certificate when nobody asks for one."},
              Flag{"ssh-host-min-dur", Kind::duration, "The shortest <duration> of an SSH host certificate."},
              Flag{"ssh-host-max-dur", Kind::duration, "The longest <duration> of an SSH host certificate."},
              Flag{"ssh-host-default-dur", Kind::duration,
                   "The <duration> of an SSH host certificate when nobody asks for one."},
              Flag{"disable-renewal", Kind::boolean, "Certificates of this provisioner cannot be renewed."},
              Flag{"allow-renewal-after-expiry", Kind::boolean,
                   "Certificates of this provisioner can be renewed when they have expired."},
              Flag{"disable-smallstep-extensions", Kind::boolean,
                   "Certificates do not carry the extension that names their provisioner."},
              Flag{"ssh", Kind::boolean_true,
                   "The provisioner may give SSH certificates. **--ssh=false** forbids it."});

// Where to: the admin API, or the file.
inline constexpr auto change_flags = flag_list(
    admin_flags,
    password_file_flag.with_usage("The <file> with the password that protects the provisioner's key."),
    ca_flags, ca_config_flag);

}  // namespace newel::cli::ca
