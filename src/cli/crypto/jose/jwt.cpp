// step crypto jwt: claims, signed.
#include <algorithm>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "cli/crypto/crypto.h"
#include "cli/crypto/jose/payload_input.h"
#include "cli/crypto/jose/signing.h"
#include "cli/engine/output_file.h"
#include "jose/jwt.h"
#include "jose/jwt_builder.h"
#include "jose/serialization.h"

namespace newel::cli::crypto {
namespace {

constexpr Flag issuer_flag{"iss,issuer", Kind::string, "The <issuer> of the token."};
constexpr auto sign_flags = flag_list(
    signature_alg_flag, issuer_flag,
    Flag{"aud,audience", Kind::strings,
         "The <audience> of the token. Use the flag several times for several."},
    Flag{"sub,subject", Kind::string, "The <subject> of the token."},
    Flag{"exp,expiration", Kind::integer, "The <expiration> of the token, in seconds since 1970."},
    Flag{"nbf,not-before", Kind::integer,
         "When the token becomes valid (<not-before>), in seconds since 1970. The default is now."},
    Flag{"iat,issued-at", Kind::integer,
         "When the token was issued, in seconds since 1970. The default is now."},
    Flag{"jti,jwt-id", Kind::string, "The <jti>, an identifier of the token. The default is random."},
    Flag{"header", Kind::strings,
         "A <key=value> pair for the header. Use the flag several times for several."},
    signing_key_flag, jwks_flag, kid_flag, jose_password_flag, certificate_header_flags,
    Flag{"x5c-insecure", Kind::boolean, "Put the chain of **--x5c-cert** into the header x5cInsecure."},
    no_kid_flag, subtle_flag.hide());

constexpr auto verify_flags = flag_list(
    issuer_flag, Flag{"aud,audience", Kind::string, "The <audience> that must be among the token's."},
    subtle_flag, signature_alg_flag, verifying_key_flag, jwks_flag, kid_flag, jose_password_flag,
    insecure_flag.with_usage("Take the usual algorithm of the key when **--alg** is missing."),
    Flag{"no-exp-check", Kind::boolean, "Accept expired tokens."}.hide());

constexpr auto inspect_flags = flag_list(insecure_flag.hide());

// ---- sign

json::Object read_claims(const Invocation& in) {
  std::string name;
  const std::string text = read_payload(in, name);
  if (trim(text).empty()) {
    if (name == "STDIN") return {};
    throw Error("error decoding JSON from " + name + ": EOF");
  }
  auto value = json::parse_first(text);
  if (!value) throw Error("error decoding JSON from " + name + ": " + value.error().text);
  if (!value->is_object()) throw Error("error decoding JSON from " + name + ": claims are a JSON object");
  return std::move(value->get_object());
}

void check_claims(const Invocation& in, std::int64_t now) {
  if (in.boolean("subtle")) return;
  const std::int64_t expiry = in.integer("exp");
  if (in.is_set("exp") && expiry < now)
    throw Error("flag '--exp' must be in the future unless the '--subtle' flag is provided");
  const auto require = [](bool there, const char* flag) {
    if (!there) throw Error(std::string("flag '--") + flag + "' is required unless '--subtle' is used");
  };
  require(!in.string("iss").empty(), "iss");
  require(!in.strings("aud").empty(), "aud");
  require(!in.string("sub").empty(), "sub");
  require(expiry != 0, "exp");
}

// Those of the flags; what the payload says goes over them.
json::Object claims_of_flags(const Invocation& in, std::int64_t now) {
  json::Object claims;
  for (const char* name : {"iss", "sub"}) {
    if (const std::string text = in.string(name); !text.empty()) claims[name] = text;
  }
  const std::vector<std::string> audience = in.strings("aud");
  if (audience.size() == 1) claims["aud"] = audience.front();
  if (audience.size() > 1) claims["aud"] = json::Array(audience.begin(), audience.end());
  if (const std::int64_t expiry = in.integer("exp"); expiry != 0) claims["exp"] = expiry;
  for (const char* name : {"nbf", "iat"}) claims[name] = in.integer(name) != 0 ? in.integer(name) : now;
  const std::string id = in.string("jti");
  constexpr std::size_t short_id = 20;
  if (!id.empty()) {
    claims["jti"] = id;
  } else {
    claims["jti"] = in.is_set("jti") ? hex_encode(system_random().bytes(short_id))
                                     : jose::random_token_id(system_random());
  }
  return claims;
}

int run_sign(Invocation& in) {
  const json::Object payload = read_claims(in);
  check_signing_flags(in);
  const jose::Jwk key = signing_key(in);
  const std::int64_t now = unix_seconds(system_clock().now());
  check_claims(in, now);

  json::Object header = signing_header(in, key, in.boolean("x5c-insecure") ? "x5cInsecure" : "x5c");
  header["typ"] = "JWT";
  for (const std::string& pair : in.strings("header")) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) throw invalid_flag_value("header", pair);
    header[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  json::Object claims = claims_of_flags(in, now);
  for (const auto& member : payload) claims[member.key()] = member.value();
  print(sign_token(std::move(header), as_bytes(json::write(jose::sorted_by_name(claims))), key) + "\n");
  return 0;
}

// ---- verify

[[noreturn]] void refuse_claims(const std::string& why) { throw Error("claim verify failed: " + why); }

std::optional<std::int64_t> seconds(const json::Object& claims, std::string_view name) {
  const json::Value* value = json::find(claims, name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_int64()) refuse_claims("claim " + std::string(name) + " is not a whole number of seconds");
  return value->get_int64();
}

void check_validity(const Invocation& in, const json::Object& claims, std::vector<std::string>& wrong) {
  const Time now = system_clock().now();
  // Beyond this no Time reaches; such a token is valid or expired all the same.
  static constexpr std::int64_t farthest = 9'000'000'000;
  const auto time = [](std::int64_t at) { return from_unix(std::clamp(at, -farthest, farthest)); };
  const auto not_before = seconds(claims, "nbf");
  const auto expiry = seconds(claims, "exp");
  if (not_before && now < time(*not_before)) wrong.emplace_back("token not valid yet (nbf)");
  if (expiry && now > time(*expiry) && !in.boolean("no-exp-check")) {
    const auto since = std::chrono::round<std::chrono::milliseconds>(now - time(*expiry));
    wrong.push_back("token is expired by " + format_duration(since) + " (exp)");
  }
}

void check_claims(const Invocation& in, const jose::Jws& token) {
  auto value = json::parse_strict(as_text(token.payload));
  if (!value) refuse_claims(value.error().text);
  const auto claims = jose::Claims::from_json(*value);
  if (!claims) refuse_claims(claims.error().text);

  std::vector<std::string> wrong;
  if (const std::string issuer = in.string("iss"); !issuer.empty() && issuer != claims->issuer)
    wrong.emplace_back("invalid issuer claim (iss)");
  const std::string audience = in.string("aud");
  const auto& all = claims->audience;
  if (!audience.empty() && std::find(all.begin(), all.end(), audience) == all.end())
    wrong.emplace_back("invalid audience claim (aud)");
  check_validity(in, claims->all, wrong);
  if (!wrong.empty()) throw Error("validation failed: " + join(wrong, ", "));
}

int run_verify(Invocation& in) {
  const jose::Jws token = token_on_stdin();
  check_key_flags(in, "jwks", token.kid());
  if (!in.boolean("subtle")) {
    for (const char* flag : {"iss", "aud"}) {
      if (in.string(flag).empty()) throw required_unless_subtle(flag);
    }
  }
  if (in.boolean("no-exp-check") && !in.boolean("insecure")) throw required_insecure("no-exp-check");
  verify_token(in, token, verifying_key(in, token), "JWT");
  check_claims(in, token);
  print(describe_token(token, as_text(token.payload)));
  return 0;
}

int run_inspect(Invocation& in) {
  in.expect_args(0);
  if (!in.boolean("insecure")) throw in.insecure_command();
  const jose::Jws token = token_on_stdin();
  print(describe_token(token, as_text(token.payload)));
  return 0;
}

constexpr Command sign_command{
    .name = "sign",
    .usage = "make a signed token",
    .usage_text =
        "**step crypto jwt sign** [- | <filename>]\n[**--alg**=<algorithm>] [**--aud**=<audience>] "
        "[**--iss**=<issuer>] [**--sub**=<subject>] [**--exp**=<expiration>] [**--iat**=<issued-at>] "
        "[**--nbf**=<not-before>] [**--jti**=<jti>] [**--header**=<key=value>] [**--key**=<file>] "
        "[**--jwks**=<jwks>] [**--kid**=<kid>] [**--x5c-cert**=<chain>] [**--x5t-cert**=<file>] "
        "[**--password-file**=<file>]",
    .description =
        R"(**step crypto jwt sign** prints a JSON Web Token (RFC 7519). Its claims come from the flags, and from a JSON object in a file
or on standard input, which wins over the flags.

A token without issuer, audience, subject or expiration is easily misused: leaving one out asks for **--subtle**.

## EXAMPLES

A token that is valid for an hour:
```
$ step crypto jwt sign --key key.json --iss me --aud you --sub something --exp $(date -d +1hour +%s)
```

With more claims:
```
$ echo '{"role":"admin"}' | step crypto jwt sign --key key.json --iss me --aud you --sub x --exp $(date -d +1hour +%s)
```)",
    .action = run_sign,
    .flags = sign_flags,
};

constexpr Command verify_command{
    .name = "verify",
    .usage = "verify a token and print it",
    .usage_text =
        "**step crypto jwt verify**\n[**--aud**=<audience>] [**--iss**=<issuer>] [**--alg**=<algorithm>] "
        "[**--key**=<file>] [**--jwks**=<jwks>] [**--kid**=<kid>] [**--password-file**=<file>] "
        "[**--subtle**]",
    .description =
        R"(**step crypto jwt verify** reads a JSON Web Token on standard input, verifies its signature, issuer, audience and times, and
prints it. The algorithm must be named for RSA and symmetric keys that do not say it themselves.

## EXIT CODES

The exit status is 0 if all is well, and 1 otherwise.

## EXAMPLES

```
$ step crypto jwt verify --key key.pub.json --iss me --aud you < token.jwt
```)",
    .action = run_verify,
    .flags = verify_flags,
};

constexpr Command inspect_command{
    .name = "inspect",
    .usage = "print a token without verifying it",
    .usage_text = "**step crypto jwt inspect**\n**--insecure**",
    .description =
        R"(**step crypto jwt inspect** prints the JSON Web Token on standard input. Nothing is verified, so it asks for
**--insecure**.

## EXAMPLES

```
$ step crypto jwt inspect --insecure < token.jwt
```)",
    .action = run_inspect,
    .flags = inspect_flags,
};

constexpr const Command* subcommands[] = {&sign_command, &verify_command, &inspect_command};
}  // namespace

constexpr Command jwt_group{
    .name = "jwt",
    .usage = "sign and verify JSON Web Tokens",
    .usage_text = "step crypto jwt SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description = R"(**step crypto jwt** makes and verifies JSON Web Tokens (RFC 7519): signed claims.

## EXAMPLES

```
$ step crypto jwt sign --key key.json --iss me --aud you --sub x --exp $(date -d +1hour +%s) > token.jwt
$ step crypto jwt verify --key key.pub.json --iss me --aud you < token.jwt
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
