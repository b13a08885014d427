#include "config/not_yet.h"

#include <array>

#include "base/text.h"
#include "provisioner/provisioner.h"

namespace newel::config {
namespace {

struct Missing {
  std::string_view path;  ///< relative to ca.json, or to one provisioner
  std::string_view feature;
};

// A line leaves the table when its feature arrives.
constexpr std::array missing_members = {
    Missing{"ssh", "SSH certificates"},
    Missing{"templates", "SSH templates"},
    Missing{"monitoring", "monitoring agents"},
};
constexpr std::array missing_provisioner_members = {
    Missing{"options.ssh.template", "SSH certificates"},
    Missing{"options.ssh.templateFile", "SSH certificates"},
    Missing{"options.ssh.templateData", "SSH certificates"},
    Missing{"options.wire", "Wire challenges"},
};

// Members at their zero value ask for nothing: `step ca provisioner add` writes
// "options":{"x509":{},"ssh":{}}.
bool asks_for_something(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return false;
    case boost::json::kind::bool_:
      return value.get_bool();
    case boost::json::kind::string:
      return !value.get_string().empty();
    case boost::json::kind::array:
      return !value.get_array().empty();
    case boost::json::kind::object:
      return !value.get_object().empty();
    default:
      return true;
  }
}

const json::Value* at_path(const json::Object& object, std::string_view path) {
  const auto dot = path.find('.');
  const json::Value* value = json::find_ci(object, path.substr(0, dot));
  if (value == nullptr || dot == std::string_view::npos) return value;
  return value->is_object() ? at_path(value->get_object(), path.substr(dot + 1)) : nullptr;
}

[[noreturn]] void refuse(const std::string& path, std::string_view feature) {
  throw Error("not supported yet: " + path + " (" + std::string(feature) + ")");
}

template <class Table>
void check(const Table& table, const json::Object& object, const std::string& prefix) {
  for (const Missing& missing : table) {
    const json::Value* value = at_path(object, missing.path);
    if (value != nullptr && asks_for_something(*value))
      refuse(prefix + std::string(missing.path), missing.feature);
  }
}

void check_provisioner(const json::Object& document, const std::string& path) {
  const auto text = json::as_string(json::find_ci(document, "type"));
  const auto type = provisioner::parse_type(text.value_or(""));
  if (!type) return;
  if (provisioner::availability(*type) == provisioner::Availability::refused) {
    throw Error("not supported yet: provisioner type " + std::string(provisioner::type_name(*type)) + " (" +
                path + ")");
  }
  check(missing_provisioner_members, document, path + ".");
}

}  // namespace

void refuse_provisioner_members(const json::Object& document) {
  check(missing_provisioner_members, document, "");
}

void refuse_what_is_not_there_yet(const Config& config) {
  if (!config.authority_type.empty() && config.authority_type != "softcas") {
    refuse("authority.type", "registration authorities: " + config.authority_type);
  }
  if (equal_ignoring_case(config.deployment_type, "linked"))
    refuse("authority.deploymentType", "linked authorities");
  check(missing_members, config.document, "");
  for (std::size_t i = 0; i < config.provisioners.size(); ++i) {
    check_provisioner(config.provisioners[i].get_object(),
                      "authority.provisioners[" + std::to_string(i) + "]");
  }
}

}  // namespace newel::config
