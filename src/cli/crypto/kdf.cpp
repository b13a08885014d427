// step crypto kdf: password hashes in PHC form.
#include "cli/crypto/crypto.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"
#include "cli/shared/secret_input.h"
#include "crypto/password_hash.h"

namespace newel::cli::crypto {
namespace {

constexpr Flag insecure_hidden = insecure_flag.hide();
constexpr auto hash_flags =
    flag_list(Flag{"alg", Kind::string, "The <algorithm>: scrypt, bcrypt, argon2i or argon2id.", "scrypt"},
              insecure_hidden);
constexpr auto compare_flags = flag_list(json_flag, insecure_hidden);

PasswordHash algorithm_of(const std::string& name) {
  if (name == "scrypt") return PasswordHash::scrypt;
  if (name == "bcrypt") return PasswordHash::bcrypt;
  if (name == "argon2i") return PasswordHash::argon2i;
  if (name == "argon2id") return PasswordHash::argon2id;
  throw invalid_flag_value("alg", name);
}

// A password on the command line is seen by every user of the machine: only with --insecure.
Secret password_of(const Invocation& in, std::size_t index, const std::string& label) {
  if (in.arg_count() <= index) return secret_from_stdin_or_prompt(label);
  if (!in.boolean("insecure")) throw required_insecure_argument("INPUT");
  say("A password on the command line can be read by the other users of this machine while the command "
      "runs.");
  return Secret(in.arg(index));
}

int run_hash(Invocation& in) {
  in.expect_args(0, 1);
  const PasswordHash algorithm = algorithm_of(in.string("alg"));
  print(value_or_throw(hash_password(algorithm, password_of(in, 0, "Please enter the password to hash"))) +
        "\n");
  return 0;
}

int run_compare(Invocation& in) {
  if (in.arg_count() == 0) throw in.missing_argument("PHC_HASH");
  in.expect_args(1, 2);
  const Secret password = password_of(in, 1, "Please enter the password to compare");
  return answer(in, value_or_throw(check_password(in.arg(0), password)), "match", "ok", "fail");
}

constexpr Command hash_command{
    .name = "hash",
    .usage = "hash a password",
    .usage_text = "**step crypto kdf hash** [<input>]\n[**--alg**=<algorithm>]",
    .description =
        R"(**step crypto kdf hash** derives a hash from a password, slowly on purpose, with fresh salt. The password is asked
for, or read from standard input with every octet of it.

## POSITIONAL ARGUMENTS

<input>
: The password, if you accept that others may see it: requires **--insecure**.

## EXAMPLES

```
$ step crypto kdf hash --alg argon2id
```)",
    .action = run_hash,
    .flags = hash_flags,
};

constexpr Command compare_command{
    .name = "compare",
    .usage = "compare a password with a hash",
    .usage_text = "**step crypto kdf compare** <phc-hash> [<input>]\n[**--json**]",
    .description = R"(**step crypto kdf compare** prints *ok* if the password has the hash.

## POSITIONAL ARGUMENTS

<phc-hash>
: A hash as **step crypto kdf hash** prints it.

<input>
: The password, if you accept that others may see it: requires **--insecure**.

## EXIT CODES

The exit status is 0 if they belong together, and 1 otherwise.

## EXAMPLES

```
$ step crypto kdf compare '$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi'
```)",
    .action = run_compare,
    .flags = compare_flags,
};

constexpr const Command* subcommands[] = {&hash_command, &compare_command};

}  // namespace

constexpr Command kdf_group{
    .name = "kdf",
    .usage = "hash passwords and compare them with their hashes",
    .usage_text = "**step crypto kdf** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(**step crypto kdf** derives password hashes by scrypt, bcrypt and Argon2, in the PHC string format.)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
