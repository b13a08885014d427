// step certificate install, uninstall: a root in the lists of trusted roots on this machine, and out of them.
#include "cli/certificate/certificate.h"
#include "cli/certificate/input.h"
#include "cli/certificate/issuing.h"
#include "cli/engine/output_file.h"
#include "client/application_stores.h"
#include "client/trust_store.h"
#include "x509/inspect_names.h"
#include "x509/inspect_short.h"

namespace newel::cli::certificate {
namespace {

constexpr Flag prefix_flag{
    "prefix", Kind::string,
    "The <name> that the certificate's name in the stores begins with. Its common name "
    "otherwise."};
constexpr auto install_flags = flag_list(
    prefix_flag, Flag{"java", Kind::boolean, "Install in the key store of Java, too."},
    Flag{"firefox", Kind::boolean, "Install in the databases of Firefox and Chromium, too."},
    Flag{"no-system", Kind::boolean, "Do not install in the trust store of the system."},
    Flag{"all", Kind::boolean, "Install for Firefox, Chromium, Java and the system."}, input_password_flag);
constexpr auto uninstall_flags = flag_list(
    prefix_flag, Flag{"java", Kind::boolean, "Remove from the key store of Java, too."},
    Flag{"firefox", Kind::boolean, "Remove from the databases of Firefox and Chromium, too."},
    Flag{"no-system", Kind::boolean, "Do not remove from the trust store of the system."},
    Flag{"all", Kind::boolean, "Remove from Firefox, Chromium, Java and the system."}, input_password_flag);

x509::Certificate load_root(const Invocation& in, const std::string& file) {
  const x509::Certificate root = load_issuer_certificate(file, password_for(in, "password-file"));
  if (!root.is_ca() || !x509::is_self_signed(root)) throw Error("certificate " + file + " is not a root CA");
  return root;
}

// Which store was asked for and not there: nothing went wrong, but nothing was done either.
void tell_skipped(const char* store, const client::StoreChange& change) {
  if (!change.skipped.empty()) say(std::string(store) + " is left out: " + change.skipped + ".");
}

/// The three kinds of stores, one way or the other.
struct Actions {
  client::StoreChange (*java)(const x509::Certificate&, const std::string&);
  client::StoreChange (*nss)(const x509::Certificate&, const std::string&);
  void (*system)(const x509::Certificate&, const client::TrustStore&, const std::string&);
  const char* verb;
  const char* done;
};

void change_stores(const Invocation& in, const x509::Certificate& root, const Actions& actions) {
  const bool all = in.boolean("all");
  const std::string prefix = in.string("prefix");
  const std::string name = client::trust_store_name(root, prefix);
  if (all || in.boolean("java")) tell_skipped("Java", actions.java(root, name));
  if (all || in.boolean("firefox")) tell_skipped("Firefox", actions.nss(root, name));
  if (!in.boolean("no-system")) actions.system(root, client::system_trust_store(), prefix);
}

int run(const Invocation& in, const Actions& actions) {
  in.expect_args(1);
  const std::string& file = in.arg(0);
  const x509::Certificate root = load_root(in, file);
  try {
    change_stores(in, root, actions);
  } catch (const Error& e) {
    if (e.text().starts_with("failed to execute ")) throw;
    throw e.wrapped(std::string("failed to ") + actions.verb + " " + file);
  }
  print("Certificate " + file + " has been " + actions.done + ".\n" + x509::inspect_short(root));
  return 0;
}

int install(Invocation& in) {
  return run(in, {client::install_root_java, client::install_root_nss, client::install_root, "install",
                  "installed"});
}

int uninstall(Invocation& in) {
  return run(in, {client::uninstall_root_java, client::uninstall_root_nss, client::uninstall_root,
                  "uninstall", "removed"});
}

}  // namespace

constexpr Command install_command{
    .name = "install",
    .usage = "install a root certificate in the supported trust stores",
    .usage_text =
        "**step certificate install** <crt-file>\n"
        "[**--prefix**=<name>] [**--all**] [**--java**] [**--firefox**] [**--no-system**] "
        "[**--password-file**=<file>]",
    .description =
        R"(**step certificate install** makes this machine trust a root certificate: the system, and if asked, Firefox,
Chromium and Java, which keep lists of their own. The lists are read again afterwards; one that does not have the certificate
then is an error.

## POSITIONAL ARGUMENTS

<crt-file>
: The root certificate, in PEM, DER, PKCS#7 or PKCS#12.

## EXAMPLES

In the trust store of the system:
```
$ step certificate install root_ca.crt
```

Everywhere:
```
$ step certificate install --all root_ca.crt
```

For Firefox and Chromium only:
```
$ step certificate install --firefox --no-system root_ca.crt
```)",
    .action = install,
    .flags = install_flags,
};

constexpr Command uninstall_command{
    .name = "uninstall",
    .usage = "uninstall a root certificate from the supported trust stores",
    .usage_text =
        "**step certificate uninstall** <crt-file>\n"
        "[**--prefix**=<name>] [**--all**] [**--java**] [**--firefox**] [**--no-system**] "
        "[**--password-file**=<file>]",
    .description =
        R"(**step certificate uninstall** takes a root certificate that **step certificate install** has installed out of
the trust stores again. The **--prefix** must be the one it was installed with.

## POSITIONAL ARGUMENTS

<crt-file>
: The root certificate, in PEM, DER, PKCS#7 or PKCS#12.

## EXAMPLES

Out of the trust store of the system:
```
$ step certificate uninstall root_ca.crt
```

Out of all of them:
```
$ step certificate uninstall --all root_ca.crt
```)",
    .action = uninstall,
    .flags = uninstall_flags,
};

}  // namespace newel::cli::certificate
