#include "server/flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/files.h"
#include "base/text.h"
#include "base/url.h"
#include "base/version.h"

namespace newel::server {
namespace {

// Exactly one of the two members is set.
struct Flag {
  std::string_view name;
  std::string Options::*text;
  bool Options::*boolean;
  const char* variable;
  std::string_view argument;
  std::string_view usage;
  bool is_number = false;
};

constexpr Flag flags[] = {
    {"password-file", &Options::password_file, nullptr, nullptr, "file",
     "The file with the password of the intermediate key."},
    {"ssh-host-password-file", &Options::ssh_host_password_file, nullptr, nullptr, "file",
     "The file with the password of the SSH host key, if it differs from the intermediate's."},
    {"ssh-user-password-file", &Options::ssh_user_password_file, nullptr, nullptr, "file",
     "The file with the password of the SSH user key, if it differs from the intermediate's."},
    {"issuer-password-file", &Options::issuer_password_file, nullptr, nullptr, "file",
     "The file with the password of the certificate issuer's key, for a registration authority."},
    {"resolver", &Options::resolver, nullptr, nullptr, "host:port", "The DNS server to ask."},
    {"token", &Options::token, nullptr, "STEP_CA_TOKEN", "token", "The token of a linked CA."},
    {"quiet", nullptr, &Options::quiet, "STEP_CA_QUIET", "",
     "Start without the lines that say what is served."},
    {"context", &Options::context, nullptr, "STEP_CA_CONTEXT", "name", "The context whose CA is to be run."},
    {"acme-http-port", &Options::acme_http_port, nullptr, nullptr, "port",
     "The port used for ACME http-01 challenges, for tests; needs --insecure.", true},
    {"acme-tls-port", &Options::acme_tls_port, nullptr, nullptr, "port",
     "The port used for ACME tls-alpn-01 challenges, for tests; needs --insecure.", true},
    {"acme-strict-fqdn", nullptr, &Options::acme_strict_fqdn, nullptr, "",
     "Look up the names of ACME challenges as fully qualified ones."},
    {"pidfile", &Options::pidfile, nullptr, nullptr, "file", "The file to write the process id to."},
    {"insecure", nullptr, &Options::insecure, nullptr, "", "Allow the flags that only tests should use."},
    {"help", nullptr, &Options::help, nullptr, "", "Show this help."},
    {"version", nullptr, &Options::version, nullptr, "", "Show the version."},
};

const Flag* find_flag(std::string_view name) {
  if (name == "h") name = "help";
  if (name == "v") name = "version";
  const auto it =
      std::find_if(std::begin(flags), std::end(flags), [&](const Flag& f) { return f.name == name; });
  return it == std::end(flags) ? nullptr : &*it;
}

// Go's strconv.ParseBool.
std::optional<bool> parse_bool(std::string_view text) {
  for (const char* yes : {"1", "t", "T", "TRUE", "true", "True"}) {
    if (text == yes) return true;
  }
  for (const char* no : {"0", "f", "F", "FALSE", "false", "False"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

void set_boolean(Options& options, const Flag& flag, const std::optional<std::string>& value) {
  const auto parsed = value ? parse_bool(*value) : true;
  if (!parsed) {
    throw UsageError("invalid boolean value " + quote(*value) + " for -" + std::string(flag.name) +
                     ": parse error");
  }
  options.*flag.boolean = *parsed;
}

void set_text(Options& options, const Flag& flag, const std::string& value) {
  if (flag.is_number) {
    int number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size()) {
      throw UsageError("invalid value " + quote(value) + " for flag -" + std::string(flag.name) +
                       ": parse error");
    }
  }
  options.*flag.text = value;
}

void take_environment(Options& options) {
  for (const Flag& flag : flags) {
    const auto value = flag.variable ? environment(flag.variable) : std::nullopt;
    if (!value || value->empty()) continue;
    flag.boolean ? set_boolean(options, flag, value) : set_text(options, flag, *value);
  }
}

void check_port(const std::string& value, std::string_view flag, bool insecure) {
  if (value.empty() || value == "0") return;
  if (!insecure) throw Error("flag '--" + std::string(flag) + "' requires the '--insecure' flag");
  int port = 0;
  std::from_chars(value.data(), value.data() + value.size(), port);
  if (port < 1 || port > 65535) {
    throw Error("invalid value '" + value + "' for flag '--" + std::string(flag) +
                "'; it must be a port, 1 to 65535");
  }
}

}  // namespace

Options parse_flags(const std::vector<std::string>& arguments) {
  Options options;
  take_environment(options);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view argument = arguments[i];
    if (argument == "--") {
      options.positionals.insert(options.positionals.end(),
                                 arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, arguments.end());
      break;
    }
    if (argument.size() < 2 || argument[0] != '-') {
      options.positionals.emplace_back(argument);
      continue;
    }
    argument.remove_prefix(argument[1] == '-' ? 2 : 1);
    const auto equals = argument.find('=');
    const std::string name(argument.substr(0, equals));
    std::optional<std::string> value;
    if (equals != std::string_view::npos) value = std::string(argument.substr(equals + 1));

    const Flag* flag = find_flag(name);
    if (!flag) throw UsageError("flag provided but not defined: -" + name);
    if (flag->boolean) {
      set_boolean(options, *flag, value);
    } else {
      if (!value && i + 1 == arguments.size()) throw UsageError("flag needs an argument: -" + name);
      set_text(options, *flag, value ? *value : arguments[++i]);
    }
  }
  return options;
}

void check(const Options& options) {
  check_port(options.acme_http_port, "acme-http-port", options.insecure);
  check_port(options.acme_tls_port, "acme-tls-port", options.insecure);
  if (!options.resolver.empty()) {
    const auto parts = split_host_port(options.resolver);
    if (!parts || parts->second.empty()) {
      throw Error("invalid value '" + options.resolver + "' for flag '--resolver'; it must be host:port" +
                  (parts ? std::string() : " (" + parts.error().text + ")"));
    }
  }
}

std::string usage_text() {
  return "step-ca [config] [--context=<name>] [--password-file=<file>] [--ssh-host-password-file=<file>] "
         "[--ssh-user-password-file=<file>] "
         "[--issuer-password-file=<file>] [--pidfile=<file>] [--resolver=<host:port>] [--help] [--version]";
}

std::string help_text() {
  std::string out =
      "NAME\n  step-ca -- an online certificate authority for secure automated certificate management\n\n"
      "USAGE\n  " +
      usage_text() +
      "\n\n"
      "POSITIONAL ARGUMENTS\n  config\n"
      "      The configuration file, as `step ca init` writes it. Default: $(step path)/config/ca.json\n\n"
      "OPTIONS\n";
  for (const Flag& flag : flags) {
    out += fmt::format("  --{}{}{}\n      {}{}\n", flag.name, flag.argument.empty() ? "" : "=", flag.argument,
                       flag.usage, flag.variable ? fmt::format(" [${}]", flag.variable) : std::string());
  }
  out +=
      "\nCOMMANDS\n"
      "  version   Show the version.\n"
      "  export    Write the configuration, with its certificates and encrypted keys, as one JSON document.\n"
      "  onboard   Set up a CA from a token of the hosted onboarding service.\n"
      "  help      Show this help.\n\n"
      "SIGNALS\n"
      "  HUP reloads the configuration without losing a request. TERM and INT let the requests in flight "
      "finish, then\n"
      "  stop.\n\n"
      "EXAMPLES\n"
      "  Serve the CA of this user, whose password is in a file:\n"
      "      $ step-ca $(step path)/config/ca.json --password-file ~/.step/secrets/password\n";
  return out;
}

}  // namespace newel::server
