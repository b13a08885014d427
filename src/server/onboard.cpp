// The onboarding service answers a token with the name, DNS name and address of the CA to set up. It is a
// hosted service: this command reports plainly when it cannot be reached or does not know the token, and
// never leaves half a CA behind, because it asks before it writes anything.
#include "server/onboard.h"

#include <fmt/format.h>

#include "base/files.h"
#include "base/json.h"
#include "base/url.h"
#include "net/client.h"

namespace newel::server {
namespace {

constexpr std::string_view default_service = "https://api.smallstep.com/onboarding/";

std::string service_url(const std::string& token) {
  std::string base = environment("STEP_CA_ONBOARDING_URL").value_or(std::string(default_service));
  if (base.empty() || base.back() != '/') base += '/';
  return base + token;
}

json::Object ask_service(const std::string& token) {
  const std::string url = service_url(token);
  net::Client client({});
  net::Response response;
  try {
    response = client.send({"GET", url, {}, {}});
  } catch (const Error& error) {
    throw error.wrapped("error connecting to the onboarding service at " + url);
  }
  const auto body = json::parse_first(response.body);
  const json::Object* answer = body ? body->if_object() : nullptr;
  if (response.status >= 400) {
    const auto message = answer ? json::as_string(json::find_ci(*answer, "message")) : std::nullopt;
    throw Error("error receiving the configuration from the onboarding service: " +
                message.value_or("status " + std::to_string(response.status)));
  }
  if (!answer) throw Error("error reading the answer of the onboarding service: it is not a JSON object");
  return *answer;
}

}  // namespace

int onboard_command(const std::vector<std::string>& arguments, const StepPaths& paths) {
  if (arguments.size() == 1 && (arguments[0] == "--help" || arguments[0] == "-h")) {
    fmt::print(
        "USAGE\n  step-ca onboard <token>\n\nAsks the hosted onboarding service what CA the token stands "
        "for.\n");
    return 0;
  }
  if (arguments.size() != 1) {
    throw Error(arguments.empty()
                    ? "not enough positional arguments were provided in 'step-ca onboard <token>'"
                    : "too many positional arguments were provided in 'step-ca onboard <token>'");
  }
  const json::Object answer = ask_service(arguments[0]);
  const auto text = [&answer](const char* name) {
    const auto value = json::as_string(json::find_ci(answer, name));
    if (!value || value->empty())
      throw Error("error validating the onboarding configuration: " + std::string(name) + " is missing");
    return *value;
  };
  // What the service knows is exactly what `step ca init` asks for; that command makes the CA, in view of its
  // owner.
  fmt::print(
      "The token stands for this CA. Make it with:\n\n"
      "  STEPPATH={} step ca init --deployment-type standalone --name '{}' --dns '{}' --address '{}' "
      "--provisioner admin\n",
      paths.base(), text("name"), text("dns"), text("address"));
  return 0;
}

}  // namespace newel::server
