// step crypto otp: time-based one-time passwords (RFC 6238), as authenticator apps make them.
#include <fmt/format.h>

#include "base/base32.h"
#include "base/files.h"
#include "base/random.h"
#include "base/text.h"
#include "cli/crypto/crypto.h"
#include "cli/crypto/qr.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"
#include "cli/shared/secret_input.h"
#include "cli/shared/time_flags.h"
#include "crypto/otpauth.h"

namespace newel::cli::crypto {
namespace {

constexpr Flag period_flag{"period", Kind::integer, "How many seconds a code is valid.", "30"};
constexpr Flag digits_flag{"length,digits", Kind::integer, "How many digits a code has.", "6"};
constexpr Flag algorithm_flag{"alg,algorithm", Kind::string, "The hash: SHA1, SHA256 or SHA512.", "SHA1"};

constexpr auto generate_flags = flag_list(
    Flag{"issuer,iss", Kind::string, "Who the codes are for: your organization."},
    Flag{"account", Kind::string, "Whose codes they are: the name of the user's account."}, period_flag,
    digits_flag, Flag{"secret-size", Kind::integer, "The length of the secret in octets.", "20"},
    algorithm_flag, Flag{"url", Kind::boolean, "Print an otpauth URL instead of the secret."},
    Flag{"qr", Kind::string, "Write the URL as a QR code, a PNG picture, to this file."}, force_flag);

constexpr auto verify_flags = flag_list(
    Flag{"secret", Kind::string, "The <file> with the secret or the otpauth URL."}, period_flag,
    Flag{"skew", Kind::integer, "How many periods before and after now are accepted too.", "0"}, digits_flag,
    algorithm_flag, Flag{"time", Kind::string, "The <time|duration> to verify for, instead of now."},
    json_flag, insecure_flag.hide());

Hash hash_named(const std::string& name) {
  const auto hash = otp_hash(name);
  if (!hash) throw invalid_flag_value("alg", name, "SHA1, SHA256, or SHA512");
  return *hash;
}

int bounded(const Invocation& in, std::string_view flag, std::int64_t low, std::int64_t high) {
  const std::int64_t value = in.integer(flag);
  if (value < low || value > high) {
    throw invalid_flag_value_hint(flag, std::to_string(value),
                                  fmt::format("value must be from {} to {}", low, high));
  }
  return static_cast<int>(value);
}

TotpParameters parameters_of(const Invocation& in) {
  return {hash_named(in.string("alg")), bounded(in, "length", 1, 10), bounded(in, "period", 1, 86'400)};
}

int run_generate(Invocation& in) {
  in.required_string("issuer");
  in.required_string("account");
  const TotpParameters parameters = parameters_of(in);
  const std::string secret =
      base32_encode(system_random().bytes(static_cast<std::size_t>(bounded(in, "secret-size", 1, 1024))));
  const std::string url = otpauth_url({in.string("issuer"), in.string("account")}, parameters, secret);
  if (const std::string file = in.string("qr"); !file.empty())
    named_refusal(file, [&] { write_secret_output(in, file, qr_png(url, 200)); });
  print((in.boolean("url") ? url : secret) + "\n");
  return 0;
}

/// What the file says, with the flags in place of what it does not, or where they are given.
struct Expectation {
  std::string base32;
  TotpParameters parameters;
};

Expectation read_otp_secret(const Invocation& in, const std::string& file) {
  const OtpSecret secret = value_or_throw(parse_otp_secret(read_input(file)));
  Expectation out{secret.base32, parameters_of(in)};
  if (secret.period && !in.is_set("period")) out.parameters.period = *secret.period;
  if (secret.digits && !in.is_set("length")) out.parameters.digits = *secret.digits;
  if (secret.hash && !in.is_set("alg")) out.parameters.hash = *secret.hash;
  return out;
}

int run_verify(Invocation& in) {
  const std::string file = in.string("secret").empty() ? in.arg(0) : in.string("secret");
  if (file.empty()) throw in.required("secret");
  const std::int64_t skew = in.integer("skew");
  if (skew > 1 && !in.boolean("insecure"))
    throw Error("'--skew' values greater than 1 require the '--insecure' flag");
  const Expectation secret = read_otp_secret(in, file);
  const Time at = time_from_flag(in, "time").value_or(system_clock().now());
  const Secret typed = secret_from_stdin_or_prompt("Enter Passcode", "error reading passcode");
  const std::string_view code = trim(typed.view());
  if (code.size() != static_cast<std::size_t>(secret.parameters.digits)) {
    throw Error("error while validating TOTP: Input length unexpected");
  }
  const auto key = base32_decode(secret.base32);
  if (!key) throw Error("error while validating TOTP: Decoding of secret as base32 failed.");
  const bool matches = totp_matches(code, *key, at, secret.parameters, bounded(in, "skew", 0, 1000));
  if (in.boolean("json")) {
    print_json(json::Object{{"valid", matches}});
  } else {
    print(matches ? "ok\n" : "fail\n");
  }
  return matches ? 0 : 1;
}

constexpr Command generate_command{
    .name = "generate",
    .usage = "generate the secret of a one-time password",
    .usage_text =
        "**step crypto otp generate**\n[**--issuer**=<name>] [**--account**=<user-name>] "
        "[**--period**=<seconds>] "
        "[**--length**=<size>] [**--alg**=<alg-name>] [**--url**] [**--qr**=<file>]",
    .description =
        R"(**step crypto otp generate** makes a new secret for time-based one-time passwords (TOTP). Keep it on the server, and hand
it to the user's authenticator once.

## EXAMPLES

The secret:
```
$ step crypto otp generate --issuer smallstep.com --account name@smallstep.com > otp.secret
```

A picture for an authenticator to read:
```
$ step crypto otp generate --issuer smallstep.com --account name@smallstep.com --url --qr otp.png > otp.url
```)",
    .action = run_generate,
    .flags = generate_flags,
};

constexpr Command verify_command{
    .name = "verify",
    .usage = "verify a one-time password",
    .usage_text =
        "**step crypto otp verify**\n[**--secret**=<file>] [**--period**=<seconds>] [**--skew**=<num>] "
        "[**--length**=<size>] [**--alg**=<alg-name>] [**--time**=<time|duration>] [**--json**]",
    .description =
        R"(**step crypto otp verify** prints *ok* if a code is right for this moment, else *fail*. The code is asked for, or read from
standard input.

## EXIT CODES

The exit status is 0 if the code is right, and 1 otherwise.

## EXAMPLES

```
$ step crypto otp verify --secret otp.secret
```)",
    .action = run_verify,
    .flags = verify_flags,
};

constexpr const Command* subcommands[] = {&generate_command, &verify_command};

}  // namespace

constexpr Command otp_group{
    .name = "otp",
    .usage = "generate and verify one-time passwords",
    .usage_text = "**step crypto otp** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description = R"(**step crypto otp** makes and checks time-based one-time passwords (TOTP, RFC 6238).)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
