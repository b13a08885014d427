#include "cli/certificate/issuing.h"

#include <ctime>

#include "base/text.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/shared/named_key.h"
#include "cli/shared/time_flags.h"

namespace newel::cli::certificate {

x509::Validity validity_from_flags(const Invocation& in, Seconds default_length) {
  // As time(2) has it, which verifiers ask: it lags behind the finer clock by up to a tick, and what is made
  // at the turn of a second would not be valid yet for them.
  const Time now = from_unix(::time(nullptr));
  const auto not_before = time_from_flag(in, "not-before", now);
  const auto not_after = time_from_flag(in, "not-after", now);
  if (not_before && not_after && *not_before > *not_after) {
    throw incompatible_values("not-before", in.string("not-before"), "not-after", in.string("not-after"));
  }
  x509::Validity validity = x509::validity_from(not_before.value_or(now), default_length);
  if (not_after) validity.not_after = floor_seconds(*not_after);
  if (validity.not_before > validity.not_after) {
    throw Error("invalid value '" + printable(in.string("not-after")) +
                "' for flag '--not-after': certificate is already expired");
  }
  return validity;
}

PasswordSource password_for(const Invocation& in, std::string_view flag) {
  return [&in, flag = std::string(flag)](const std::string& name) {
    return ask_password({.label = "Please enter the password to decrypt " + name,
                         .flag = flag,
                         .given = password_from_flag(in, flag)});
  };
}

x509::Certificate load_issuer_certificate(const std::string& file, const PasswordSource& password) {
  const auto certificates = load_certificate_file(file, password);
  if (certificates.size() != 1)
    throw Error("error decoding " + file + ": contains more than one PEM encoded block");
  return certificates.front();
}

}  // namespace newel::cli::certificate
