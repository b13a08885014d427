// `step ca renew`: the same key, a fresh certificate.
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/ca/renew_flow.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "client/token.h"

namespace newel::cli::ca {
namespace {

constexpr auto flags =
    flag_list(Flag{"mtls", Kind::boolean_true,
                   "Prove who asks with the certificate in TLS. With **--mtls=false** a token signed with "
                   "its key does it, which also "
                   "passes through proxies that end TLS."},
              ca_config_flag, force_flag, offline_flag, password_file_flag, kms_flag,
              Flag{"out,output-file", Kind::string,
                   "The <file> to write the new certificate to, instead of <crt-file>."},
              after_renew_flags,
              Flag{"renew-period", Kind::string, "Renew every <duration>. Needs **--daemon**."}, ca_flags);

std::string out_file(const Invocation& in) {
  const std::string out = in.string("out");
  return out.empty() ? in.arg(0) : out;
}

messages::SignResponse request_renewal(const Invocation& in, const CertificateAndKey& current) {
  const auto service = open_service(in);
  const Time now = system_clock().now();
  try {
    // An expired certificate cannot open a TLS connection; its key can still sign.
    if (in.boolean("mtls") && now <= current.leaf().not_after()) return service->renew(current.identity());
    const std::string audience = service->audience(provisioner::Method::renew);
    return service->renew_with_token(
        client::make_renew_token(current.identity().chain, current.leaf().subject().common_name(), audience,
                                 client::TokenValidity::starting(now), *current.key));
  } catch (const Error& error) {
    throw error.wrapped("error renewing certificate");
  }
}

// Renews, writes, and takes over what was written: the next renewal proves itself with the new certificate.
void renew_and_save(const Invocation& in, CertificateAndKey& current, bool force) {
  const auto response = request_renewal(in, current);
  const std::string file = out_file(in);
  write_output(file, response.chain_pem(), 0600, force);
  current.chain = x509::load_certificates(file);
  if (current.chain.empty())
    throw Error("error reading certificate chain: " + file + " holds no certificate");
}

int run(Invocation& in) {
  in.expect_args(2);
  if (!in.boolean("offline")) ca_url_of(in);
  const RenewOptions options = renew_options_of(in, "renew-period");
  CertificateAndKey current = load_certificate_and_key(in, in.arg(0), in.arg(1), in.string("kms"));
  check_against_lifetime(options, "renew-period", current.leaf());
  if (!in.boolean("offline")) x509::load_certificates(root_file_of(in));  // better now than in sixteen hours
  if (options.daemon) {
    return run_renew_daemon(options, current.leaf(), [&] {
      renew_and_save(in, current, true);
      return current.leaf();
    });
  }
  const auto& expires_in = options.schedule.expires_in;
  if (expires_in && client::too_early_to_renew(validity_of(current.leaf()), *expires_in, system_clock().now(),
                                               system_random())) {
    say("certificate not renewed: expires in " + time_left(current.leaf()));
    return 0;
  }
  renew_and_save(in, current, in.boolean("force"));
  say("Your certificate has been saved in " + out_file(in) + ".");
  return after_renew(options);
}

}  // namespace

constexpr Command renew_command{
    .name = "renew",
    .usage = "renew a certificate",
    .usage_text = R"(**step ca renew** <crt-file> <key-file>
[**--mtls**] [**--password-file**=<file>] [**--out**=<file>] [**--expires-in**=<duration>] [**--force**]
[**--pid**=<number>] [**--pid-file**=<file>] [**--signal**=<number>] [**--exec**=<command>] [**--daemon**]
[**--renew-period**=<duration>] [**--offline**] [**--ca-config**=<file>] [**--ca-url**=<URI>]
[**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca renew** gets a new certificate for the same names and the same key, and replaces the old one in
its file. The old certificate is all the proof the CA needs: no password, no question.

With **--daemon** it keeps running and renews when two thirds of the lifetime are over, less a random twentieth. **--pid**,
**--pid-file** and **--exec** tell a server that it has a new certificate.

A certificate that has expired can be renewed only if its provisioner allows it.

## POSITIONAL ARGUMENTS

<crt-file>
:  The certificate to renew, with its chain.

<key-file>
:  Its private key.

## EXAMPLES

Renew a certificate:
```
$ step ca renew www.crt www.key
```

From a timer, when less than eight hours are left:
```
$ step ca renew --force --expires-in 8h www.crt www.key
```

For as long as the machine runs; nginx is told:
```
$ step ca renew --daemon --exec "nginx -s reload" www.crt www.key
```

Every sixteen hours; the process in the file gets SIGHUP:
```
$ step ca renew --daemon --renew-period 16h --pid-file /run/server.pid www.crt www.key
```

Keep the old certificate:
```
$ step ca renew --out new.crt www.crt www.key
```

On the machine of the CA, without its server:
```
$ step ca renew --offline www.crt www.key
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
