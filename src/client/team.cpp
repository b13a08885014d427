#include "client/team.h"

#include <charconv>

#include "base/json.h"
#include "net/client.h"

namespace newel::client {
namespace {

Error problem(const std::string& text) { return Error("error getting authority data: " + text); }

// A text, or a number where a text was expected.
std::string member(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find_ci(object, name);
  if (value == nullptr || value->is_null()) return {};
  if (auto text = json::as_string(value)) return *text;
  return json::write(*value);
}

}  // namespace

std::string team_authority_url(const std::string& team, const std::string& authority,
                               const std::string& url_template) {
  if (url_template.empty()) {
    return "https://api.smallstep.com/v1/teams/" + team + "/authorities/" +
           (authority.empty() ? "ssh" : authority);
  }
  std::string url = url_template;
  for (auto at = url.find("<>"); at != std::string::npos; at = url.find("<>", at + team.size())) {
    url.replace(at, 2, team);
  }
  return url;
}

TeamAuthority get_team_authority(const std::string& url) {
  net::Client http(net::ClientOptions{});
  net::Response response;
  try {
    response = http.send({"GET", url, {}, {}});
  } catch (const Error& error) {
    throw problem(error.text());
  }
  const auto document = json::parse_first(response.body);
  const bool is_object = document && document->is_object();
  if (response.status == 404) throw problem("authority not found");
  if (response.status >= 400) {
    const std::string message = is_object ? member(document->get_object(), "message") : std::string();
    throw problem(message.empty() ? "status " + std::to_string(response.status) : message);
  }
  if (!is_object) throw problem(document ? "the answer is not a JSON object" : document.error().text);
  const json::Object& answer = document->get_object();
  TeamAuthority authority{member(answer, "url"), member(answer, "fingerprint"),
                          member(answer, "redirect-url"), member(answer, "provisioner")};
  const std::string length = member(answer, "min-password-length");
  std::from_chars(length.data(), length.data() + length.size(), authority.min_password_length);
  return authority;
}

}  // namespace newel::client
