// `step ca revoke`: by serial number with a token, or by the certificate itself with its key.
#include <array>

#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/ca/key_files.h"
#include "cli/ca/serial_argument.h"
#include "cli/ca/token_flow.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"

namespace newel::cli::ca {
namespace {

constexpr auto flags =
    flag_list(Flag{"cert", Kind::string, "The certificate <file> to revoke; its key goes with **--key**."},
              Flag{"key", Kind::string, "The private key <file> of the certificate in **--cert**."},
              Flag{"reason", Kind::string, "Why, in words (<string>)."},
              Flag{"reasonCode", Kind::string,
                   "Why, as the <reasonCode> of RFC 5280: a number from 0 to 10 or a name (Unspecified, "
                   "KeyCompromise, CACompromise, "
                   "AffiliationChanged, Superseded, CessationOfOperation, CertificateHold, RemoveFromCRL, "
                   "PrivilegeWithdrawn, "
                   "AACompromise)."},
              token_flag, ca_config_flag, offline_flag, ca_flags);

struct Reason {
  std::string_view name;
  int code;
};
constexpr std::array<Reason, 10> reasons{{{"unspecified", 0},
                                          {"keycompromise", 1},
                                          {"cacompromise", 2},
                                          {"affiliationchanged", 3},
                                          {"superseded", 4},
                                          {"cessationofoperation", 5},
                                          {"certificatehold", 6},
                                          {"removefromcrl", 8},
                                          {"privilegewithdrawn", 9},
                                          {"aacompromise", 10}}};

bool is_number(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  return !digits.empty() && digits.size() < 10 &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

int reason_code_of(const Invocation& in) {
  const std::string text = in.string("reasonCode");
  if (text.empty()) return 0;
  if (is_number(text)) {
    const int code = std::stoi(text);
    if (code >= 0 && code <= 10) return code;
    throw Error("reasonCode out of bounds. Got " + text + ", but want value between 0 and 10");
  }
  std::string name = to_lower(text);
  std::erase(name, ' ');
  for (const Reason& reason : reasons) {
    if (reason.name == name) return reason.code;
  }
  throw Error("unrecognized revocation reason code '" + text + "'");
}

void done(const std::string& serial) {
  say("Certificate with Serial Number " + serial + " has been revoked.");
}

int revoke_by_certificate(const Invocation& in, messages::RevokeRequest request) {
  const auto pair = load_certificate_and_key(in, in.string("cert"), in.string("key"));
  request.serial = pair.leaf().serial().decimal();
  const auto service = open_service(in);
  if (!in.boolean("offline")) print_status("CA", ca_url_of(in));
  const client::Identity identity = pair.identity();
  service->revoke(request, &identity);
  done(request.serial);
  return 0;
}

int revoke_by_serial(const Invocation& in, messages::RevokeRequest request) {
  if (in.arg_count() != 1) throw in.arg_count() == 0 ? in.too_few() : in.too_many();
  request.serial = decimal_serial(in.arg(0));
  request.ott = in.string("token");
  std::shared_ptr<CaService> service;
  if (request.ott.empty()) {
    service = open_service(in, request.ott);
    TokenWish wish{.method = provisioner::Method::revoke, .subject = request.serial};
    request.ott = new_token(in, *service, wish);
    service = service->for_token(request.ott);
  } else {
    if (in.boolean("offline")) throw incompatible_flags("offline", "token");
    const auto info = value_or_throw(client::TokenInfo::parse(request.ott), "error parsing flag '--token'");
    if (info.subject != request.serial) {
      throw Error("token subject '" + info.subject + "' and serial number '" + request.serial +
                  "' do not match");
    }
    service = open_service(in, request.ott);
  }
  service->revoke(request, nullptr);
  done(request.serial);
  return 0;
}

int run(Invocation& in) {
  messages::RevokeRequest request;
  request.reason_code = reason_code_of(in);
  request.reason = in.string("reason");
  request.passive = true;
  const bool cert = !in.string("cert").empty();
  const bool key = !in.string("key").empty();
  if (cert != key) throw cert ? required_with("cert", "key") : required_with("key", "cert");
  if (!cert) return revoke_by_serial(in, request);
  if (in.arg_count() > 0) {
    throw Error(
        "'step ca revoke --cert <certificate> --key <key>' expects no additional positional arguments");
  }
  return revoke_by_certificate(in, request);
}

}  // namespace

constexpr Command revoke_command{
    .name = "revoke",
    .usage = "revoke a certificate",
    .usage_text = R"(**step ca revoke** <serial-number>
[**--cert**=<file>] [**--key**=<file>] [**--token**=<token>] [**--reason**=<string>]
[**--reasonCode**=<reasonCode>] [**--offline**] [**--ca-config**=<file>] [**--ca-url**=<URI>]
[**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca revoke** tells a certificate authority that a certificate is not to be trusted any more. The CA
will not renew it, and lists it in its revocation list if it makes one. Whoever looks at neither trusts the certificate until
it expires: keep lifetimes short.

A certificate is named by its serial number, with a token of a provisioner, or by itself: **--cert** and **--key**.

## POSITIONAL ARGUMENTS

<serial-number>
:  The serial number, decimal, or with a prefix: 0x for hexadecimal, 0b for binary, 0o for octal.

## EXAMPLES

By serial number:
```
$ step ca revoke 308893286343609293989051180431574390766
```

By certificate and key, without a provisioner's password:
```
$ step ca revoke --cert www.crt --key www.key
```

With the reason, in words and as a code:
```
$ step ca revoke --reason "laptop stolen" --reasonCode KeyCompromise 308893286343609293989051180431574390766
```

With a token that was made elsewhere:
```
$ step ca revoke --token $(step ca token --revoke 3088932863) 3088932863
```

On the machine of the CA, without its server:
```
$ step ca revoke --offline 308893286343609293989051180431574390766
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
