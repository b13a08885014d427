// `step ca provisioner add`: one more entry in ca.json.
#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/provisioner/config_change.h"
#include "cli/ca/provisioner/documents.h"
#include "cli/ca/provisioner/provisioner_flags.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "provisioner/provisioner.h"

namespace newel::cli::ca {
namespace {

using provisioner::Type;

constexpr auto flags = flag_list(
    type_flag, jwk_flags, client_id_flag, client_secret_flag, listen_address_flag,
    configuration_endpoint_flag, admin_flag, domain_flag, group_flag, tenant_id_flag, x5c_roots_flag,
    nebula_root_flag, require_eab_flag, force_cn_flag, challenge_flag, attestation_format_flag,
    attestation_roots_flag, scep_flags, aws_account_flag, azure_tenant_flag, azure_group_flag,
    azure_audience_flag, azure_subscription_flag, azure_object_flag, gcp_account_flag, gcp_project_flag,
    instance_flags, claims_flags, change_flags);

constexpr std::string_view known_types = "JWK, ACME, OIDC, SSHPOP, K8SSA, NEBULA, SCEP, AWS, GCP, AZURE";

Type type_of(const Invocation& in) {
  const std::string text = in.string("type");
  const auto type = provisioner::parse_type(text);
  if (!type || *type == Type::noop) throw invalid_flag_value("type", text, known_types);
  if (*type != Type::jwk && *type != Type::acme) {
    throw Error("not supported yet: --type " + text + "; JWK and ACME are");
  }
  return *type;
}

json::Object common_members(const Invocation& in, Type type) {
  json::Object document{{"type", type == Type::jwk ? "JWK" : "ACME"}, {"name", in.arg(0)}};
  json::Object& claims = member_object(document, "claims");
  claims["enableSSHCA"] = true;
  for (const char* name : {"disableRenewal", "allowRenewalAfterExpiry", "disableSmallstepExtensions"})
    claims[name] = false;
  set_claims(in, claims);
  set_options(in, member_object(document, "options"));
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

void set_acme_members(const Invocation& in, json::Object& document) {
  if (in.boolean("force-cn")) document["forceCN"] = true;
  if (in.boolean("require-eab")) document["requireEAB"] = true;
  if (auto list = acme_challenges(in.strings("challenge")); !list.empty())
    document["challenges"] = std::move(list);
  if (auto list = attestation_formats(in.strings("attestation-format")); !list.empty()) {
    document["attestationFormats"] = std::move(list);
  }
}

int run(Invocation& in) {
  in.expect_args(1);
  const Type type = type_of(in);
  refuse_other_types(in, type == Type::acme);
  if (type == Type::jwk) check_key_flags(in);
  json::Object document = common_members(in, type);
  if (type == Type::acme) set_acme_members(in, document);
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
    .usage_text = R"(**step ca provisioner add** <name>
[**--type**=<type>] [**--create**] [**--public-key**=<file>] [**--private-key**=<file>]
[**--password-file**=<file>] [**--x509-min-dur**=<duration>] [**--x509-max-dur**=<duration>]
[**--x509-default-dur**=<duration>] [**--disable-renewal**] [**--allow-renewal-after-expiry**]
[**--x509-template**=<file>] [**--x509-template-data**=<file>] [**--ssh**] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>]

ACME

**step ca provisioner add** <name> **--type**=ACME
[**--force-cn**] [**--require-eab**] [**--challenge**=<challenge>]... [**--attestation-format**=<format>]...
[**--ca-config**=<file>] [**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
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

In the file of a CA that is elsewhere:
```
$ step ca provisioner add ci --create --ca-config /etc/step-ca/config/ca.json
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
