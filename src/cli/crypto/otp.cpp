// step crypto otp: time-based one-time passwords (RFC 6238), as authenticator apps make them.
#include <fmt/format.h>

#include <charconv>

#include "base/base32.h"
#include "base/files.h"
#include "base/random.h"
#include "base/text.h"
#include "base/url.h"
#include "cli/crypto/crypto.h"
#include "cli/crypto/qr.h"
#include "cli/engine/output_file.h"
#include "cli/shared/secret_input.h"
#include "cli/shared/time_flags.h"
#include "crypto/otp.h"

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
    insecure_flag.hide());

Hash hash_named(const std::string& name) {
  const std::string upper = to_upper(name);
  if (upper == "SHA1") return Hash::sha1;
  if (upper == "SHA256") return Hash::sha256;
  if (upper == "SHA512") return Hash::sha512;
  throw invalid_flag_value("alg", name, "SHA1, SHA256, or SHA512");
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

// Percent-encoding of a path segment that keeps ':' and '@', and of a query value.
std::string escape(std::string_view text, std::string_view kept) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kept.find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string otpauth_url(const Invocation& in, const TotpParameters& parameters, const std::string& secret) {
  const std::string issuer = in.string("issuer");
  return fmt::format("otpauth://totp/{}:{}?algorithm={}&digits={}&issuer={}&period={}&secret={}",
                     escape(issuer, "-_.~:@$&+="), escape(in.string("account"), "-_.~:@$&+="),
                     to_upper(in.string("alg")), parameters.digits, escape(issuer, "-_.~"), parameters.period,
                     secret);
}

int run_generate(Invocation& in) {
  in.required_string("issuer");
  in.required_string("account");
  const TotpParameters parameters = parameters_of(in);
  const std::string secret =
      base32_encode(system_random().bytes(static_cast<std::size_t>(bounded(in, "secret-size", 1, 1024))));
  const std::string url = otpauth_url(in, parameters, secret);
  if (const std::string file = in.string("qr"); !file.empty()) write_output(in, file, qr_png(url, 200), 0644);
  print((in.boolean("url") ? url : secret) + "\n");
  return 0;
}

/// A secret file: base32 text, or a URL that brings its parameters along.
struct OtpSecret {
  std::string base32;
  TotpParameters parameters;
};

std::map<std::string, std::string> query_of(const std::string& query) {
  std::map<std::string, std::string> values;
  for (const std::string& pair : split(query, '&')) {
    const auto equals = pair.find('=');
    if (equals != std::string::npos)
      values[pair.substr(0, equals)] =
          value_or_throw(percent_decode(pair.substr(equals + 1)), "error parsing TOTP key from URL");
  }
  return values;
}

void take_number(const std::map<std::string, std::string>& query, const std::string& name, int& into) {
  const auto found = query.find(name);
  if (found == query.end() || found->second.empty()) return;
  const std::string& text = found->second;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), into);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || into < 1) {
    throw Error("error parsing " + name + " from url: " + quote(text) + " is not a positive number");
  }
}

OtpSecret read_otp_secret(const Invocation& in, const std::string& file) {
  OtpSecret secret{std::string(trim(read_input(file))), parameters_of(in)};
  if (!secret.base32.starts_with("otpauth://")) return secret;
  const Url url = value_or_throw(parse_url(secret.base32), "error parsing TOTP key from URL");
  const auto query = query_of(url.query);
  if (!in.is_set("period")) take_number(query, "period", secret.parameters.period);
  if (!in.is_set("length")) take_number(query, "digits", secret.parameters.digits);
  if (secret.parameters.digits > 10)
    throw Error("error parsing digits from url: a code has 10 digits at most");
  if (const auto algorithm = query.find("algorithm"); algorithm != query.end() && !in.is_set("alg")) {
    secret.parameters.hash = hash_named(algorithm->second);
  }
  const auto value = query.find("secret");
  if (value == query.end()) throw Error("error parsing TOTP key from URL: it has no secret");
  secret.base32 = value->second;
  return secret;
}

int run_verify(Invocation& in) {
  const std::string file = in.string("secret").empty() ? in.arg(0) : in.string("secret");
  if (file.empty()) throw in.required("secret");
  const std::int64_t skew = in.integer("skew");
  if (skew > 1 && !in.boolean("insecure"))
    throw Error("'--skew' values greater than 1 require the '--insecure' flag");
  const OtpSecret secret = read_otp_secret(in, file);
  const Time at = time_from_flag(in, "time").value_or(system_clock().now());
  const Secret typed = secret_from_stdin_or_prompt("Enter Passcode");
  const std::string_view code = trim(typed.view());
  if (code.size() != static_cast<std::size_t>(secret.parameters.digits)) {
    throw Error("error while validating TOTP: Input length unexpected");
  }
  const auto key = base32_decode(secret.base32);
  if (!key) throw Error("error while validating TOTP: Decoding of secret as base32 failed.");
  const bool matches = totp_matches(code, *key, at, secret.parameters, bounded(in, "skew", 0, 1000));
  print(matches ? "ok\n" : "fail\n");
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
        "[**--length**=<size>] [**--alg**=<alg-name>] [**--time**=<time|duration>]",
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
