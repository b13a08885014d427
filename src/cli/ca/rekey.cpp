// `step ca rekey`: a new key, and a certificate for the same names.
#include <utility>

#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/ca/renew_flow.h"
#include "cli/ca/sign_flow.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/shared/key_flags.h"
#include "cli/shared/named_key.h"

namespace newel::cli::ca {
namespace {

constexpr auto flags = flag_list(
    Flag{"out-cert", Kind::string, "The <file> to write the new certificate to, instead of <crt-file>."},
    Flag{"out-key", Kind::string, "The <file> to write the new private key to, instead of <key-file>."},
    Flag{"private-key", Kind::string,
         "The <file> with the new private key, or its name in a key store, instead of one made now."},
    after_renew_flags,
    Flag{"rekey-period", Kind::string, "Change the key every <duration>. Needs **--daemon**."}, kms_flag,
    key_flags, force_flag, offline_flag, password_file_flag, root_flag, ca_url_flag, ca_config_flag);

struct Files {
  std::string certificate, key;
};

Files out_files(const Invocation& in) {
  const std::string certificate = in.string("out-cert");
  const std::string key = in.string("out-key");
  return {certificate.empty() ? in.arg(0) : certificate, key.empty() ? in.arg(1) : key};
}

using NewKey = std::shared_ptr<const Signer>;

NewKey new_key(const Invocation& in) {
  const std::string name = in.string("private-key");
  if (name.empty()) return std::make_shared<const PrivateKey>(generate_key(in));
  return load_named_signer(in.string("kms"), name, key_password(in));
}

// A key store keeps its keys: there is nothing to make here, nor to write.
void check_key_store_flags(const Invocation& in) {
  const bool store = !in.string("kms").empty() || is_in_key_store({}, in.arg(1)) ||
                     is_in_key_store({}, in.string("private-key"));
  if (!store) return;
  if (in.string("private-key").empty()) throw required_with("kms", "private-key");
  if (!in.string("out-key").empty()) throw incompatible_flags("kms", "out-key");
  if (in.boolean("daemon")) throw incompatible_flags("kms", "daemon");
}

// A key that came from a file is written only where --out-key says.
bool writes_key(const Invocation& in) {
  return in.string("private-key").empty() || !in.string("out-key").empty();
}

// `next` is the key to use; without one a new one is made.
void rekey_and_save(const Invocation& in, NewKey next, CertificateAndKey& current, bool force) {
  if (system_clock().now() > current.leaf().not_after()) throw Error("cannot rekey an expired certificate");
  const NewKey key = next != nullptr ? std::move(next) : new_key(in);
  messages::RekeyRequest request;
  request.csr_pem = x509::create_request({}, *key).pem();
  const auto service = open_service(in);
  messages::SignResponse response;
  try {
    response = service->rekey(current.identity(), request);
  } catch (const Error& error) {
    throw error.wrapped("error rekeying certificate");
  }
  const Files files = out_files(in);
  write_output(files.certificate, response.chain_pem(), 0600, force);
  if (writes_key(in)) {
    const auto* local = dynamic_cast<const PrivateKey*>(key.get());
    if (local == nullptr) throw Error("the key " + in.string("private-key") + " cannot leave its key store");
    write_secret_output(files.key, as_bytes(write_private_key(*local)), force);
  }
  current.chain = x509::load_certificates(files.certificate);
  if (current.chain.empty())
    throw Error("error reading certificate chain: " + files.certificate + " holds no certificate");
  current.key = key;
}

int run(Invocation& in) {
  in.expect_args(2);
  if (!in.boolean("offline")) ca_url_of(in);
  const RenewOptions options = renew_options_of(in, "rekey-period");
  check_key_store_flags(in);
  CertificateAndKey current = load_certificate_and_key(in, in.arg(0), in.arg(1), in.string("kms"));
  check_against_lifetime(options, "rekey-period", current.leaf());
  if (!in.boolean("offline")) x509::load_certificates(root_file_of(in));
  // Made now, so that flags which name no possible key are found now.
  NewKey first = new_key(in);
  if (options.daemon) {
    return run_renew_daemon(options, current.leaf(), [&] {
      rekey_and_save(in, std::exchange(first, nullptr), current, true);
      return current.leaf();
    });
  }
  const auto& expires_in = options.schedule.expires_in;
  if (expires_in && client::too_early_to_renew(validity_of(current.leaf()), *expires_in, system_clock().now(),
                                               system_random())) {
    say("certificate not rekeyed: expires in " + time_left(current.leaf()));
    return 0;
  }
  rekey_and_save(in, std::move(first), current, in.boolean("force"));
  const Files files = out_files(in);
  print_status("Certificate", files.certificate);
  if (writes_key(in)) print_status("Private Key", files.key);
  return after_renew(options);
}

}  // namespace

constexpr Command rekey_command{
    .name = "rekey",
    .usage = "renew a certificate with a new key",
    .usage_text = R"(**step ca rekey** <crt-file> <key-file>
[**--out-cert**=<file>] [**--out-key**=<file>] [**--private-key**=<file>] [**--expires-in**=<duration>]
[**--force**] [**--pid**=<number>] [**--pid-file**=<file>] [**--signal**=<number>] [**--exec**=<command>]
[**--daemon**] [**--rekey-period**=<duration>] [**--kty**=<kty>] [**--curve**=<curve>] [**--size**=<size>]
[**--password-file**=<file>] [**--offline**] [**--ca-config**=<file>] [**--ca-url**=<URI>] [**--root**=<file>])",
    .description =
        R"(**step ca rekey** makes a new private key and gets a certificate for the same names, and replaces both files.
The old certificate, which must be valid still, is the proof.

With **--daemon** it keeps running and does so when two thirds of the lifetime are over, as **step ca renew** does.

## POSITIONAL ARGUMENTS

<crt-file>
:  The certificate to replace, with its chain.

<key-file>
:  Its private key.

## EXAMPLES

Change the key of a certificate:
```
$ step ca rekey www.crt www.key
```

Keep the old pair, and go to another kind of key:
```
$ step ca rekey --out-cert new.crt --out-key new.key --kty RSA --size 3072 www.crt www.key
```

With a key that is there already:
```
$ step ca rekey --private-key new.key www.crt www.key
```

For as long as the machine runs; nginx is told:
```
$ step ca rekey --daemon --exec "nginx -s reload" www.crt www.key
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
