// The tree of `step ca policy`. Each command is an instance of a template; its texts are joined from words at
// compile time.
#include "cli/ca/admin/session.h"
#include "cli/ca/ca.h"
#include "cli/ca/policy/policy_commands.h"

namespace newel::cli::ca {
namespace policy {
namespace {

// Texts.

template <const std::string_view&... parts>
class Joined {
  static constexpr auto make() {
    std::array<char, (parts.size() + ... + 0)> out{};
    std::size_t at = 0;
    auto add = [&](std::string_view part) {
      for (const char c : part) out[at++] = c;
    };
    (add(parts), ...);
    return out;
  }
  static constexpr auto octets = make();

 public:
  static constexpr std::string_view value{octets.data(), octets.size()};
};

constexpr std::string_view space = " ", bold_step = "**step ca policy ", bold_end = "**", newline = "\n";
constexpr std::string_view group_tail = "** <subcommand> [arguments] [global-flags] [subcommand-flags]";
constexpr std::string_view admin_flags_text =
    R"([**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])";
constexpr std::string_view example_head = "\n\n## EXAMPLES\n\n", fence = "```\n$ step ca policy ",
                           fence_line = "$ step ca policy ", fence_end = "\n```";

template <Level level>
struct LevelWords;
template <>
struct LevelWords<Level::authority> {
  static constexpr std::string_view name = "authority", whose = "the authority", flags = "", example = "";
};
template <>
struct LevelWords<Level::provisioner> {
  static constexpr std::string_view name = "provisioner", whose = "a provisioner",
                                    flags = "\n[**--provisioner**=<name>]", example = " --provisioner ci";
};
template <>
struct LevelWords<Level::acme> {
  static constexpr std::string_view name = "acme", whose = "an ACME account",
                                    flags =
                                        "\n[**--provisioner**=<name>] [**--eab-key-reference**=<reference>] "
                                        "[**--eab-key-id**=<id>]",
                                    example = " --provisioner acme --eab-key-reference team";
};

template <Area area>
struct AreaWords;
template <>
struct AreaWords<Area::x509> {
  static constexpr std::string_view path = "x509", what = "X.509 certificates";
};
template <>
struct AreaWords<Area::ssh_host> {
  static constexpr std::string_view path = "ssh host", name = "host", what = "SSH host certificates";
};
template <>
struct AreaWords<Area::ssh_user> {
  static constexpr std::string_view path = "ssh user", name = "user", what = "SSH user certificates";
};

template <Side side>
struct SideWords;
template <>
struct SideWords<Side::allow> {
  static constexpr std::string_view name = "allow", verb = "allow", list = "allowed";
};
template <>
struct SideWords<Side::deny> {
  static constexpr std::string_view name = "deny", verb = "deny", list = "denied";
};

template <NameList list>
struct ListWords;
template <>
struct ListWords<NameList::cn> {
  static constexpr std::string_view name = "cn", what = "common names", argument = "<name>",
                                    example = "Printer", meaning = "\n:  A common name, or several.";
};
template <>
struct ListWords<NameList::dns> {
  static constexpr std::string_view name = "dns", what = "DNS names", argument = "<domain>",
                                    example = "\"*.example.com\"",
                                    meaning =
                                        "\n:  A DNS name, or several; `*.example.com` stands for every name "
                                        "one label longer.";
};
template <>
struct ListWords<NameList::email> {
  static constexpr std::string_view name = "email", what = "e-mail addresses", argument = "<email>",
                                    example = "@example.com",
                                    meaning =
                                        "\n:  An address, or `@example.com` for every one of a domain; or "
                                        "several.";
};
template <>
struct ListWords<NameList::ip> {
  static constexpr std::string_view name = "ip", what = "IP addresses", argument = "<ip address>",
                                    example = "10.0.0.0/8",
                                    meaning = "\n:  An address or a network, or several.";
};
template <>
struct ListWords<NameList::uri> {
  static constexpr std::string_view name = "uri", what = "URI domains", argument = "<uri domain>",
                                    example = "\"*.example.com\"",
                                    meaning = "\n:  The host of URIs, written like a DNS name; or several.";
};
template <>
struct ListWords<NameList::principal> {
  static constexpr std::string_view name = "principal", what = "principals", argument = "<principal>",
                                    example = "root",
                                    meaning = "\n:  A principal, or several; `*` stands for any.";
};

// Flags.

constexpr Flag owner_flag{
    "provisioner,issuer", Kind::string,
    "The <name> of the provisioner whose policy is meant. At the authority's level: the one to "
    "log in with."};
constexpr auto eab_flags = flag_list(
    Flag{"eab-key-id", Kind::string, "The id of the ACME account's external account key."},
    Flag{"eab-key-reference", Kind::string, "The reference of the ACME account's external account key."});
constexpr Flag remove_flag{"remove", Kind::boolean, "Take the names out of the list again."};

constexpr auto policy_flags = flag_list(owner_flag, eab_flags, admin_command_flags);
constexpr auto name_flags = flag_list(owner_flag, eab_flags, remove_flag, admin_command_flags);
constexpr auto keyless_name_flags = flag_list(owner_flag, remove_flag, admin_command_flags);

constexpr bool is_keyless(NameList list) {
  return list == NameList::email || list == NameList::uri || list == NameList::principal;
}

constexpr std::span<const Flag> flags_for(Level level, NameList list) {
  // At the level of ACME accounts a key must be named, whatever the list.
  if (is_keyless(list) && level != Level::acme) return keyless_name_flags;
  return name_flags;
}

// Commands.

template <Level L, Area A, Side S, NameList N>
struct NameCommand {
  static constexpr std::string_view usage_1 = " ", usage_2 = " in ", of = " of ";
  // The first line is what an error about arguments quotes: as the reference has it.
  static constexpr std::string_view names_tail =
      is_keyless(N) ? " [**--remove**] [**--provisioner**=<name>]" : " [**--remove**]";
  static constexpr std::string_view about = " changes the list of ", about_in = " in ";
  static constexpr std::string_view about_end =
      ". Once a policy allows something, it denies what it does not allow.";
  static constexpr std::string_view arguments = "\n\n## POSITIONAL ARGUMENTS\n\n";
  static constexpr std::string_view remove_example = " --remove";

  static int run(Invocation& in) { return change_names(in, {L, A, S, N}); }
  static constexpr std::string_view path = Joined<LevelWords<L>::name, space, AreaWords<A>::path, space,
                                                  SideWords<S>::name, space, ListWords<N>::name>::value;
  static constexpr std::string_view usage =
      Joined<SideWords<S>::verb, space, ListWords<N>::what, usage_2, AreaWords<A>::what>::value;
  static constexpr std::string_view usage_text =
      Joined<bold_step, path, bold_end, space, ListWords<N>::argument, names_tail, LevelWords<L>::flags,
             newline, admin_flags_text>::value;
  static constexpr std::string_view description =
      Joined<bold_step, path, bold_end, about, SideWords<S>::list, space, ListWords<N>::what, about_in,
             AreaWords<A>::what, of, LevelWords<L>::whose, about_end, arguments, ListWords<N>::argument,
             ListWords<N>::meaning, example_head, fence, path, space, ListWords<N>::example,
             LevelWords<L>::example, newline, fence_line, path, space, ListWords<N>::example,
             LevelWords<L>::example, remove_example, fence_end>::value;
  static constexpr Command command{
      .name = ListWords<N>::name,
      .usage = usage,
      .usage_text = usage_text,
      .description = description,
      .action = run,
      .flags = flags_for(L, N),
  };
};

template <Level L, Area A, Side S>
struct SideGroup {
  static constexpr std::string_view usage_2 = " names in ", of = " of ", about = " changes which names are ";
  static constexpr std::string_view about_in = " in ", stop = ".";
  static constexpr auto children() {
    if constexpr (A == Area::x509) {
      return std::array<const Command*, 5>{
          &NameCommand<L, A, S, NameList::cn>::command, &NameCommand<L, A, S, NameList::dns>::command,
          &NameCommand<L, A, S, NameList::email>::command, &NameCommand<L, A, S, NameList::ip>::command,
          &NameCommand<L, A, S, NameList::uri>::command};
    } else if constexpr (A == Area::ssh_host) {
      return std::array<const Command*, 3>{&NameCommand<L, A, S, NameList::dns>::command,
                                           &NameCommand<L, A, S, NameList::email>::command,
                                           &NameCommand<L, A, S, NameList::principal>::command};
    } else {
      return std::array<const Command*, 2>{&NameCommand<L, A, S, NameList::email>::command,
                                           &NameCommand<L, A, S, NameList::principal>::command};
    }
  }
  static constexpr auto commands = children();
  static constexpr std::string_view path =
      Joined<LevelWords<L>::name, space, AreaWords<A>::path, space, SideWords<S>::name>::value;
  static constexpr std::string_view usage = Joined<SideWords<S>::verb, usage_2, AreaWords<A>::what>::value;
  static constexpr std::string_view usage_text = Joined<bold_step, path, group_tail>::value;
  static constexpr std::string_view description =
      Joined<bold_step, path, bold_end, about, SideWords<S>::list, about_in, AreaWords<A>::what, of,
             LevelWords<L>::whose, stop>::value;
  static constexpr Command command{.name = SideWords<S>::name,
                                   .usage = usage,
                                   .usage_text = usage_text,
                                   .description = description,
                                   .subcommands = commands};
};

template <Level L, bool allow>
struct WildcardCommand {
  static constexpr std::string_view x509_wildcards = " x509 wildcards ", word = allow ? "allow" : "deny";
  static constexpr std::string_view usage_tail = " names with a wildcard in X.509 certificates";
  static constexpr std::string_view about = " says that names such as `*.example.com` ",
                                    may = allow ? "may" : "may not",
                                    about_tail = " stand in X.509 certificates of ",
                                    stop = ", where an allowed domain covers them.";

  static int run(Invocation& in) { return change_wildcards(in, L, allow); }
  static constexpr std::string_view path = Joined<LevelWords<L>::name, x509_wildcards, word>::value;
  static constexpr std::string_view usage = Joined<word, usage_tail>::value;
  static constexpr std::string_view usage_text =
      Joined<bold_step, path, bold_end, LevelWords<L>::flags, newline, admin_flags_text>::value;
  static constexpr std::string_view description =
      Joined<bold_step, path, bold_end, about, may, about_tail, LevelWords<L>::whose, stop, example_head,
             fence, path, LevelWords<L>::example, fence_end>::value;
  static constexpr Command command{.name = word,
                                   .usage = usage,
                                   .usage_text = usage_text,
                                   .description = description,
                                   .action = run,
                                   .flags = policy_flags};
};

template <Level L>
struct LevelCommands {
  // view and remove
  static constexpr std::string_view view_word = " view", remove_word = " remove";
  static constexpr std::string_view view_about = " prints the name policy of ",
                                    remove_about = " removes the name policy of ", json_tail = " as JSON.",
                                    remove_tail = ": names are no longer restricted by it.";
  static constexpr std::string_view view_usage_head = "print the policy of ",
                                    remove_usage_head = "remove the policy of ";
  static int run_view(Invocation& in) { return view_policy(in, L); }
  static int run_remove(Invocation& in) { return remove_policy(in, L); }

  static constexpr std::string_view view_path = Joined<LevelWords<L>::name, view_word>::value;
  static constexpr std::string_view view_usage = Joined<view_usage_head, LevelWords<L>::whose>::value;
  static constexpr std::string_view view_text =
      Joined<bold_step, view_path, bold_end, LevelWords<L>::flags, newline, admin_flags_text>::value;
  static constexpr std::string_view view_description =
      Joined<bold_step, view_path, bold_end, view_about, LevelWords<L>::whose, json_tail, example_head, fence,
             view_path, LevelWords<L>::example, fence_end>::value;
  static constexpr Command view{.name = "view",
                                .usage = view_usage,
                                .usage_text = view_text,
                                .description = view_description,
                                .action = run_view,
                                .flags = policy_flags};

  static constexpr std::string_view remove_path = Joined<LevelWords<L>::name, remove_word>::value;
  static constexpr std::string_view remove_usage = Joined<remove_usage_head, LevelWords<L>::whose>::value;
  static constexpr std::string_view remove_text =
      Joined<bold_step, remove_path, bold_end, LevelWords<L>::flags, newline, admin_flags_text>::value;
  static constexpr std::string_view remove_description =
      Joined<bold_step, remove_path, bold_end, remove_about, LevelWords<L>::whose, remove_tail, example_head,
             fence, remove_path, LevelWords<L>::example, fence_end>::value;
  static constexpr Command remove{.name = "remove",
                                  .usage = remove_usage,
                                  .usage_text = remove_text,
                                  .description = remove_description,
                                  .action = run_remove,
                                  .flags = policy_flags};

  // x509
  static constexpr std::string_view wildcards_word = " x509 wildcards", x509_word = " x509",
                                    ssh_word = " ssh", host_word = " ssh host", user_word = " ssh user";
  static constexpr std::string_view about_names = " changes which names may stand in ", of = " of ",
                                    stop = ".";
  static constexpr std::string_view about_wildcards = " says whether wildcards may stand in names of ";
  static constexpr const Command* wildcard_commands[] = {&WildcardCommand<L, true>::command,
                                                         &WildcardCommand<L, false>::command};
  static constexpr std::string_view wildcards_text =
      Joined<bold_step, LevelWords<L>::name, wildcards_word, group_tail>::value;
  static constexpr std::string_view wildcards_description =
      Joined<bold_step, LevelWords<L>::name, wildcards_word, bold_end, about_wildcards,
             AreaWords<Area::x509>::what, of, LevelWords<L>::whose, stop>::value;
  static constexpr Command wildcards{.name = "wildcards",
                                     .usage = "allow or deny wildcards in X.509 certificates",
                                     .usage_text = wildcards_text,
                                     .description = wildcards_description,
                                     .subcommands = wildcard_commands};
  static constexpr const Command* x509_commands[] = {&SideGroup<L, Area::x509, Side::allow>::command,
                                                     &SideGroup<L, Area::x509, Side::deny>::command,
                                                     &wildcards};
  static constexpr std::string_view x509_text =
      Joined<bold_step, LevelWords<L>::name, x509_word, group_tail>::value;
  static constexpr std::string_view x509_description =
      Joined<bold_step, LevelWords<L>::name, x509_word, bold_end, about_names, AreaWords<Area::x509>::what,
             of, LevelWords<L>::whose, stop>::value;
  static constexpr Command x509{.name = "x509",
                                .usage = "change the policy for X.509 certificates",
                                .usage_text = x509_text,
                                .description = x509_description,
                                .subcommands = x509_commands};

  // ssh
  template <Area A>
  struct SshPart {
    static constexpr std::string_view usage_head = "change the policy for ";
    static constexpr const Command* commands[] = {&SideGroup<L, A, Side::allow>::command,
                                                  &SideGroup<L, A, Side::deny>::command};
    static constexpr std::string_view usage = Joined<usage_head, AreaWords<A>::what>::value;
    static constexpr std::string_view text =
        Joined<bold_step, LevelWords<L>::name, space, AreaWords<A>::path, group_tail>::value;
    static constexpr std::string_view description =
        Joined<bold_step, LevelWords<L>::name, space, AreaWords<A>::path, bold_end, about_names,
               AreaWords<A>::what, of, LevelWords<L>::whose, stop>::value;
    static constexpr Command command{.name = AreaWords<A>::name,
                                     .usage = usage,
                                     .usage_text = text,
                                     .description = description,
                                     .subcommands = commands};
  };
  static constexpr const Command* ssh_commands[] = {&SshPart<Area::ssh_host>::command,
                                                    &SshPart<Area::ssh_user>::command};
  static constexpr std::string_view ssh_what = "SSH certificates";
  static constexpr std::string_view ssh_text =
      Joined<bold_step, LevelWords<L>::name, ssh_word, group_tail>::value;
  static constexpr std::string_view ssh_description =
      Joined<bold_step, LevelWords<L>::name, ssh_word, bold_end, about_names, ssh_what, of,
             LevelWords<L>::whose, stop>::value;
  static constexpr Command ssh{.name = "ssh",
                               .usage = "change the policy for SSH certificates",
                               .usage_text = ssh_text,
                               .description = ssh_description,
                               .subcommands = ssh_commands};

  // The level. An ACME account gets no SSH certificates.
  static constexpr auto children() {
    if constexpr (L == Level::acme) {
      return std::array<const Command*, 3>{&view, &remove, &x509};
    } else {
      return std::array<const Command*, 4>{&view, &remove, &x509, &ssh};
    }
  }
  static constexpr auto commands = children();
  static constexpr std::string_view group_usage_head = "manage the name policy of ";
  static constexpr std::string_view group_usage = Joined<group_usage_head, LevelWords<L>::whose>::value;
  static constexpr std::string_view group_text = Joined<bold_step, LevelWords<L>::name, group_tail>::value;
  static constexpr std::string_view group_about = " manages the name policy of ";
  static constexpr std::string_view group_description =
      Joined<bold_step, LevelWords<L>::name, bold_end, group_about, LevelWords<L>::whose, stop>::value;
  static constexpr Command group{.name = LevelWords<L>::name,
                                 .usage = group_usage,
                                 .usage_text = group_text,
                                 .description = group_description,
                                 .subcommands = commands};
};

constexpr const Command* levels[] = {&LevelCommands<Level::authority>::group,
                                     &LevelCommands<Level::provisioner>::group,
                                     &LevelCommands<Level::acme>::group, &policy_check_command};

}  // namespace
}  // namespace policy

constexpr Command policy_group{
    .name = "policy",
    .usage = "say which names a CA may certify",
    .usage_text = "**step ca policy** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(A name policy says which names a certificate authority may put into certificates: lists of allowed and of
denied names, for the whole authority and for each provisioner. These commands change it through the admin API of a CA
that was set up with **step ca init --remote-management**; **check** says what the policies of a configuration file do.

## EXAMPLES

Only names below one domain; the administrators must still get their certificates:
```
$ step ca policy authority x509 allow dns "*.example.com" step
```

See the policy:
```
$ step ca policy authority view
```

May the CA certify a name, and which rule says so?
```
$ step ca policy check www.example.com
```

One provisioner gives certificates for e-mail addresses alone:
```
$ step ca policy provisioner x509 allow email @example.com --provisioner google
```)",
    .subcommands = policy::levels,
};

}  // namespace newel::cli::ca
