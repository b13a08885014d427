#include "server/banner.h"

#include "base/text.h"
#include "base/version.h"

namespace newel::server {

std::vector<std::string> banner(const authority::Authority& authority, const std::string& context) {
  const config::Config& config = authority.config();
  // Port and all: clients are given the URL as it must be typed.
  const auto colon = config.address.rfind(':');
  const std::string port = colon == std::string::npos ? std::string() : config.address.substr(colon);
  const std::string url = "https://" + config.dns_names.front() + port;

  std::vector<std::string> lines = {"Starting Smallstep CA/" + version() + " (" + platform() + ")",
                                    "Documentation: https://u.step.sm/docs/ca",
                                    "Community Discord: https://u.step.sm/discord"};
  if (!context.empty()) lines.push_back("Current context: " + context);
  lines.push_back("Config file: " + config.path);
  lines.push_back("The primary server URL is " + url);
  lines.push_back("Root certificates are available at " + url + "/roots.pem");
  if (config.dns_names.size() > 1) {
    lines.push_back("Additional configured hostnames: " +
                    join({config.dns_names.begin() + 1, config.dns_names.end()}, ", "));
  }
  for (const auto& root : authority.roots()) lines.push_back("X.509 Root Fingerprint: " + root.fingerprint());
  return lines;
}

}  // namespace newel::server
