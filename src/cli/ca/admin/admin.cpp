// The group `step ca admin`: who may use the admin API of a CA.
#include "cli/ca/admin/admins.h"
#include "cli/ca/admin/session.h"
#include "cli/ca/ca.h"
#include "cli/engine/errors.h"

namespace newel::cli::ca {
namespace {

constexpr Flag super_flag{
    "super", Kind::boolean,
    "Super administrators: they also say who is an administrator. **--super=false** means the "
    "other ones."};
constexpr Flag of_provisioner_flag{"provisioner", Kind::string,
                                   "The <name> of the provisioner that the administrator belongs to."};

constexpr auto list_flags = flag_list(super_flag, of_provisioner_flag, admin_command_flags);
constexpr auto add_flags =
    flag_list(Flag{"super", Kind::boolean, "Also let the new administrator say who is an administrator."},
              admin_command_flags);
constexpr auto remove_flags = flag_list(of_provisioner_flag, admin_command_flags);
constexpr auto update_flags =
    flag_list(Flag{"super", Kind::boolean,
                   "Make a super administrator; **--super=false** makes an administrator who is none."},
              of_provisioner_flag, admin_command_flags);

int run_list(Invocation& in) {
  in.expect_args(0);
  const auto ca = admin_client(in);
  auto admins = all_admins(*ca);
  if (in.is_set("super")) {
    std::erase_if(admins, [&](const ListedAdmin& one) { return one.admin.is_super != in.boolean("super"); });
  }
  if (const std::string name = in.string("provisioner"); !name.empty())
    std::erase_if(admins, [&](const ListedAdmin& one) { return one.provisioner_name != name; });
  print_admins(admins);
  return 0;
}

int run_add(Invocation& in) {
  in.expect_args(2);
  const auto ca = admin_client(in);
  print_admins({listed(*ca, ca->create_admin(in.arg(0), in.arg(1), in.boolean("super")))});
  return 0;
}

int run_remove(Invocation& in) {
  in.expect_args(1);
  const auto ca = admin_client(in);
  const ListedAdmin chosen = choose_admin(in, *ca, in.arg(0));
  if (is_self(*ca, chosen) &&
      !confirm_losing_access("This administrator is you: you will not be able to undo it. Remove it?"))
    return 1;
  ca->remove_admin(chosen.admin.id);
  return 0;
}

int run_update(Invocation& in) {
  in.expect_args(1);
  if (!in.is_set("super")) throw in.required("super");
  const auto ca = admin_client(in);
  ListedAdmin chosen = choose_admin(in, *ca, in.arg(0));
  const bool is_super = in.boolean("super");
  if (!is_super && chosen.admin.is_super && is_self(*ca, chosen) &&
      !confirm_losing_access("This administrator is you: you will not be able to undo it. Change it?"))
    return 1;
  chosen.admin = ca->update_admin(chosen.admin.id, is_super);
  print_admins({chosen});
  return 0;
}

}  // namespace

constexpr Command admin_list_command{
    .name = "list",
    .usage = "list the administrators of a CA",
    .usage_text = R"(**step ca admin list** [**--super**] [**--provisioner**=<name>]
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca admin list** lists who may use the admin API of a certificate authority.

## EXAMPLES

All of them:
```
$ step ca admin list
```

Only super administrators:
```
$ step ca admin list --super
```

Only the other ones, of one provisioner:
```
$ step ca admin list --super=false --provisioner ci
```)",
    .action = run_list,
    .flags = list_flags,
};

constexpr Command admin_add_command{
    .name = "add",
    .usage = "add an administrator to a CA",
    .usage_text = R"(**step ca admin add** <subject> <provisioner> [**--super**]
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca admin add** lets whoever holds a certificate for <subject>, given by <provisioner>, use the admin
API of a certificate authority: change provisioners and policies. With **--super** also say who is an administrator.

## POSITIONAL ARGUMENTS

<subject>
:  The name in the administrator's certificate: its common name, a DNS name or an e-mail address.

<provisioner>
:  The name of the provisioner that gives the certificate.

## EXAMPLES

An administrator:
```
$ step ca admin add max@example.com google
```

A super administrator:
```
$ step ca admin add max@example.com google --super
```)",
    .action = run_add,
    .flags = add_flags,
};

constexpr Command admin_remove_command{
    .name = "remove",
    .usage = "remove an administrator from a CA",
    .usage_text = R"(**step ca admin remove** <subject> [**--provisioner**=<name>]
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca admin remove** takes an administrator's rights away. The last super administrator cannot be removed.
Removing yourself asks first when there is a terminal.

## POSITIONAL ARGUMENTS

<subject>
:  The administrator's name.

## EXAMPLES

Remove an administrator:
```
$ step ca admin remove max@example.com
```

One of several with that name:
```
$ step ca admin remove max@example.com --provisioner google
```)",
    .action = run_remove,
    .flags = remove_flags,
};

constexpr Command admin_update_command{
    .name = "update",
    .usage = "make an administrator a super administrator, or the reverse",
    .usage_text = R"(**step ca admin update** <subject> [**--super**] [**--provisioner**=<name>]
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>] [**--admin-provisioner**=<name>] [**--admin-password-file**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca admin update** says whether an administrator is a super administrator.

## POSITIONAL ARGUMENTS

<subject>
:  The administrator's name.

## EXAMPLES

A super administrator:
```
$ step ca admin update max@example.com --super
```

No longer one:
```
$ step ca admin update max@example.com --provisioner google --super=false
```)",
    .action = run_update,
    .flags = update_flags,
};

namespace {

constexpr const Command* subcommands[] = {&admin_list_command, &admin_add_command, &admin_remove_command,
                                          &admin_update_command};

}  // namespace

constexpr Command admin_group{
    .name = "admin",
    .usage = "say who may administer a CA",
    .usage_text = "**step ca admin** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(An administrator may change the provisioners and policies of a certificate authority over the network, a super
administrator also the administrators. Who one is, a certificate of the same authority says: these commands take it from
**--admin-cert** and **--admin-key**, or get one for as long as the command runs.

## EXAMPLES

List the administrators:
```
$ step ca admin list
```

Add one:
```
$ step ca admin add max@example.com google --super
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::ca
