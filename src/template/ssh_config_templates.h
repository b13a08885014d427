// Templates of SSH configuration files: what `step ssh config` writes on clients and hosts (reference:
// certificates/templates).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "crypto/public_key.h"
#include "template/template.h"

namespace newel::templates {

/// One of the built-in files. The first four are the user's set, the others the host's.
struct SshConfigTemplate {
  std::string_view name;  ///< "config.tpl": also the name in error texts
  std::string_view type;  ///< "snippet", "prepend-line", "file"
  std::string_view path;  ///< where the client writes it
  std::string_view text;
  bool for_host = false;
  bool needs_certificate_and_key = false;  ///< variables `Certificate` and `Key` are required
};
std::span<const SshConfigTemplate> default_ssh_config_templates();
const SshConfigTemplate* find_ssh_config_template(std::string_view name);

struct SshConfigKeys {
  std::optional<PublicKey> host, user;
  std::vector<PublicKey> federated_hosts, federated_users;
};

/// The root: `Step`, `User` (absent when the request brought no data), and the configuration's own members.
Value ssh_config_root(const SshConfigKeys& keys, const std::map<std::string, std::string>& user,
                      const json::Object& data);

/// Renders one file. `path` is the template's own path, empty for built-in ones. Throws Error "error parsing
/// template <name>: ..." or "error executing <path>: ...".
std::string render_ssh_config(std::string_view name, std::string_view path, std::string_view text,
                              const Value& root);

}  // namespace newel::templates
