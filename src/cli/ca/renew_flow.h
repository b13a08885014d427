// What `step ca renew` and `step ca rekey` have in common: when, once or for ever, and whom to tell
// afterwards.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/ca/key_files.h"
#include "cli/ca/service.h"
#include "client/renewer.h"

namespace newel::cli::ca {

struct RenewOptions {
  client::RenewSchedule schedule;
  bool daemon = false;
  int pid = 0;  ///< 0: nobody
  int signal = 1;
  std::string exec;
};

/// `period_flag`: "renew-period" or "rekey-period". Throws the flags' errors.
RenewOptions renew_options_of(const Invocation& in, std::string_view period_flag);
/// Periods that the certificate's lifetime does not allow: throws.
void check_against_lifetime(const RenewOptions& options, std::string_view period_flag,
                            const x509::Certificate& certificate);

client::Validity validity_of(const x509::Certificate& certificate);

/// Signals the process and runs the command; the result is the command's exit status. Throws Error.
int after_renew(const RenewOptions& options);

/// What the daemon does each time; gives the new certificate. Throws Error: tried again in a minute.
using RenewAction = std::function<x509::Certificate()>;
/// Runs until SIGINT or SIGTERM; `done` is the word of the log line: "renewed", "rekeyed".
int run_renew_daemon(const RenewOptions& options, const x509::Certificate& current, const RenewAction& renew);

/// "10h52m5s": what is left.
std::string time_left(const x509::Certificate& certificate);

}  // namespace newel::cli::ca
