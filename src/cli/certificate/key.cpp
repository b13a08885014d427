// step certificate key: the public key inside a certificate or request.
#include "cli/certificate/certificate.h"
#include "cli/certificate/input.h"
#include "cli/certificate/issuing.h"
#include "cli/certificate/remote.h"
#include "cli/engine/output_file.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags = flag_list(
    Flag{"out,output-file", Kind::string, "The <file> to write the key to, instead of standard output."},
    roots_flag, servername_flag, insecure_remote_flag, input_password_flag, force_flag);

// A private key comes out decrypted, as the reference's does; everything else as its public key.
struct Found {
  std::string pem;
  bool secret = false;
};

Found key_of(const Invocation& in, const std::string& name) {
  const InputContents found = read_contents_of(in, name);
  std::string_view rest = found.content;
  const auto block = pem_next(rest);
  const bool wrapped = found.wrapped || found.form == x509::FileContents::Form::der;
  std::string text;
  if (wrapped && !found.certificates.empty()) {
    text = found.certificates.front().pem();
  } else if (wrapped && !found.requests.empty()) {
    text = found.requests.front().pem();
  } else if (block) {
    text = pem_encode(*block);
    if (block->label.ends_with("PRIVATE KEY"))
      return {write_private_key(read_private_key(text, name, password_for(in, "password-file"))), true};
  } else {
    throw Error("error decoding PEM: " + (wrapped && found.problem
                                              ? found.problem->text
                                              : std::string("not a valid PEM encoded block")));
  }
  return {write_public_key(read_public_key(text, name))};
}

int run(Invocation& in) {
  in.expect_args(1);
  const Found key = key_of(in, in.arg(0));
  const std::string out = in.string("out");
  if (out.empty()) {
    print(key.pem);
    return 0;
  }
  if (key.secret) {
    write_secret_output(in, out, key.pem);
  } else {
    write_output(in, out, key.pem, 0600);
  }
  say("The public key has been saved in " + out + ".");
  return 0;
}

}  // namespace

constexpr Command key_command{
    .name = "key",
    .usage = "print the public key of a certificate",
    .usage_text =
        "**step certificate key** <crt-file> [**--out**=<file>]\n"
        "[**--roots**=<roots>] [**--servername**=<name>] [**--insecure**] [**--password-file**=<file>] "
        "[**--force**]",
    .description =
        R"(**step certificate key** prints the public key of a certificate or certification request in PEM.

## POSITIONAL ARGUMENTS

<crt-file>
: The certificate or request, in PEM, DER, PKCS#7 or PKCS#12, or the URL of a server: *https://smallstep.com*.

## EXAMPLES

```
$ step certificate key svc.crt --out svc.pub
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
