#include "cli/shared/oauth_flow.h"

#include <fmt/core.h>

#include <iostream>
#include <thread>

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "cli/engine/errors.h"
#include "client/oauth/device.h"
#include "client/oauth/loopback.h"

namespace newel::cli {
namespace {

using client::oauth::AuthorizationWish;
using client::oauth::TokenAnswer;

void tell(std::string_view line) { fmt::print(stderr, "{}\n", line); }

bool is_wsl() {
  const auto version = read_file("/proc/version", 4096);
  return version && to_lower(*version).find("microsoft") != std::string::npos;
}

void open_in_browser(const std::string& url, const std::string& browser) {
  if (!browser.empty()) return start_program({browser, url});
  if (is_wsl()) return start_program({"rundll32.exe", "url.dll,FileProtocolHandler", url});
  start_program({"xdg-open", url});
}

void send_to(const std::string& url, const std::string& browser) {
  if (environment("STEP_OPEN_BROWSER") == "0") return tell(url);
  try {
    open_in_browser(url, browser);
    tell("Your default web browser has been opened to visit:\n");
  } catch (const Error&) {
    tell("Cannot open a web browser on your platform.\n");
    tell("Open a local web browser and visit:\n");
  }
  tell(url + "\n");
}

FormValues parse_auth_params(const std::vector<std::string>& params) {
  FormValues out;
  for (const std::string& param : params) {
    const auto equals = param.find('=');
    if (equals == 0 || param.empty()) throw invalid_flag_value("auth-param", param);
    out.emplace_back(param.substr(0, equals), equals == std::string::npos ? "" : param.substr(equals + 1));
  }
  return out;
}

TokenAnswer pasted_code_login(AuthorizationWish wish) {
  wish.redirect_uri = "urn:ietf:wg:oauth:2.0:oob";
  const client::oauth::Authorization authorization(std::move(wish));
  tell("Open a local web browser and visit:\n");
  tell(authorization.url() + "\n");
  fmt::print(stderr, "Enter verification code: ");
  std::string code;
  if (!std::getline(std::cin, code)) throw Error("no verification code was entered");
  TokenAnswer token = authorization.exchange(std::string(trim(code)));
  if (token.failed())
    throw Error("Error exchanging authorization code: " + token.error + ". " + token.error_description);
  return token;
}

TokenAnswer device_login(const AuthorizationWish& wish) {
  client::oauth::DeviceLogin login{wish.endpoints, wish.registration, wish.scope, {}, {}};
  login.show = [](const client::oauth::DevicePrompt& prompt) {
    if (prompt.code.empty()) return tell("Visit " + printable(prompt.uri) + ":");
    tell("Visit " + printable(prompt.uri) + " and enter the code:");
    tell(printable(prompt.code));
  };
  login.wait = [](Duration interval) { std::this_thread::sleep_for(interval); };
  return client::oauth::device_login(login);
}

client::oauth::Endpoints endpoints_of(const OauthOptions& options) {
  const auto& given = options.endpoints;
  const bool complete =
      !given.token.empty() && !(options.device ? given.device_authorization : given.authorization).empty();
  if (complete) return given;
  if (const auto known = client::oauth::known_endpoints(options.provider)) return *known;
  return client::oauth::discover_endpoints(options.provider, options.device);
}

}  // namespace

TokenAnswer oauth_login(const OauthOptions& options) {
  AuthorizationWish wish;
  wish.more = parse_auth_params(options.auth_params);
  wish.endpoints = endpoints_of(options);
  wish.registration = options.registration;
  wish.scope = options.scope;
  wish.prompt = options.prompt;
  wish.login_hint = options.email;
  wish.implicit = options.implicit;
  if (options.device) return device_login(wish);
  if (options.oob) return pasted_code_login(std::move(wish));
  client::oauth::LoopbackOptions loopback;
  loopback.listen = options.listen;
  loopback.listen_url = options.listen_url;
  loopback.redirect_url = options.redirect_url;
  loopback.visit = [&](const std::string& url) { send_to(url, options.browser); };
  loopback.tell = tell;
  return client::oauth::loopback_login(std::move(wish), loopback);
}

}  // namespace newel::cli
