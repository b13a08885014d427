// step certificate needs-renewal: an exit status for scripts and units.
#include <charconv>

#include "base/clock.h"
#include "base/files.h"
#include "cli/certificate/certificate.h"
#include "cli/certificate/input.h"
#include "cli/certificate/issuing.h"
#include "cli/certificate/remote.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"
#include "cli/shared/named_key.h"

namespace newel::cli::certificate {
namespace {

enum Exit { needs_renewal = 0, does_not = 1, no_such_file = 2, failed = 255 };

constexpr auto flags = flag_list(
    Flag{"expires-in", Kind::string,
         "When to say yes: after a <percent|duration> of the lifetime has passed (*75%*), or less than a "
         "duration is left "
         "(*24h*). Two thirds of the lifetime, 66%, by default."},
    roots_flag, Flag{"bundle", Kind::boolean, "Check every certificate of the file, not only the first."},
    Flag{"verbose,v", Kind::boolean, "Say the answer in words."}, servername_flag, input_password_flag,
    json_flag);

int used_percent(const x509::Certificate& certificate, Time now) {
  const double total =
      static_cast<double>(Duration(certificate.not_after() - certificate.not_before()).count());
  const double remaining = static_cast<double>(Duration(certificate.not_after() - now).count());
  return static_cast<int>((1 - remaining / total) * 100);
}

/// Either a share of the lifetime that must have passed, or a time that must be left.
struct Threshold {
  int percent = 66;
  std::optional<Duration> left;

  static Threshold from_flag(const std::string& value) {
    Threshold threshold;
    if (value.empty()) return threshold;
    if (!value.ends_with('%')) {
      const auto left = parse_duration(value);
      if (!left) throw invalid_flag_value("expires-in", value);
      threshold.left = *left;
      return threshold;
    }
    const char* end = value.data() + value.size() - 1;
    const auto parsed = std::from_chars(value.data(), end, threshold.percent);
    if (parsed.ec != std::errc{} || parsed.ptr != end) throw invalid_flag_value("expires-in", value);
    if (threshold.percent < 0 || threshold.percent > 100) {
      throw invalid_flag_value_hint("expires-in", value, "value must be in range 0-100%");
    }
    return threshold;
  }

  bool reached(const x509::Certificate& certificate, Time now) const {
    const Duration remaining = certificate.not_after() - now;
    if (left) return *left >= remaining;
    return used_percent(certificate, now) >= percent;
  }
};

/// `decided` is the certificate that made the answer yes, or the first.
int answer(const Invocation& in, bool yes, const x509::Certificate& decided, Time now) {
  const bool words = in.boolean("verbose");
  if (in.boolean("json")) {
    print_json(json::Object{{"needs_renewal", yes},
                            {"serial", decided.serial().decimal()},
                            {"not_before", format_rfc3339(decided.not_before())},
                            {"not_after", format_rfc3339(decided.not_after())},
                            {"used_percent", used_percent(decided, now)},
                            {"remaining_seconds", unix_seconds(decided.not_after()) - unix_seconds(now)}});
  } else if (words && yes) {
    print("certificate needs renewal\n");
  } else if (words) {
    say("certificate does not need renewal");
  }
  return yes ? needs_renewal : does_not;
}

std::vector<x509::Certificate> certificates_from(const Invocation& in, const std::string& name) {
  if (is_remote(name)) return fetch_remote(in, name);
  return load_named_certificates({}, name, password_for(in, "password-file"));
}

int check(const Invocation& in) {
  in.expect_args(1);
  const std::string& name = in.arg(0);
  if (!is_remote(name) && !is_in_key_store({}, name) && name != "-" && !file_exists(input_file(name))) {
    say("stat " + name + ": no such file or directory");
    return no_such_file;
  }
  const std::vector<x509::Certificate> certificates = certificates_from(in, name);
  const Threshold threshold = Threshold::from_flag(in.string("expires-in"));
  const Time now = system_clock().now();
  const std::size_t count = in.boolean("bundle") ? certificates.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    if (threshold.reached(certificates[i], now)) return answer(in, true, certificates[i], now);
  }
  return answer(in, false, certificates.front(), now);
}

int run(Invocation& in) {
  try {
    return check(in);
  } catch (const Error& e) {
    say(e.text());
    return failed;
  }
}

}  // namespace

constexpr Command needs_renewal_command{
    .name = "needs-renewal",
    .usage = "check whether a certificate should be renewed",
    .usage_text =
        "**step certificate needs-renewal** <cert-file or hostname>\n"
        "[**--expires-in**=<percent|duration>] [**--bundle**] [**--verbose**] [**--roots**=<roots>] "
        "[**--servername**=<name>] [**--password-file**=<file>] [**--json**]",
    .description =
        R"(**step certificate needs-renewal** answers by its exit status whether it is time to renew a certificate.

## POSITIONAL ARGUMENTS

<cert-file or hostname>
: A certificate or bundle in PEM or DER, or the URL of a server: *https://smallstep.com*.

## EXIT CODES

The exit status is 0 if the certificate needs renewal, 1 if it does not, 2 if the file does not exist, and 255 for any other
error.

## EXAMPLES

Renew when two thirds of the lifetime have passed:
```
$ step certificate needs-renewal svc.crt && step ca renew --force svc.crt svc.key
```

Is less than an hour left?
```
$ step certificate needs-renewal svc.crt --expires-in 1h
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
