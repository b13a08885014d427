#include "client/oauth/device.h"

#include <algorithm>

#include "base/text.h"

namespace newel::client::oauth {
namespace {

using std::chrono::seconds;

constexpr Duration longest = std::chrono::minutes(5);
constexpr Duration default_interval = seconds(5);

struct Device {
  std::string device_code;
  DevicePrompt prompt;
  Duration interval = default_interval, lifetime = longest;
};

std::string text(const json::Object& object, std::string_view name) {
  return json::as_string(json::find_ci(object, name)).value_or("");
}

Duration seconds_member(const json::Object& object, std::string_view name, Duration otherwise) {
  const json::Value* value = json::find_ci(object, name);
  if (value == nullptr || !value->is_int64() || value->get_int64() <= 0) return otherwise;
  return seconds(std::min<std::int64_t>(value->get_int64(), 3600));
}

Device identify(const DeviceLogin& login) {
  FormAnswer answer;
  try {
    answer = post_form(login.endpoints.device_authorization, {{"client_id", login.registration.id},
                                                              {"client_secret", login.registration.secret},
                                                              {"scope", login.scope}});
  } catch (const Error& error) {
    throw error.wrapped("http failure to identify device", 0);
  }
  const json::Object object = answer.object();
  if (answer.status >= 400) {
    const TokenAnswer refusal = TokenAnswer::from_json(object);
    throw Error("the provider refuses the device flow: " + printable(refusal.error) +
                (refusal.error_description.empty() ? "" : ". " + printable(refusal.error_description)));
  }
  Device out;
  out.device_code = text(object, "device_code");
  out.prompt.code = text(object, "user_code");
  out.prompt.uri = text(object, "verification_uri");
  if (out.prompt.uri.empty()) out.prompt.uri = text(object, "verification_url");  // as Google names it
  if (const std::string complete = text(object, "verification_uri_complete"); !complete.empty()) {
    out.prompt = {complete, ""};
  }
  if (out.prompt.uri.empty()) {
    throw Error(
        "device code response from server missing 'verification_uri' parameter. http body response: " +
        printable(answer.body));
  }
  out.interval = seconds_member(object, "interval", default_interval);
  out.lifetime = std::min(longest, seconds_member(object, "expires_in", longest));
  return out;
}

// RFC 8628 section 3.5: which refusals mean "not yet".
bool means_wait(const TokenAnswer& answer, Duration& interval) {
  if (answer.error == "slow_down") interval += seconds(5);
  return answer.error != "access_denied" && answer.error != "expired_token";
}

}  // namespace

TokenAnswer device_login(const DeviceLogin& login) {
  Device device = identify(login);
  login.show(device.prompt);
  for (Duration spent{0}; spent < device.lifetime; spent += device.interval) {
    login.wait(device.interval);
    const FormAnswer answer =
        post_form(login.endpoints.token, {{"client_id", login.registration.id},
                                          {"client_secret", login.registration.secret},
                                          {"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                                          {"device_code", device.device_code}});
    if (answer.status >= 500) throw Error(printable(answer.body));
    const TokenAnswer token = TokenAnswer::from_json(answer.object());
    if (answer.status == 200 && !token.failed()) return token;
    if (!means_wait(token, device.interval)) {
      throw Error(token.error == "access_denied" ? "the request was denied at " + printable(device.prompt.uri)
                                                 : "device authorization grant expired");
    }
  }
  throw Error("device authorization grant expired");
}

}  // namespace newel::client::oauth
