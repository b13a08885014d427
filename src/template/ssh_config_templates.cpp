#include "template/ssh_config_templates.h"

#include "template/certificate_template.h"
#include "template/host_object.h"
#include "template/ssh_document.h"

namespace newel::templates {
namespace {

constexpr std::string_view config_text =
    R"(Host *
{{- if eq (toString .User.GOOS) "windows" }}
	Include "{{ .User.StepBasePath | default .User.StepPath | replace "\\" "/" | trimPrefix "C:" }}/ssh/includes"
{{- else }}
	Include "{{ if .User.StepBasePath }}{{ .User.StepBasePath }}{{ else }}{{ .User.StepPath }}{{ end }}/ssh/includes"
{{- end }})";

constexpr std::string_view includes_text =
    R"({{- if eq (toString .User.GOOS) "windows" -}}
Include "{{ .User.StepPath | replace "\\" "/" | trimPrefix "C:" }}/ssh/config"
{{- else -}}
Include "{{ .User.StepPath }}/ssh/config"
{{- end }})";

constexpr std::string_view step_config_text =
    R"(Match exec "step ssh check-host{{ if .User.Context }} --context {{ .User.Context }}{{ end }} %h"
{{- if .User.User }}
	User {{ .User.User }}
{{- end }}
{{- if eq (toString .User.GOOS) "windows" }}
	UserKnownHostsFile "{{ .User.StepPath }}\ssh\known_hosts"
	ProxyCommand C:\Windows\System32\cmd.exe /c step ssh proxycommand
{{- else }}
	UserKnownHostsFile "{{ .User.StepPath }}/ssh/known_hosts"
	ProxyCommand step ssh proxycommand
{{- end }}
{{- if .User.Context }} --context {{ .User.Context }}{{ end }}
{{- if .User.Console }} --console{{ end }}
{{- if .User.Provisioner }} --provisioner {{ .User.Provisioner }}{{ end }} %r %h %p
)";

constexpr std::string_view known_hosts_text =
    R"(@cert-authority * {{.Step.SSH.HostKey.Type}} {{.Step.SSH.HostKey.Marshal | toString | b64enc}}
{{- range .Step.SSH.HostFederatedKeys }}
@cert-authority * {{ .Type }} {{ .Marshal | toString | b64enc }}
{{- end }}
)";

constexpr std::string_view sshd_config_text =
    R"(Match all
	TrustedUserCAKeys /etc/ssh/ca.pub
	HostCertificate /etc/ssh/{{ .User.Certificate }}
	HostKey /etc/ssh/{{ .User.Key }})";

constexpr std::string_view ca_text =
    R"({{ .Step.SSH.UserKey.Type }} {{ .Step.SSH.UserKey.Marshal | toString | b64enc }}
{{- range .Step.SSH.UserFederatedKeys }}
{{ .Type }} {{ .Marshal | toString | b64enc }}
{{- end }}
)";

constexpr SshConfigTemplate files[] = {
    {"config.tpl", "snippet", "~/.ssh/config", config_text},
    {"step_includes.tpl", "prepend-line", "${STEPPATH}/ssh/includes", includes_text},
    {"step_config.tpl", "file", "ssh/config", step_config_text},
    {"known_hosts.tpl", "file", "ssh/known_hosts", known_hosts_text},
    {"sshd_config.tpl", "snippet", "/etc/ssh/sshd_config", sshd_config_text, true, true},
    {"ca.tpl", "snippet", "/etc/ssh/ca.pub", ca_text, true},
};

const Type keys_type{Kind::slice, "[]ssh.PublicKey"};
Value key_list(const std::vector<PublicKey>& keys) {
  if (keys.empty()) return Value::nil_list(keys_type);
  List items;
  for (const PublicKey& key : keys) items.push_back(ssh_key_value(key));
  return Value::list(std::move(items), keys_type);
}

const Type step_ssh_type{Kind::structure, "templates.StepSSH"};
constexpr HostField<SshConfigKeys> step_ssh_fields[] = {
    {"HostKey", "HostKey", false, [](const SshConfigKeys& k) { return ssh_key_value(k.host); }},
    {"UserKey", "UserKey", false, [](const SshConfigKeys& k) { return ssh_key_value(k.user); }},
    {"HostFederatedKeys", "HostFederatedKeys", false,
     [](const SshConfigKeys& k) { return key_list(k.federated_hosts); }},
    {"UserFederatedKeys", "UserFederatedKeys", false,
     [](const SshConfigKeys& k) { return key_list(k.federated_users); }},
};
const Type step_type{Kind::structure, "templates.Step"};
constexpr HostField<SshConfigKeys> step_fields[] = {
    {"SSH", "SSH", false,
     [](const SshConfigKeys& k) { return host_object(step_ssh_type, k, step_ssh_fields); }},
};

}  // namespace

std::span<const SshConfigTemplate> default_ssh_config_templates() { return files; }

const SshConfigTemplate* find_ssh_config_template(std::string_view name) {
  for (const SshConfigTemplate& file : files) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

Value ssh_config_root(const SshConfigKeys& keys, const std::map<std::string, std::string>& user,
                      const json::Object& data) {
  const MapPtr root = new_map();
  root->entries["Step"] = host_object(step_type, keys, step_fields);
  if (!user.empty()) {
    const MapPtr values = new_map();
    for (const auto& [name, value] : user) values->entries[name] = Value(value);
    root->entries["User"] = Value::map(values, types::string_map);
  }
  for (const auto& member : data) root->entries[std::string(member.key())] = json_value(member.value());
  return Value::map(root);
}

std::string render_ssh_config(std::string_view name, std::string_view path, std::string_view text,
                              const Value& root) {
  std::optional<Template> tmpl;
  try {
    tmpl = Template::parse(std::string(name), std::string(text), FunctionSet::basic);
  } catch (const Error& e) {
    throw e.wrapped("error parsing template " + std::string(name));
  }
  try {
    return tmpl->execute(root);
  } catch (const Error& e) {
    throw Error("error executing " + std::string(path) + ": " + e.text());
  }
}

}  // namespace newel::templates
