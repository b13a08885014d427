// step certificate key: the public key inside a certificate or request.
#include "cli/certificate/certificate.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/shared/key_password.h"
#include "crypto/key_files.h"
#include "x509/file_contents.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags = flag_list(
    Flag{"out,output-file", Kind::string, "The <file> to write the key to, instead of standard output."},
    force_flag);

// A private key comes out decrypted, as the reference's does; everything else as its public key.
std::string key_of(const std::string& content, const std::string& name) {
  std::string_view rest = content;
  const auto block = pem_next(rest);
  const x509::FileContents found = x509::read_contents(content);
  const bool wrapped = found.wrapped || found.form == x509::FileContents::Form::der;
  std::string text;
  if (wrapped && !found.certificates.empty()) {
    text = found.certificates.front().pem();
  } else if (wrapped && !found.requests.empty()) {
    text = found.requests.front().pem();
  } else if (block) {
    text = pem_encode(*block);
    if (block->label.ends_with("PRIVATE KEY"))
      return write_private_key(read_private_key(text, name, key_password_prompt()));
  } else {
    throw Error("error decoding PEM: not a valid PEM encoded block");
  }
  return write_public_key(read_public_key(text, name));
}

int run(Invocation& in) {
  in.expect_args(1);
  const std::string pem = key_of(read_input(in.arg(0)), in.arg(0));
  const std::string out = in.string("out");
  if (out.empty()) {
    print(pem);
    return 0;
  }
  write_output(in, out, pem, 0600);
  say("The public key has been saved in " + out + ".");
  return 0;
}

}  // namespace

constexpr Command key_command{
    .name = "key",
    .usage = "print the public key of a certificate",
    .usage_text = "**step certificate key** <crt-file> [**--out**=<file>]\n[**--force**]",
    .description =
        R"(**step certificate key** prints the public key of a certificate or certification request in PEM.

## POSITIONAL ARGUMENTS

<crt-file>
: The certificate or request, in PEM, DER or PKCS#7.

## EXAMPLES

```
$ step certificate key svc.crt --out svc.pub
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
