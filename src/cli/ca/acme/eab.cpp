// `step ca acme eab`: the keys with which ACME clients prove who they are, where a provisioner asks for that.
#include "base/encoding.h"
#include "base/files.h"
#include "base/process.h"
#include "cli/ca/admin/session.h"
#include "cli/ca/ca.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

using messages::admin::EabKeyMessage;

constexpr auto list_flags =
    flag_list(Flag{"limit", Kind::integer, "How many keys to ask the CA for at once."},
              Flag{"no-pager", Kind::boolean, "Write to standard output, even when PAGER is set."},
              admin_command_flags);
constexpr auto key_flags = admin_command_flags;

// Columns of fixed width, the last one as it is.
template <std::size_t count>
std::string row(const std::size_t (&widths)[count], const std::string (&cells)[count + 1]) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += cells[i];
    if (cells[i].size() < widths[i]) out.append(widths[i] - cells[i].size(), ' ');
  }
  return out + cells[count] + "\n";
}
constexpr std::size_t add_widths[] = {36, 28, 48};
constexpr std::size_t list_widths[] = {36, 28, 16, 30, 30, 40};

// "2006-01-02 15:04:05 +00:00"
std::string shown(const std::optional<Time>& t) {
  if (!t) return {};
  std::string out = format_rfc3339(*t);
  out[10] = ' ';
  out.pop_back();
  return out + " +00:00";
}

int run_add(Invocation& in) {
  in.expect_args(1, 2);
  const auto ca = open_admin_client(in);
  const json::Value body = json::Object{{"reference", json::text(in.arg(1))}};
  EabKeyMessage key;
  try {
    key = EabKeyMessage::from_json(ca->call("POST", client::admin_path({"acme", "eab", in.arg(0)}), &body));
  } catch (const Error& error) {
    throw error.wrapped("error creating ACME EAB key");
  }
  print(row(add_widths, {"Key ID", "Provisioner", "Key (base64, raw url encoded)", "Reference"}) +
        row(add_widths, {key.id, key.provisioner, base64url(as_bytes(key.hmac_key)), key.reference}));
  return 0;
}

std::vector<EabKeyMessage> all_keys(const Invocation& in, client::AdminClient& ca) {
  std::vector<EabKeyMessage> out;
  const std::string path = in.arg_count() == 2 ? client::admin_path({"acme", "eab", in.arg(0), in.arg(1)})
                                               : client::admin_path({"acme", "eab", in.arg(0)});
  const std::string limit = in.integer("limit") > 0 ? "limit=" + std::to_string(in.integer("limit")) : "";
  std::string cursor;
  do {
    std::string query = cursor.empty() ? limit : "cursor=" + client::escape_path(cursor) + "&" + limit;
    const json::Object page = ca.call("GET", path, nullptr, query);
    if (const json::Value* list = json::find(page, "eaks"); list != nullptr && list->is_array()) {
      for (const json::Value& one : list->get_array()) out.push_back(EabKeyMessage::from_json(one));
    }
    const std::string next = json::as_string(json::find(page, "nextCursor")).value_or("");
    if (next == cursor) break;
    cursor = next;
  } while (!cursor.empty());
  return out;
}

// The program of PAGER; none when there is no such wish.
std::string pager(const Invocation& in) {
  const std::string program = environment("PAGER").value_or("");
  if (program.empty() || in.boolean("no-pager")) return {};
  if (program.find_first_of(" \t\n;&|<>") != std::string::npos)
    throw Error("invalid PAGER environment value");
  if (!find_program(program)) {
    throw Error("invalid PAGER environment value: exec: \"" + program +
                "\": executable file not found in $PATH");
  }
  return program;
}

int run_list(Invocation& in) {
  in.expect_args(1, 2);
  const auto ca = open_admin_client(in);
  const std::string program = pager(in);
  std::vector<EabKeyMessage> keys;
  try {
    keys = all_keys(in, *ca);
  } catch (const Error& error) {
    throw error.wrapped("error retrieving ACME EAB keys");
  }
  if (keys.empty()) {
    print("No ACME EAB keys stored for provisioner " + in.arg(0) + "\n");
    return 0;
  }
  std::string table = row(list_widths, {"Key ID", "Provisioner", "Key (masked)", "Created At", "Bound At",
                                        "Account", "Reference"});
  for (const EabKeyMessage& key : keys) {
    table += row(list_widths, {key.id, key.provisioner, "*****", shown(key.created_at), shown(key.bound_at),
                               key.account, key.reference});
  }
  if (program.empty()) {
    print(table);
  } else {
    run_program({program}, table);
  }
  return 0;
}

int run_remove(Invocation& in) {
  in.expect_args(2);
  const auto ca = open_admin_client(in);
  try {
    ca->call("DELETE", client::admin_path({"acme", "eab", in.arg(0), in.arg(1)}));
  } catch (const Error& error) {
    throw error.wrapped("error removing ACME EAB key");
  }
  print("Key was deleted successfully!\n");
  return 0;
}

constexpr Command list_command{
    .name = "list",
    .usage = "list the external account keys of an ACME provisioner",
    .usage_text = R"(**step ca acme eab list** <provisioner> [<eab-key-reference>]
[**--limit**=<number>] [**--no-pager**]
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca acme eab list** lists the external account keys of an ACME provisioner, without the keys themselves.
The list goes through the program in the variable PAGER, if there is one.

## POSITIONAL ARGUMENTS

<provisioner>
:  The name of the ACME provisioner.

<eab-key-reference>
:  The reference of the one key to show.

## EXAMPLES

All keys:
```
$ step ca acme eab list acme
```

One key:
```
$ step ca acme eab list acme team
```)",
    .action = run_list,
    .flags = list_flags,
};

constexpr Command add_command{
    .name = "add",
    .usage = "add an external account key to an ACME provisioner",
    .usage_text = R"(**step ca acme eab add** <provisioner> [<eab-key-reference>]
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca acme eab add** makes a key with which one ACME client can open one account, and prints it. It is
not shown again. The provisioner must ask for such keys: **step ca provisioner add --type ACME --require-eab**.

## POSITIONAL ARGUMENTS

<provisioner>
:  The name of the ACME provisioner.

<eab-key-reference>
:  A name for the key, for instance the client's or a person's.

## EXAMPLES

A key:
```
$ step ca acme eab add acme
```

A key with a name:
```
$ step ca acme eab add acme team
```)",
    .action = run_add,
    .flags = key_flags,
};

constexpr Command remove_command{
    .name = "remove",
    .usage = "remove an external account key from an ACME provisioner",
    .usage_text = R"(**step ca acme eab remove** <provisioner> <eab-key-id>
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca acme eab remove** removes an external account key: no account can be opened with it any more.

## POSITIONAL ARGUMENTS

<provisioner>
:  The name of the ACME provisioner.

<eab-key-id>
:  The id of the key, as **step ca acme eab list** shows it.

## EXAMPLES

Remove a key:
```
$ step ca acme eab remove acme 1810ab84-c96f-466d-9784-30d53a94ea88
```)",
    .action = run_remove,
    .flags = key_flags,
};

constexpr const Command* eab_commands[] = {&list_command, &add_command, &remove_command};

constexpr std::string_view about =
    R"(External account keys (RFC 8555, section 7.3.4) let an ACME provisioner open accounts for those alone that were
given one. They need a CA with remote management.

## EXAMPLES

A key for a client:
```
$ step ca acme eab add acme team
```)";

constexpr Command eab_group{
    .name = "eab",
    .usage = "manage external account keys of ACME",
    .usage_text = "**step ca acme eab** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description = about,
    .subcommands = eab_commands,
};
constexpr const Command* acme_commands[] = {&eab_group};

}  // namespace

constexpr Command acme_group{
    .name = "acme",
    .usage = "manage what ACME clients need",
    .usage_text = "**step ca acme** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description = about,
    .subcommands = acme_commands,
};

// Older versions had it below `step beta`.
namespace {
constexpr const Command* beta_ca_commands[] = {&acme_group};
constexpr Command beta_ca_group{
    .name = "ca",
    .usage = "the place where some commands of **step ca** once were",
    .usage_text = "**step beta ca** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description = "**step beta ca** holds commands under the name they once had. Use those of **step ca**.",
    .subcommands = beta_ca_commands,
};
constexpr const Command* beta_commands[] = {&beta_ca_group};
}  // namespace

constexpr Command beta_group{
    .name = "beta",
    .usage = "the place where some commands once were",
    .usage_text = "**step beta** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description = "**step beta** holds commands under the name they once had.",
    .subcommands = beta_commands,
};

}  // namespace newel::cli::ca
