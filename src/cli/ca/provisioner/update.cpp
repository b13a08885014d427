// `step ca provisioner update`: changes what the flags name, and nothing else.
#include <algorithm>

#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/provisioner/config_change.h"
#include "cli/ca/provisioner/documents.h"
#include "cli/ca/provisioner/provisioner_flags.h"
#include "cli/ca/provisioner/type_members.h"
#include "cli/engine/errors.h"
#include "provisioner/provisioner.h"

namespace newel::cli::ca {
namespace {

constexpr Flag removal(std::string_view names, std::string_view usage) {
  return {names, Kind::strings, usage};
}

constexpr auto flags = flag_list(
    Flag{"name", Kind::string, "The new <name> of the provisioner."}, jwk_flags, client_id_flag,
    client_secret_flag, listen_address_flag, configuration_endpoint_flag, admin_flag,
    removal("remove-admin", "An <email> to take out again."), domain_flag,
    removal("remove-domain", "A <domain> to take out again."), group_flag, tenant_id_flag,
    Flag{"scope", Kind::strings,
         "A <scope> to ask an OIDC provider for. Use the flag several times for several."},
    removal("remove-scope", "A <scope> to take out again."),
    Flag{"auth-param", Kind::strings,
         "An <auth-param> to send to an OIDC provider, name=value. Use the flag several times for several."},
    x5c_roots_flag, nebula_root_flag, kubernetes_flags,
    removal("remove-kubernetes-audience", "A <name> to take out again."), require_eab_flag, force_cn_flag,
    challenge_flag, removal("remove-challenge", "A <challenge> to take out again."), attestation_format_flag,
    removal("remove-attestation-format", "A <format> to take out again."), attestation_roots_flag, scep_flags,
    aws_account_flag, removal("remove-aws-account", "An AWS account <id> to take out again."),
    azure_tenant_flag, azure_group_flag,
    removal("remove-azure-resource-group", "An Azure resource group (<name>) to take out again."),
    azure_audience_flag, azure_subscription_flag,
    removal("remove-azure-subscription-id", "An Azure subscription <id> to take out again."),
    azure_object_flag, removal("remove-azure-object-id", "An Azure object <id> to take out again."),
    gcp_account_flag,
    removal("remove-gcp-service-account", "A Google service account (<email>) to take out again."),
    gcp_project_flag, removal("remove-gcp-project", "A Google project <id> to take out again."),
    instance_flags, claims_flags, change_flags);

void update_key(const Invocation& in, json::Object& document) {
  if (in.boolean("create")) {
    for (const char* flag : {"public-key", "private-key"}) {
      if (in.is_set(flag)) throw incompatible_with("create", flag);
    }
    ProvisionerKey key = create_key(in);
    document["key"] = std::move(key.public_key);
    document["encryptedKey"] = std::move(key.encrypted_key);
    return;
  }
  if (const std::string file = in.string("public-key"); !file.empty())
    document["key"] = load_public_jwk(in, file);
  if (!in.is_set("private-key")) return;
  const std::string file = in.string("private-key");
  if (file.empty()) {
    document.erase("encryptedKey");
  } else {
    document["encryptedKey"] = load_encrypted_jwk(in, file);
  }
}

void update(const Invocation& in, json::Object& document) {
  const auto type = provisioner::parse_type(json::as_string(json::find_ci(document, "type")).value_or(""));
  if (!type) throw Error("provisioner " + in.arg(0) + " is of a type that this step does not know");
  check_type_flags(in, *type);
  if (const std::string name = in.string("name"); !name.empty()) document["name"] = name;
  if (type == provisioner::Type::jwk) update_key(in, document);
  update_type_members(in, *type, document);
  set_claims(in, member_object(document, "claims"));
  set_options(in, *type, document);
}

int run(Invocation& in) {
  in.expect_args(1);
  change_provisioners(in, [&](config::Config& config) {
    json::Object& entry = find_provisioner(config, in.arg(0));
    json::Object changed = entry;
    update(in, changed);
    const auto self = std::find_if(
        config.provisioners.begin(), config.provisioners.end(),
        [&](const json::Value& value) { return value.is_object() && &value.get_object() == &entry; });
    check_provisioner(config, changed, &*self);
    entry = std::move(changed);
  });
  return 0;
}

}  // namespace

constexpr Command provisioner_update_command{
    .name = "update",
    .usage = "change a provisioner",
    .usage_text = R"(**step ca provisioner update** <name> [**--public-key**=<file>]
[**--name**=<name>] [**--create**] [**--private-key**=<file>]
[**--password-file**=<file>] [**--x509-min-dur**=<duration>] [**--x509-max-dur**=<duration>]
[**--x509-default-dur**=<duration>] [**--disable-renewal**] [**--allow-renewal-after-expiry**]
[**--x509-template**=<file>] [**--x509-template-data**=<file>] [**--ssh**] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>]

ACME

**step ca provisioner update** <name>
[**--force-cn**] [**--require-eab**] [**--challenge**=<challenge>]... [**--remove-challenge**=<challenge>]...
[**--attestation-format**=<format>]... [**--remove-attestation-format**=<format>]...
[**--ca-config**=<file>] [**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca provisioner update** changes a provisioner in the configuration of a certificate authority: what its
flags name, and nothing else. The CA uses it once it has read its configuration again: send it SIGHUP, or restart it.

## POSITIONAL ARGUMENTS

<name>
:  The name of the provisioner.

## EXAMPLES

Other lifetimes:
```
$ step ca provisioner update ci --x509-default-dur 48h --x509-max-dur 96h
```

A new key pair; tokens made with the old one are refused:
```
$ step ca provisioner update ci --create
```

Another name:
```
$ step ca provisioner update ci --name continuous-integration
```

Keep the private key out of the CA from now on:
```
$ step ca provisioner update ci --private-key=""
```

An ACME provisioner that offers one challenge less:
```
$ step ca provisioner update acme --remove-challenge dns-01
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
