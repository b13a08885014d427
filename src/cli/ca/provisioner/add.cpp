// `step ca provisioner add`: one more entry in ca.json.
#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/provisioner/config_change.h"
#include "cli/ca/provisioner/documents.h"
#include "cli/ca/provisioner/provisioner_flags.h"
#include "cli/ca/provisioner/type_members.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "provisioner/provisioner.h"

namespace newel::cli::ca {
namespace {

using provisioner::Type;

constexpr auto flags = flag_list(
    type_flag, jwk_flags, client_id_flag, client_secret_flag, listen_address_flag,
    configuration_endpoint_flag, admin_flag, domain_flag, group_flag, tenant_id_flag, x5c_roots_flag,
    nebula_root_flag, kubernetes_flags, require_eab_flag, force_cn_flag, challenge_flag,
    attestation_format_flag, attestation_roots_flag, scep_flags, aws_account_flag, azure_tenant_flag,
    azure_group_flag, azure_audience_flag, azure_subscription_flag, azure_object_flag, gcp_account_flag,
    gcp_project_flag, instance_flags, claims_flags, change_flags);

constexpr std::string_view known_types = "JWK, ACME, OIDC, SSHPOP, K8SSA, NEBULA, SCEP, AWS, GCP, AZURE";

Type type_of(const Invocation& in) {
  const std::string text = in.string("type");
  const auto type = provisioner::parse_type(text);
  if (!type || *type == Type::noop) throw invalid_flag_value("type", text, known_types);
  return *type;
}

json::Object common_members(const Invocation& in, Type type) {
  json::Object document{{"type", to_upper(provisioner::type_name(type))}, {"name", in.arg(0)}};
  json::Object& claims = member_object(document, "claims");
  claims["enableSSHCA"] = true;
  for (const char* name : {"disableRenewal", "allowRenewalAfterExpiry", "disableSmallstepExtensions"})
    claims[name] = false;
  set_claims(in, claims);
  set_options(in, type, document);
  return document;
}

void add_key_pair(json::Object& document, ProvisionerKey key) {
  document["key"] = std::move(key.public_key);
  if (!key.encrypted_key.empty()) document["encryptedKey"] = std::move(key.encrypted_key);
}

void check_key_flags(const Invocation& in) {
  if (!in.boolean("create")) {
    if (in.string("public-key").empty()) throw required_with_value("create", "false", "public-key");
    return;
  }
  for (const char* flag : {"public-key", "private-key"}) {
    if (in.is_set(flag)) throw incompatible_with("create", flag);
  }
}

ProvisionerKey key_of(const Invocation& in) {
  if (in.boolean("create")) return create_key(in);
  ProvisionerKey key{load_public_jwk(in, in.string("public-key")), {}};
  if (const std::string file = in.string("private-key"); !file.empty())
    key.encrypted_key = load_encrypted_jwk(in, file);
  return key;
}

int run(Invocation& in) {
  in.expect_args(1);
  const Type type = type_of(in);
  check_type_flags(in, type);
  if (type == Type::jwk) check_key_flags(in);
  json::Object document = common_members(in, type);
  add_type_members(in, type, document);
  change_provisioners(in, [&](config::Config& config) {
    check_provisioner(config, document);
    if (type == Type::jwk) add_key_pair(document, key_of(in));
    config.provisioners.emplace_back(document);
  });
  return 0;
}

}  // namespace

constexpr Command provisioner_add_command{
    .name = "add",
    .usage = "add a provisioner",
    .usage_text = R"(**step ca provisioner add** <name> **--type**=JWK [**--public-key**=<file>]
[**--create**] [**--private-key**=<file>]
[**--password-file**=<file>] [**--x509-min-dur**=<duration>] [**--x509-max-dur**=<duration>]
[**--x509-default-dur**=<duration>] [**--disable-renewal**] [**--allow-renewal-after-expiry**]
[**--x509-template**=<file>] [**--x509-template-data**=<file>] [**--ssh**] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>]

ACME

**step ca provisioner add** <name> **--type**=ACME
[**--force-cn**] [**--require-eab**] [**--challenge**=<challenge>]... [**--attestation-format**=<format>]...
[**--attestation-roots**=<file>]... [**--ca-config**=<file>] [**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>]

OIDC

**step ca provisioner add** <name> **--type**=OIDC **--client-id**=<id> **--configuration-endpoint**=<url>
[**--client-secret**=<secret>] [**--admin**=<email>]... [**--domain**=<domain>]... [**--group**=<group>]...
[**--tenant-id**=<tenant-id>] [**--listen-address**=<address>]

X5C, Nebula, Kubernetes

**step ca provisioner add** <name> **--type**=X5C **--x5c-roots**=<file>
**step ca provisioner add** <name> **--type**=Nebula **--nebula-root**=<file>
**step ca provisioner add** <name> **--type**=K8sSA **--public-key**=<file> [**--kubernetes-audience**=<name>]...
**step ca provisioner add** <name> **--type**=K8sSA **--kubernetes-server**=<url> [**--kubernetes-root**=<file>]
[**--kubernetes-token-file**=<file>] [**--kubernetes-audience**=<name>]...

AWS, GCP, Azure

**step ca provisioner add** <name> **--type**=AWS [**--aws-account**=<id>]... [**--instance-age**=<duration>]
[**--disable-custom-sans**] [**--disable-trust-on-first-use**]
**step ca provisioner add** <name> **--type**=GCP [**--gcp-service-account**=<email>]... [**--gcp-project**=<id>]...
[**--gcp-organization**=<id>] [**--instance-age**=<duration>] [**--disable-custom-sans**] [**--disable-trust-on-first-use**]
[**--disable-ssh-ca-user**] [**--disable-ssh-ca-host**]
**step ca provisioner add** <name> **--type**=Azure **--azure-tenant**=<id> [**--azure-resource-group**=<name>]...
[**--azure-subscription-id**=<id>]... [**--azure-object-id**=<id>]... [**--azure-audience**=<name>]
[**--disable-custom-sans**] [**--disable-trust-on-first-use**]

SCEP

**step ca provisioner add** <name> **--type**=SCEP [**--force-cn**] [**--challenge**=<challenge>]
[**--capabilities**=<capabilities>]... [**--include-root**] [**--exclude-intermediate**] [**--min-public-key-length**=<length>]
[**--encryption-algorithm-identifier**=<id>] [**--scep-decrypter-certificate-file**=<file>]
[**--scep-decrypter-key-file**=<file>] [**--scep-decrypter-key-uri**=<uri>] [**--scep-decrypter-key-password-file**=<file>])",
    .description =
        R"(**step ca provisioner add** adds a provisioner to the configuration of a certificate authority. The CA uses
it once it has read its configuration again: send it SIGHUP, or restart it.

A JWK provisioner has a key pair. Whoever knows the password of its private key can make tokens, and so get certificates.
**--create** makes the pair; **--public-key** and **--private-key** take one that is there. Without a private key in the CA,
tokens are made where the key is, with **step ca token --key**.

## POSITIONAL ARGUMENTS

<name>
:  The name of the provisioner.

## EXAMPLES

A JWK provisioner with a new key:
```
$ step ca provisioner add ci --create
```

With its own lifetimes:
```
$ step ca provisioner add ci --create --x509-min-dur 20m --x509-default-dur 48h --x509-max-dur 96h
```

With a key that is there:
```
$ step crypto jwk create jwk.pub jwk.priv
$ step ca provisioner add jane@example.com --public-key jwk.pub --private-key jwk.priv
```

An ACME provisioner:
```
$ step ca provisioner add acme --type ACME
```

Machines with certificates of another CA:
```
$ step ca provisioner add agents --type X5C --x5c-roots agents_root.pem
```

Hosts of a Nebula network, pods of a Kubernetes cluster:
```
$ step ca provisioner add mesh --type Nebula --nebula-root ca.crt
$ step ca provisioner add pods --type K8sSA --public-key cluster_keys.pem
```

A cluster that is asked about each token, and so knows which ones have been deleted:
```
$ step ca provisioner add pods --type K8sSA --kubernetes-server https://10.0.0.1:6443 \
  --kubernetes-root cluster_ca.crt --kubernetes-token-file reviewer.token
```

Instances of a cloud:
```
$ step ca provisioner add aws --type AWS --aws-account 123456789012
$ step ca provisioner add gcp --type GCP --gcp-project shop
$ step ca provisioner add azure --type Azure --azure-tenant 11111111-2222-3333-4444-555555555555
```

People with an account at an OpenID provider:
```
$ step ca provisioner add people --type OIDC --client-id 1087160488420 --client-secret s3cr3t \
  --configuration-endpoint https://accounts.google.com --domain example.com
```

In the file of a CA that is elsewhere:
```
$ step ca provisioner add ci --create --ca-config /etc/step-ca/config/ca.json
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
