#include "server/run.h"

#include <fmt/format.h>

#include "base/log.h"
#include "base/step_path.h"
#include "base/text.h"
#include "base/version.h"
#include "config/config.h"
#include "server/export.h"
#include "server/flags.h"
#include "server/onboard.h"
#include "server/pidfile.h"
#include "server/service.h"
#include "server/signals.h"

namespace newel::server {
namespace {

constexpr int usage_exit = 1;
constexpr int fatal_exit = 2;

int fail(int code, std::string_view text) {
  fmt::print(stderr, "{}\n", text);
  return code;
}

int print_version() {
  fmt::print("Smallstep CA/{} ({})\nRelease Date: {}\n", version(), platform(), release_date());
  return 0;
}

int print_missing_configuration() {
  fmt::print(
      "step-ca can't find or open the configuration file for your CA.\n"
      "You may need to create a CA first by running `step ca init`.\n"
      "Documentation: https://u.step.sm/docs/ca\n");
  return usage_exit;
}

// Things the flags or the file ask for that this server will not do; it says so before it touches a key.
void refuse_linked_mode(const Options& options, const config::Config& config) {
  if (equal_ignoring_case(config.deployment_type, "linked") && options.token.empty()) {
    throw Error(
        "'step-ca' requires the '--token' flag for linked deploy type.\n\nA linked CA is run by the hosted "
        "Certificate "
        "Manager, which this server cannot speak to. Set authority.deploymentType to \"standalone\" to run "
        "the CA on its "
        "own.");
  }
}

int serve(const Options& options, const StepPaths& paths, const config::Config& config) {
  auto sockets = net::take_inherited_sockets();
  block_signals();
  try {
    PasswordKeeper passwords(options);
    const Pidfile pidfile(options.pidfile);
    ServiceOptions service_options;
    service_options.config_path = config.path;
    service_options.step_path = paths.path();
    service_options.context = paths.current() ? paths.current()->name : std::string();
    service_options.quiet = options.quiet;
    service_options.sockets = std::move(sockets);
    Service service(std::move(service_options), config, passwords);
    while (wait_for_signal() == Request::reload) service.reload();
    log::line("shutting down ...");
    service.stop();
    return 0;
  } catch (const std::exception& error) {
    return fail(fatal_exit, error.what());
  }
}

int serve_command(const Options& options, StepPaths& paths) {
  if (options.positionals.size() > 1) {
    return fail(usage_exit,
                "too many positional arguments were provided in 'step-ca <config> [--password-file=<file>]'");
  }
  check(options);
  if (!options.token.empty()) {
    return fail(usage_exit,
                "flag '--token' asks for a CA that is linked to the hosted Certificate Manager, which this "
                "server cannot "
                "speak to; run it with a configuration file instead");
  }
  if (!options.context.empty()) {
    if (!paths.contexts().contains(options.context)) {
      return fail(usage_exit, "context \"" + options.context + "\" not found");
    }
    paths.select(options.context);
  }
  const std::string file = options.positionals.empty() ? paths.ca_config_file() : options.positionals.front();
  std::optional<config::Config> config;
  try {
    config = config::load(file);
  } catch (const config::FileMissing&) {
    return print_missing_configuration();
  } catch (const Error& error) {
    return fail(fatal_exit, error.text());
  }
  refuse_linked_mode(options, *config);
  for (const std::string& warning : config->warnings) log::line("WARNING: " + warning);
  return serve(options, paths, *config);
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  std::optional<StepPaths> paths;
  try {
    paths = StepPaths::load();
  } catch (const Error& error) {
    return fail(usage_exit, error.text());
  }
  const std::string command = arguments.empty() ? std::string() : arguments.front();
  const std::vector<std::string> rest(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
  try {
    if (command == "export") return export_command(rest, *paths);
    if (command == "onboard") return onboard_command(rest, *paths);
    const Options options = parse_flags(arguments);
    if (command == "help" || command == "h" || options.help) return fmt::print("{}", help_text()), 0;
    if (command == "version" || options.version) return print_version();
    return serve_command(options, *paths);
  } catch (const UsageError& error) {
    fmt::print("Incorrect Usage. {}\n\n{}", error.text(), help_text());
    return fail(usage_exit, error.text());
  } catch (const Error& error) {
    return fail(usage_exit, error.text());
  }
}

}  // namespace newel::server
