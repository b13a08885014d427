// step crypto jwk keyset: keys in a key set file.
#include "cli/crypto/jose/keyset.h"

#include "base/files.h"
#include "cli/crypto/jose/jose.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"

namespace newel::cli::crypto {
namespace {

constexpr auto kid_flags = flag_list(Flag{"kid", Kind::string, "The <kid> (key id) of the keys."});

constexpr auto list_flags = flag_list(json_flag);

std::string kid_of(const json::Value& key) {
  if (!key.is_object()) return "";
  return json::as_string(json::find(key.get_object(), "kid")).value_or("");
}

// What tells one key of a set from another, and nothing that is secret.
json::Object described(const json::Value& key) {
  json::Object out;
  for (const char* name : {"kid", "kty", "crv", "use", "alg"}) {
    const json::Value* value = key.is_object() ? json::find(key.get_object(), name) : nullptr;
    out[name] = json::as_string(value).value_or("");
  }
  const auto has = [&](const char* name) {
    return key.is_object() && json::find(key.get_object(), name) != nullptr;
  };
  out["private"] = has("d") || has("k");
  return out;
}

int run_add(Invocation& in) {
  in.expect_args(1);
  const jose::Jwk key =
      read_jwk(value_or_throw(read_stdin()), "JWK", std::nullopt, "Please enter the password to decrypt JWK");
  KeySetFile file(in.arg(0));
  file.keys().emplace_back(key.to_json());
  file.save();
  return 0;
}

int run_remove(Invocation& in) {
  in.expect_args(1);
  KeySetFile file(in.arg(0));
  json::Array kept;
  bool found = false;
  const std::string kid = in.string("kid");
  for (json::Value& key : file.keys()) {
    if (kid_of(key) == kid) {
      found = true;
    } else {
      kept.push_back(std::move(key));
    }
  }
  file.keys() = std::move(kept);
  if (found) file.save();
  return 0;
}

int run_list(Invocation& in) {
  in.expect_args(1);
  KeySetFile file(in.arg(0));
  if (in.boolean("json")) {
    json::Array list;
    for (const json::Value& key : file.keys()) list.push_back(described(key));
    print_json(list);
    return 0;
  }
  std::string out;
  for (const json::Value& key : file.keys()) out += kid_of(key) + "\n";
  print(out);
  return 0;
}

int run_find(Invocation& in) {
  in.expect_args(1);
  KeySetFile file(in.arg(0));
  const std::string kid = in.string("kid");
  std::string out;
  for (const json::Value& key : file.keys()) {
    if (kid_of(key) == kid) out += json::write_indented(key, "  ") + "\n";
  }
  print(out);
  return 0;
}

constexpr Command add_command{
    .name = "add",
    .usage = "add a key to a key set",
    .usage_text = "**step crypto jwk keyset add** <jwks-file>",
    .description =
        R"(**step crypto jwk keyset add** adds the JSON Web Key on standard input to a key set. The file is made if it is missing.

## POSITIONAL ARGUMENTS

<jwks-file>
: The file with the key set.

## EXAMPLES

```
$ step crypto jwk keyset add jwks.json < key.pub.json
```)",
    .action = run_add,
};

constexpr Command remove_command{
    .name = "remove",
    .usage = "remove a key from a key set",
    .usage_text = "**step crypto jwk keyset remove** <jwks-file> [**--kid**=<kid>]",
    .description = R"(**step crypto jwk keyset remove** removes every key with a key id from a key set.

## POSITIONAL ARGUMENTS

<jwks-file>
: The file with the key set.

## EXAMPLES

```
$ step crypto jwk keyset remove jwks.json --kid old
```)",
    .action = run_remove,
    .flags = kid_flags,
};

constexpr Command list_command{
    .name = "list",
    .usage = "list the key ids of a key set",
    .usage_text = "**step crypto jwk keyset list** <jwks-file>\n[**--json**]",
    .description = R"(**step crypto jwk keyset list** prints the key id of each key in a key set, one a line.

## POSITIONAL ARGUMENTS

<jwks-file>
: The file with the key set.

## EXAMPLES

```
$ step crypto jwk keyset list jwks.json
```)",
    .action = run_list,
    .flags = list_flags,
};

constexpr Command find_command{
    .name = "find",
    .usage = "print the keys of a key set that have a key id",
    .usage_text = "**step crypto jwk keyset find** <jwks-file> [**--kid**=<kid>]",
    .description =
        R"(**step crypto jwk keyset find** prints every key with a key id, private members included. It prints nothing if there is
none.

## POSITIONAL ARGUMENTS

<jwks-file>
: The file with the key set.

## EXAMPLES

```
$ step crypto jwk keyset find jwks.json --kid signing
```)",
    .action = run_find,
    .flags = kid_flags,
};

constexpr const Command* subcommands[] = {&add_command, &remove_command, &list_command, &find_command};

}  // namespace

constexpr Command jwk_keyset_group{
    .name = "keyset",
    .usage = "add, remove and find keys in key sets",
    .usage_text = "step crypto jwk keyset SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step crypto jwk keyset** works with a JSON Web Key set (RFC 7517 section 5): an object with an array of keys. The file is
locked meanwhile, and its other members are left alone.

## EXAMPLES

```
$ step crypto jwk keyset add jwks.json < key.pub.json
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
