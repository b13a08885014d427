#include "cli/ca/renew_flow.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

std::optional<Duration> duration_of(const Invocation& in, std::string_view flag) {
  const std::string text = in.string(flag);
  if (text.empty()) return std::nullopt;
  auto value = parse_duration(text);
  if (!value) throw invalid_flag_value(flag, text);
  // Zero means "not given", as in the reference.
  return value->count() == 0 ? std::nullopt : std::optional<Duration>(*value);
}

int pid_of(const Invocation& in) {
  if (in.is_set("pid") && !in.string("pid-file").empty()) throw mutually_exclusive("pid", "pid-file");
  if (in.is_set("pid")) {
    const auto pid = in.integer("pid");
    if (pid <= 0 || pid > 0x7fffffff) throw invalid_flag_value("pid", std::to_string(pid));
    return static_cast<int>(pid);
  }
  const std::string file = in.string("pid-file");
  if (file.empty()) return 0;
  const std::string content = value_or_throw(read_file(file, 4096));
  const std::string text(trim(content));
  char* end = nullptr;
  const long pid = std::strtol(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0') {
    throw Error("error converting " + printable(text) + " to integer process id: invalid syntax");
  }
  if (pid <= 0 || pid > 0x7fffffff) throw invalid_flag_value("pid-file", text);
  return static_cast<int>(pid);
}

std::string clock_text() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y/%m/%d %H:%M:%S", &local);
  return text;
}

void log_info(const std::string& text) { print("INFO: " + clock_text() + " " + text + "\n"); }
void log_error(const std::string& text) { say("ERROR: " + clock_text() + " " + text); }

Error outside_lifetime(std::string_view flag, Duration value, Duration lifetime) {
  return Error("flag '--" + std::string(flag) +
               "' must be within (lower than) the certificate validity period; " + std::string(flag) + "=" +
               format_duration(value) + ", cert-validity-period=" + format_duration(lifetime));
}

}  // namespace

RenewOptions renew_options_of(const Invocation& in, std::string_view period_flag) {
  RenewOptions options;
  options.schedule.expires_in = duration_of(in, "expires-in");
  options.schedule.period = duration_of(in, period_flag);
  options.daemon = in.boolean("daemon");
  if (options.schedule.expires_in && options.schedule.period)
    throw incompatible_flags("expires-in", period_flag);
  if (options.schedule.period && !options.daemon) throw required_with(period_flag, "daemon");
  options.pid = pid_of(in);
  options.signal = static_cast<int>(in.integer("signal"));
  if (options.signal <= 0) throw invalid_flag_value("signal", std::to_string(options.signal));
  options.exec = in.string("exec");
  return options;
}

client::Validity validity_of(const x509::Certificate& certificate) {
  client::Validity validity;
  validity.not_before = certificate.not_before();
  validity.not_after = certificate.not_after();
  return validity;
}

void check_against_lifetime(const RenewOptions& options, std::string_view period_flag,
                            const x509::Certificate& certificate) {
  const Duration lifetime = validity_of(certificate).length();
  const auto& [period, expires_in] = options.schedule;
  if (period && *period >= lifetime) throw outside_lifetime(period_flag, *period, lifetime);
  if (expires_in && *expires_in > lifetime) throw outside_lifetime("expires-in", *expires_in, lifetime);
}

int after_renew(const RenewOptions& options) {
  if (options.pid != 0 && ::kill(options.pid, options.signal) != 0) {
    throw Error("kill " + std::to_string(options.pid) + " with signal " + std::to_string(options.signal) +
                " failed: " + reason_of(errno));
  }
  if (options.exec.empty()) return 0;
  std::vector<std::string> words = split(options.exec, ' ');
  std::erase(words, "");
  if (words.empty()) return 0;
  const ProcessResult result = run_program(words);
  if (result.status != 0) say(result.describe());
  return result.status;
}

int run_renew_daemon(const RenewOptions& options, const x509::Certificate& current,
                     const RenewAction& renew) {
  client::block_renew_signals();
  std::string name = current.subject().common_name();
  client::RenewLoop loop;
  loop.schedule = options.schedule;
  loop.wait = client::wait_for_signal;
  loop.renew = [&] {
    const x509::Certificate certificate = renew();
    name = certificate.subject().common_name();
    return validity_of(certificate);
  };
  loop.scheduled = [&](bool first, Duration next) {
    const std::string when = format_duration(client::round_to_seconds(next));
    log_info(first ? "first renewal in " + when : printable(name) + " certificate renewed, next in " + when);
  };
  loop.failed = [](const Error& error) { log_error(error.text()); };
  loop.renewed = [&] {
    try {
      after_renew(options);
    } catch (const Error& error) {
      log_error(error.text());
    }
  };
  client::run_renew_loop(loop, validity_of(current));
  return 0;
}

std::string time_left(const x509::Certificate& certificate) {
  return format_duration(client::round_to_seconds(validity_of(certificate).left(system_clock().now())));
}

}  // namespace newel::cli::ca
