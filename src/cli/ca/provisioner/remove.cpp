// `step ca provisioner remove`: one name, or (as older versions had it) one of several entries of a name.
#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/flags.h"
#include "cli/ca/provisioner/config_change.h"
#include "cli/engine/errors.h"

namespace newel::cli::ca {
namespace {

constexpr auto flags = flag_list(
    admin_cert_flag, admin_key_flag, admin_subject_flag, admin_provisioner_flag,
    Flag{"admin-password-file,password-file", Kind::string, admin_password_flag.usage}, ca_flags,
    ca_config_flag, Flag{"kid", Kind::string, "Remove only the JWK entry with this key (<kid>)."}.hide(),
    Flag{"client-id", Kind::string, "Remove only the OIDC entry with this client (<id>)."}.hide(),
    Flag{"type", Kind::string, "Remove only entries of this <type>."}.hide(),
    Flag{"all", Kind::boolean, "Remove every entry of this name."}.hide());

std::string text(const json::Value& entry, std::string_view name) {
  return json::as_string(json::find_ci(entry.get_object(), name)).value_or("");
}

std::string kid_of(const json::Value& entry) {
  const json::Value* key = json::find_ci(entry.get_object(), "key");
  return key != nullptr && key->is_object() ? text(*key, "kid") : std::string();
}

struct Selection {
  std::string name, kid, client_id, type;
  bool all = false;

  bool by_name_only() const { return kid.empty() && client_id.empty() && type.empty() && !all; }
  bool matches(const json::Value& entry) const {
    if (!entry.is_object() || text(entry, "name") != name) return false;
    const std::string entry_type = to_lower(text(entry, "type"));
    if (!kid.empty() && (entry_type != "jwk" || kid_of(entry) != kid)) return false;
    if (!client_id.empty() && (entry_type != "oidc" || text(entry, "clientID") != client_id)) return false;
    return type.empty() || entry_type == to_lower(type);
  }
  Error nothing_matched() const {
    if (by_name_only()) return Error("error loading provisioner: provisioner " + name + " not found");
    if (all) return Error("no provisioners with name " + name + " found");
    const std::string what = !kid.empty()         ? "kid=" + kid
                             : !client_id.empty() ? "client-id=" + client_id
                                                  : "type=" + type;
    return Error("no provisioners with name=" + name + " and " + what + " found");
  }
};

Selection selection_of(const Invocation& in) {
  Selection what{in.arg(0), in.string("kid"), in.string("client-id"), in.string("type"), in.boolean("all")};
  if (!what.kid.empty() && !what.client_id.empty()) throw mutually_exclusive("kid", "client-id");
  if (what.all && !what.kid.empty()) throw mutually_exclusive("all", "kid");
  if (what.all && !what.client_id.empty()) throw mutually_exclusive("all", "client-id");
  return what;
}

int run(Invocation& in) {
  in.expect_args(1);
  const Selection what = selection_of(in);
  change_provisioners(in, [&](config::Config& config) {
    json::Array kept;
    bool removed = false;
    for (const json::Value& entry : config.provisioners) {
      const bool done = what.by_name_only() && removed;  // a plain name means one entry
      if (!done && what.matches(entry)) {
        removed = true;
      } else {
        kept.push_back(entry);
      }
    }
    if (!removed) throw what.nothing_matched();
    config.provisioners = std::move(kept);
  });
  return 0;
}

}  // namespace

constexpr Command provisioner_remove_command{
    .name = "remove",
    .usage = "remove a provisioner",
    .usage_text = R"(**step ca provisioner remove** <name>
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca provisioner remove** takes a provisioner out of the configuration of a certificate authority. The CA
stops using it once it has read its configuration again: send it SIGHUP, or restart it. Certificates it gave stay valid until
they expire; they cannot be renewed.

## POSITIONAL ARGUMENTS

<name>
:  The name of the provisioner.

## EXAMPLES

Remove a provisioner:
```
$ step ca provisioner remove ci
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
