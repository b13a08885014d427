// `step ca provisioner webhook`: the servers a CA asks before it signs for a provisioner. The reference keeps
// them in its database alone; here they may also stand in ca.json.
#include <sys/stat.h>

#include "base/encoding.h"
#include "base/files.h"
#include "base/random.h"
#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/provisioner/config_change.h"
#include "cli/ca/provisioner/webhook_document.h"
#include "cli/ca/provisioner/webhook_remote.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"

namespace newel::cli::ca {
namespace {

constexpr std::size_t secret_size = 64;

constexpr auto add_flags = flag_list(webhook_flags, webhook_change_flags);
constexpr auto update_flags = add_flags;
constexpr auto remove_flags = webhook_change_flags;

constexpr const Command* subcommands[] = {&webhook_add_command, &webhook_update_command,
                                          &webhook_remove_command};

// The member with this name, whatever its case; made when it is missing.
json::Value& member(json::Object& object, std::string_view name, const json::Value& otherwise) {
  for (auto& one : object) {
    if (equal_ignoring_case({one.key().data(), one.key().size()}, name) && !one.value().is_null())
      return one.value();
  }
  return object[{name.data(), name.size()}] = otherwise;
}

json::Array& webhooks_of(json::Object& provisioner) {
  json::Value& options = member(provisioner, "options", json::Object{});
  if (!options.is_object()) throw Error("options is not an object");
  json::Value& list = member(options.get_object(), "webhooks", json::Array{});
  if (!list.is_array()) throw Error("options.webhooks is not a list");
  return list.get_array();
}

json::Value* find_webhook(json::Array& list, const std::string& name) {
  for (json::Value& one : list) {
    if (provisioner_name(one) == name) return &one;
  }
  return nullptr;
}

Error missing(const std::string& provisioner, const std::string& name) {
  return Error("provisioner " + quote(provisioner) + " does not have a webhook with the name " + quote(name));
}

// Where the webhooks of this CA are. The configuration is named even when the database is meant, as the
// reference does.
bool in_file(const Invocation& in) {
  if (keeps_provisioners_in_file(in)) return true;
  if (const std::string file = ca_config_of(in); file_exists(file)) print_status("CA Configuration", file);
  return false;
}

// Who runs the CA need not own its configuration, so its mode is left to people.
void warn_of_readers(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || (status.st_mode & S_IROTH) == 0) return;
  say("WARNING: " + file + " now holds secrets, and everybody on this machine can read it: chmod o-r " +
      file);
}

int run_add(Invocation& in) {
  in.expect_args(2);
  const std::string provisioner = in.arg(0), name = in.arg(1);
  if (in.string("url").empty()) throw in.required("url");
  const std::string id = system_random().uuid();
  const std::string secret = base64_encode(system_random().bytes(secret_size));
  if (!in_file(in)) return add_webhook_remotely(in), 0;
  change_config_file(in, [&](config::Config& config) {
    json::Array& list = webhooks_of(find_provisioner(config, provisioner));
    if (find_webhook(list, name) != nullptr) {
      throw Error("provisioner " + quote(provisioner) + " already has a webhook with the name " +
                  quote(name));
    }
    json::Object document = webhook_document(in, {{"id", json::text(id)}, {"name", json::text(name)}});
    document["secret"] = json::text(secret);
    list.push_back(std::move(document));
  });
  print("Webhook ID: " + id + "\nSecret: " + secret + "\n");
  warn_of_readers(ca_config_of(in));
  return 0;
}

int run_update(Invocation& in) {
  in.expect_args(2);
  const std::string provisioner = in.arg(0), name = in.arg(1);
  if (!in_file(in)) return update_webhook_remotely(in), 0;
  change_config_file(in, [&](config::Config& config) {
    json::Value* found = find_webhook(webhooks_of(find_provisioner(config, provisioner)), name);
    if (found == nullptr) throw missing(provisioner, name);
    *found = webhook_document(in, found->get_object());
  });
  return 0;
}

int run_remove(Invocation& in) {
  in.expect_args(2);
  const std::string provisioner = in.arg(0), name = in.arg(1);
  if (!in_file(in)) return remove_webhook_remotely(in), 0;
  change_config_file(in, [&](config::Config& config) {
    json::Object& entry = find_provisioner(config, provisioner);
    json::Array& list = webhooks_of(entry);
    json::Value* found = find_webhook(list, name);
    if (found == nullptr) throw missing(provisioner, name);
    list.erase(list.begin() + (found - list.data()));
    if (list.empty()) member(entry, "options", json::Object{}).get_object().stable_erase("webhooks");
  });
  return 0;
}

}  // namespace

constexpr Command webhook_group{
    .name = "webhook",
    .usage = "add, change and remove the webhooks of a provisioner",
    .usage_text =
        "**step ca provisioner webhook** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(A webhook is a server that a certificate authority asks before it signs for a provisioner: for data that
certificate templates use, or for permission.

## EXAMPLES

Ask a server whether a certificate may be given:
```
$ step ca provisioner webhook add ci gate --kind AUTHORIZING --url https://gate.internal/certificates
```

Ask it no longer:
```
$ step ca provisioner webhook remove ci gate
```)",
    .subcommands = subcommands,
};

constexpr Command webhook_add_command{
    .name = "add",
    .usage = "add a webhook to a provisioner",
    .usage_text = R"(**step ca provisioner webhook add** <provisioner_name> <webhook_name>
[**--url**=<url>] [**--kind**=<kind>] [**--cert-type**=<type>] [**--bearer-token-file**=<file>]
[**--basic-auth-username**=<username>] [**--basic-auth-password-file**=<file>] [**--disable-tls-client-auth**]
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca provisioner webhook add** adds a webhook to a provisioner and prints its id and the secret that
signs what the CA sends to it. The CA asks it once it has read its configuration again: send it SIGHUP, or restart it.

The secret, and the credentials given here, are kept in the configuration of the CA: keep that file to yourself.

## POSITIONAL ARGUMENTS

<provisioner_name>
:  The name of the provisioner.

<webhook_name>
:  The name of the webhook; templates find its data as .Webhooks.<webhook_name>.

## EXAMPLES

Data for certificate templates, by the subject of the token:
```
$ step ca provisioner webhook add ci people --url 'https://people.internal/{{ .Token.sub | urlquery }}'
```

Permission for X.509 certificates, with a bearer token:
```
$ step ca provisioner webhook add ci gate --kind AUTHORIZING --cert-type X509 \
  --url https://gate.internal/certificates --bearer-token-file token.txt
```)",
    .action = run_add,
    .flags = add_flags,
};

constexpr Command webhook_update_command{
    .name = "update",
    .usage = "change a webhook of a provisioner",
    .usage_text = R"(**step ca provisioner webhook update** <provisioner_name> <webhook_name>
[**--url**=<url>] [**--kind**=<kind>] [**--cert-type**=<type>] [**--bearer-token-file**=<file>]
[**--basic-auth-username**=<username>] [**--basic-auth-password-file**=<file>] [**--disable-tls-client-auth**]
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca provisioner webhook update** changes what its flags name of a webhook, and nothing else. Its id and
its secret stay.

## POSITIONAL ARGUMENTS

<provisioner_name>
:  The name of the provisioner.

<webhook_name>
:  The name of the webhook.

## EXAMPLES

Another server:
```
$ step ca provisioner webhook update ci people --url https://people2.internal/
```)",
    .action = run_update,
    .flags = update_flags,
};

constexpr Command webhook_remove_command{
    .name = "remove",
    .usage = "remove a webhook from a provisioner",
    .usage_text = R"(**step ca provisioner webhook remove** <provisioner_name> <webhook_name>
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca provisioner webhook remove** takes a webhook away from a provisioner: the CA does not ask it any more
once it has read its configuration again.

## POSITIONAL ARGUMENTS

<provisioner_name>
:  The name of the provisioner.

<webhook_name>
:  The name of the webhook.

## EXAMPLES

Remove it:
```
$ step ca provisioner webhook remove ci people
```)",
    .action = run_remove,
    .flags = remove_flags,
};

}  // namespace newel::cli::ca
