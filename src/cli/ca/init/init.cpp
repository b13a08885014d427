// `step ca init`: questions, certificates, files; in this order, so that nothing is written before everything
// is known.
#include <cstdio>

#include "cli/ca/ca.h"
#include "cli/ca/contexts.h"
#include "cli/ca/flags.h"
#include "cli/ca/init/answers.h"
#include "cli/ca/init/files.h"
#include "cli/ca/key_files.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

constexpr auto flags = flag_list(
    Flag{.names = "root",
         .usage = "The <file> with a root certificate to use instead of a new one. Needs **--key**.",
         .exempt = true},
    Flag{.names = "key",
         .usage = "The private key <file> of the certificate in **--root**. It stays where it is.",
         .exempt = true},
    Flag{"key-password-file", Kind::string, "The <file> with the password of **--key**."},
    Flag{"pki", Kind::boolean, "Make only certificates and keys, no configuration."},
    Flag{"ssh", Kind::boolean, "Make keys that sign SSH certificates too."},
    Flag{"helm", Kind::boolean, "Print a Helm values file instead of writing files."},
    Flag{"deployment-type", Kind::string, "The kind of CA (<name>): standalone, linked or hosted."},
    Flag{"name", Kind::string, "The <name> of the PKI, as it stands in its certificates."},
    Flag{"dns", Kind::strings,
         "A DNS <name> or IP address that clients reach the CA at. Use the flag several times for several."},
    Flag{"address", Kind::string, "The <address> the CA listens at: host:port, or :port for all interfaces."},
    Flag{"provisioner", Kind::string, "The <name> of the first provisioner."},
    Flag{"password-file", Kind::string,
         "The <file> with the password that protects the CA's keys, and the first provisioner's unless it "
         "has its own."},
    Flag{"provisioner-password-file", Kind::string,
         "The <file> with the password that protects the first provisioner's key."},
    Flag{"with-ca-url", Kind::string, "The <URI> to write into defaults.json as the CA's address."},
    Flag{"ra", Kind::string, "The <type> of CA behind a registration authority: StepCAS or CloudCAS."},
    Flag{"kms", Kind::string, "The <type> of key management system that keeps the keys: azurekms."},
    Flag{"kms-root", Kind::string, "The <URI> of the root key in the KMS."},
    Flag{"kms-intermediate", Kind::string, "The <URI> of the intermediate key in the KMS."},
    Flag{"kms-ssh-host", Kind::string, "The <URI> of the key for SSH host certificates in the KMS."},
    Flag{"kms-ssh-user", Kind::string, "The <URI> of the key for SSH user certificates in the KMS."},
    Flag{"issuer", Kind::string, "The <url> of the CA behind a registration authority."},
    Flag{"issuer-fingerprint", Kind::string, "The <fingerprint> of that CA's root certificate."},
    Flag{"issuer-provisioner", Kind::string, "The <name> of the JWK provisioner to use there."},
    Flag{"credentials-file", Kind::string, "The <file> with credentials for CloudCAS."},
    Flag{"no-db", Kind::boolean, "Keep nothing: no database of certificates, revocations and used tokens."},
    context_flag,
    Flag{"remote-management", Kind::boolean, "Manage provisioners over the network, in the database."},
    Flag{"acme", Kind::boolean, "Add an ACME provisioner."},
    Flag{"admin-subject,admin-name", Kind::string, "The name (<subject>) of the first administrator."},
    Flag{"profile", Kind::string, "The <name> of the profile of the new context."},
    Flag{"authority", Kind::string, "The <name> of the authority of the new context."});

// Shows what is being done while it is being done.
template <class Work>
auto with_progress(const char* what, Work work) {
  std::fputs(what, stderr);
  std::fflush(stderr);
  auto result = work();
  say("done!");
  return result;
}

CertifiedKey load_root(const Invocation& in) {
  const std::string file = in.string("root");
  const auto certificates = x509::load_certificates(file);
  if (certificates.empty()) throw Error("error parsing " + file + ": no certificates found");
  auto key =
      std::make_shared<PrivateKey>(load_private_key(in.string("key"), key_password(in, "key-password-file")));
  const CertifiedKey root{certificates[0], std::move(key)};
  if (!root.certificate.is_ca())
    throw Error("error parsing " + file + ": the certificate is not one of a CA");
  x509::Issuer(root.certificate, root.key);  // throws unless key and certificate belong together
  return root;
}

int run(Invocation& in) {
  check_init_flags(in);
  std::optional<CertifiedKey> given;
  if (!in.string("root").empty()) given = load_root(in);
  if (!uses_contexts(in)) warn_if_configured(in);
  if (!ask_deployment(in)) return 0;
  const InitAnswers answers = ask_init(in);

  ProvisionerKey provisioner;
  if (!answers.pki_only)
    provisioner = new_provisioner_key(answers.provisioner_password.value_or(answers.password));
  say("");
  const CertifiedKey root =
      given ? with_progress("Copying root certificate... ", [&] { return *given; })
            : with_progress("Generating root certificate... ", [&] { return make_root(answers.name); });
  const CertifiedKey intermediate = with_progress("Generating intermediate certificate... ",
                                                  [&] { return make_intermediate(answers.name, root); });
  const NewCa ca{root, !given, intermediate, provisioner};
  write_ca(in.paths(), answers, ca);
  print_ca(in.paths(), answers, ca);
  return 0;
}

}  // namespace

constexpr Command init_command{
    .name = "init",
    .usage = "set up a certificate authority",
    .usage_text = R"(**step ca init**
[**--root**=<file>] [**--key**=<file>] [**--key-password-file**=<file>] [**--pki**] [**--name**=<name>]
[**--dns**=<name>]... [**--address**=<address>] [**--provisioner**=<name>] [**--password-file**=<file>]
[**--provisioner-password-file**=<file>] [**--with-ca-url**=<URI>] [**--deployment-type**=<name>] [**--no-db**]
[**--acme**] [**--remote-management**] [**--admin-subject**=<subject>] [**--context**=<name>] [**--profile**=<name>] [**--authority**=<name>])",
    .description =
        R"(**step ca init** makes a certificate authority: a root certificate, an intermediate certificate that signs
in its place, their private keys, a configuration for **step-ca**, and defaults for the other commands on this machine. It asks
for whatever no flag tells.

Everything goes below $(step path). Keep the root's private key, `secrets/root_ca_key`, somewhere else: the CA does not need it
to run.

## EXAMPLES

Answer questions:
```
$ step ca init
```

Ask nothing:
```
$ step ca init --name "Example" --dns ca.example.com --address :443 \
  --provisioner you@example.com --password-file password.txt
```

Then start it:
```
$ step-ca $(step path)/config/ca.json --password-file password.txt
```

With provisioners and administrators that are managed over the network, the first administrator being you:
```
$ step ca init --remote-management --admin-subject jane@example.com
```

With a root that is there:
```
$ step ca init --root root_ca.crt --key root_ca_key
```

Certificates and keys only:
```
$ step ca init --pki --name "Example"
```

Beside another CA on the same machine:
```
$ step ca init --context staging
```)",
    .action = run,
    .flags = flags,
    .no_context = true,
};

}  // namespace newel::cli::ca
