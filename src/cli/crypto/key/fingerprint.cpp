// step crypto key fingerprint: a short name of a public key.
#include "cli/crypto/key/key.h"
#include "cli/engine/output_file.h"
#include "cli/shared/fingerprint_format.h"
#include "cli/shared/json_output.h"
#include "crypto/digest.h"
#include "crypto/ssh_wire.h"

namespace newel::cli::crypto {
namespace {

constexpr auto flags = flag_list(
    Flag{"sha1", Kind::boolean, "Hash with SHA-1 and print hexadecimal: the key identifier in certificates."},
    Flag{"pkix", Kind::boolean, "Hash the whole SubjectPublicKeyInfo."},
    Flag{"ssh", Kind::boolean, "Hash the key as OpenSSH does."}, key_password_flag,
    Flag{"raw", Kind::boolean, "Print the octets that would be hashed."},
    Flag{"format", Kind::string,
         "The <format> of the fingerprint: hex, base64, base64-url, base64-raw, base64-url-raw or "
         "emoji. The default is base64, and hex with **--sha1**."},
    json_flag);

Bytes hashed_octets(const Invocation& in, const PublicKey& key) {
  if (in.boolean("ssh")) return ssh_wire::public_blob(key);
  return to_bytes(in.boolean("pkix") ? key.spki() : key.subject_public_key());
}

int run(Invocation& in) {
  const std::string input = key_argument(in);
  if (in.boolean("pkix") && in.boolean("ssh")) throw mutually_exclusive("pkix", "ssh");
  if (in.boolean("raw") && in.boolean("json")) throw mutually_exclusive("raw", "json");
  const AnyKey have = read_any_key(in, read_input(input), input, Blocks::first);
  const Bytes octets = hashed_octets(in, public_half(have.key));
  if (in.boolean("raw")) {
    print(as_text(octets));
    return 0;
  }
  const bool sha1 = in.boolean("sha1");
  std::string format = in.string("format");
  if (format.empty()) format = sha1 ? "hex" : "base64";
  const std::string fingerprint =
      format_fingerprint(digest(sha1 ? Hash::sha1 : Hash::sha256, octets), format);
  if (in.boolean("json")) {
    print_json(json::Object{{"algorithm", sha1 ? "SHA1" : "SHA256"},
                            {"fingerprint", fingerprint},
                            {"format", format},
                            {"hashed", in.boolean("ssh")    ? "ssh"
                                       : in.boolean("pkix") ? "pkix"
                                                            : "key"}});
    return 0;
  }
  print((sha1 ? "SHA1:" : "SHA256:") + fingerprint + "\n");
  return 0;
}

}  // namespace

constexpr Command key_fingerprint_command{
    .name = "fingerprint",
    .usage = "print the fingerprint of a public key",
    .usage_text =
        "**step crypto key fingerprint** <key-file>\n"
        "[**--password-file**=<file>] [**--sha1**] [**--pkix**] [**--ssh**] [**--raw**] "
        "[**--format**=<format>] "
        "[**--json**]",
    .description =
        R"(**step crypto key fingerprint** prints the hash of a public key: SHA-256 over the octets of the key itself, without the
name of its algorithm. Private keys, certificates and requests have the fingerprint of their public key.

## POSITIONAL ARGUMENTS

<key-file>
: The file. Standard input when it is missing or **-**.

## EXAMPLES

```
$ step crypto key fingerprint server.pub
```

As **ssh-keygen -l** has it:
```
$ step crypto key fingerprint --ssh --format base64-raw id_ed25519.pub
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::crypto
