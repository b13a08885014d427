// The values SSH certificate templates see, and the templates that are used when there is no other.
#include "crypto/ssh_wire.h"
#include "template/function.h"
#include "template/host_object.h"
#include "template/ssh_document.h"
#include "template/x509_values.h"

namespace newel::templates {
namespace {

constexpr std::string_view standard_extensions[] = {"permit-X11-forwarding", "permit-agent-forwarding",
                                                    "permit-port-forwarding", "permit-pty", "permit-user-rc"};

struct NamedText {
  std::string_view name, text;
};
constexpr NamedText default_templates[] = {
    {"default", R"({
  "type": {{ toJson .Type }},
  "keyId": {{ toJson .KeyID }},
  "principals": {{ toJson .Principals }},
  "extensions": {{ toJson .Extensions }},
  "criticalOptions": {{ toJson .CriticalOptions }}
})"},
    {"admin", R"({
  "type": {{ toJson .Insecure.CR.Type }},
  "keyId": {{ toJson .Insecure.CR.KeyID }},
  "principals": {{ toJson .Insecure.CR.Principals }}
{{- if eq .Insecure.CR.Type "user" }},
  "extensions": {{ toJson .Extensions }},
  "criticalOptions": {{ toJson .CriticalOptions }}
{{- end }}
})"},
    {"iid", R"({
  "type": {{ toJson .Type }},
  "keyId": {{ toJson .KeyID }},
  "principals": {{ if .Insecure.CR.Principals }}{{ toJson .Insecure.CR.Principals }}{{ else }}{{ toJson .Principals }}{{ end }},
  "extensions": {{ toJson .Extensions }}
})"},
    {"certificate-request", R"({
  "type": {{ toJson .Insecure.CR.Type }},
  "keyId": {{ toJson .Insecure.CR.KeyID }},
  "principals": {{ toJson .Insecure.CR.Principals }}
{{- if eq .Insecure.CR.Type "user" }},
  "extensions": {
    "permit-X11-forwarding": "",
    "permit-agent-forwarding": "",
    "permit-port-forwarding": "",
    "permit-pty": "",
    "permit-user-rc": ""
  }
{{- end }}
})"},
};

void put(const MapPtr& map, std::string_view name, Value value) {
  map->entries.insert_or_assign(std::string(name), std::move(value));
}

Value text_map(const TextMap& texts) {
  const MapPtr map = new_map();
  for (const auto& [name, value] : texts) put(map, name, value);
  return Value::map(map);
}

Value extensions_of(const SshData& data) {
  TextMap all = data.added_extensions;
  if (data.type == "user") {
    for (const std::string_view name : standard_extensions) all.try_emplace(std::string(name));
  }
  return all.empty() && data.type != "user" ? Value::map(nullptr) : text_map(all);
}

Value texts(const std::optional<std::vector<std::string>>& list) {
  return list ? Value::strings(*list) : Value::nil_list(types::strings);
}

const Method key_methods[] = {
    {"Type", "",
     [](Call&, const Value& s, Args) -> Value { return ssh_wire::key_type(host_value<PublicKey>(s)); }},
    {"Marshal", "",
     [](Call&, const Value& s, Args) {
       return Value::bytes(newel::to_text(ssh_wire::public_blob(host_value<PublicKey>(s))));
     }},
};
const Type ed25519_key{Kind::structure, "ssh.ed25519PublicKey", key_methods};
const Type ecdsa_key{Kind::pointer, "*ssh.ecdsaPublicKey", key_methods};
const Type rsa_key{Kind::pointer, "*ssh.rsaPublicKey", key_methods};
const Type any_key{Kind::pointer, "ssh.PublicKey", key_methods};
constexpr HostField<PublicKey> no_fields[] = {{"", "-", false, [](const PublicKey&) { return Value(); }}};

constexpr HostField<SshRequest> request_fields[] = {
    {"Key", "Key", false, [](const SshRequest& r) { return ssh_key_value(r.key); }},
    {"Type", "Type", false, [](const SshRequest& r) -> Value { return r.type; }},
    {"KeyID", "KeyID", false, [](const SshRequest& r) -> Value { return r.key_id; }},
    {"Principals", "Principals", false,
     [](const SshRequest& r) {
       return r.principals.empty() ? Value::nil_list(types::strings) : Value::strings(r.principals);
     }},
};
const Type request_type{Kind::structure, "sshutil.CertificateRequest"};

}  // namespace

Value ssh_key_value(const std::optional<PublicKey>& key) {
  if (!key) return nil_pointer(any_key);
  const Type& type = key->type() == KeyType::rsa  ? rsa_key
                     : key->type() == KeyType::ec ? ecdsa_key
                                                  : ed25519_key;
  return host_object(type, *key, no_fields);
}

Value ssh_root(const SshData& data, const SshRequest& request) {
  const MapPtr root = new_map();
  if (!data.absent) {
    put(root, "Type", data.type);
    put(root, "KeyID", data.key_id);
    put(root, "Principals", texts(data.principals));
    put(root, "Extensions", extensions_of(data));
    if (!data.critical_options.empty()) put(root, "CriticalOptions", text_map(data.critical_options));
  }
  if (data.token) put(root, "Token", json_value(*data.token));
  if (data.authorization) put(root, "AuthorizationCrt", *data.authorization);
  for (const auto& member : data.template_data) {
    if (member.key() != "Insecure") put(root, member.key(), json_value(member.value()));
  }
  const MapPtr insecure = new_map();
  if (data.user)
    put(insecure, "User", data.user->is_object() ? json_value(*data.user) : Value::map(new_map()));
  put(insecure, "CR", host_object(request_type, request, request_fields));
  put(root, "Insecure", Value::map(insecure, types::ssh_data));
  return Value::map(root, types::ssh_data);
}

std::optional<std::string_view> default_ssh_template(std::string_view name) {
  for (const NamedText& one : default_templates) {
    if (one.name == name) return one.text;
  }
  return std::nullopt;
}

}  // namespace newel::templates
