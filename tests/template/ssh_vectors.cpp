// SSH documents and configuration files.
#include "base/encoding.h"
#include "crypto/openssh_key.h"
#include "crypto/private_key.h"
#include "template/json_text.h"
#include "template/ssh_config_templates.h"
#include "template/ssh_document.h"
#include "vector_files.h"

namespace newel::template_vectors {
namespace {

using namespace templates;

json::Value dynamic(const JsonNode& node) {
  return value_or_throw(json::parse(to_json(*dynamic_value(node)).value()));
}

std::vector<std::string> texts(const JsonNode& node) {
  std::vector<std::string> out;
  for (const JsonNode& item : node.items) out.push_back(item.text);
  return out;
}

TextMap text_map(const JsonNode* node) {
  TextMap out;
  if (node == nullptr) return out;
  for (const auto& [name, value] : node->members) out[name] = value.text;
  return out;
}

PublicKey key_of(const std::string& line) { return value_or_throw(read_openssh_public_key(line)); }

SshRequest request_of(const JsonNode& vector, const JsonNode& fixtures) {
  SshRequest out;
  out.key = key_of(text(fixtures, "subject_key_ssh"));
  const JsonNode& from = *member(vector, "cr");
  out.type = text(from, "type");
  out.key_id = text(from, "keyID");
  if (const JsonNode* principals = member(from, "principals")) out.principals = texts(*principals);
  return out;
}

SshData data_of(const JsonNode& vector) {
  const JsonNode& from = *member(vector, "data");
  SshData out;
  out.absent = member(from, "empty") != nullptr && member(from, "empty")->flag;
  out.type = text(from, "certType");
  out.key_id = text(from, "keyID");
  const JsonNode* principals = member(from, "principals");
  if (principals != nullptr && !principals->is_null()) out.principals = texts(*principals);
  out.added_extensions = text_map(member(from, "addExtensions"));
  out.critical_options = text_map(member(from, "addCriticalOptions"));
  if (const JsonNode* token = member(from, "token")) out.token = dynamic(*token);
  if (const JsonNode* user = member(from, "user")) out.user = dynamic(*user);
  if (const JsonNode* data = member(from, "templateData")) out.template_data = dynamic(*data).get_object();
  if (const JsonNode* webhooks = member(from, "webhooks")) out.template_data["Webhooks"] = dynamic(*webhooks);
  return out;
}

Verdict run_certificate(const JsonNode& vector, const JsonNode& fixtures, bool strict) {
  const std::string name = text(vector, "template_name");
  SshDocument document;
  try {
    const std::string source =
        name.empty() ? text(vector, "template") : std::string(*default_ssh_template(name));
    const auto tmpl = CertificateTemplateText::parse(source, FunctionSet::ssh_certificate);
    const std::string rendered = tmpl.render(ssh_root(data_of(vector), request_of(vector, fixtures)));
    if (const JsonNode* want = member(vector, "rendered"); want != nullptr && want->text != rendered)
      return differ(want->text, rendered);
    if (const JsonNode* want = member(vector, "rendered_json")) {
      const auto got = parse_json(rendered);
      if (!got || !same_json(*want, *got)) return differ("rendered_json", rendered);
    }
    document = value_or_throw(parse_ssh_document(rendered));
  } catch (const Error& e) {
    return judge_failure(vector, e.text(), strict);
  }
  if (text(vector, "stage") == "template") return differ(text(vector, "error_contains"), "a document");
  if (const JsonNode* want = member(vector, "certificate_json")) {
    const std::string got = json::write(to_json(document));
    if (!same_json(*want, *parse_json(got))) return differ("certificate_json", got);
  }
  try {
    ssh::CertificateFields fields = to_ssh_certificate(document);
    if (fields.nonce.empty()) fields.nonce.assign(32, 'n');
    if (fields.serial == 0) fields.serial = 1234567890;
    fields.key = key_of(text(fixtures, "subject_key_ssh"));
    const auto seed = value_or_throw(base64_decode(text(fixtures, "ca_seed_b64")));
    const auto ca = value_or_throw(PrivateKey::from_ed25519_seed(seed));
    const JsonNode* result = member(vector, "result");
    if (result == nullptr) return pass();
    const std::string want = text(*result, "blob_b64"),
                      got = base64_encode(ssh::sign_certificate(fields, ca));
    return want == got ? pass() : differ(want, got);
  } catch (const Error& e) {
    return judge_failure(vector, e.text(), strict);
  }
}

Verdict run_config(const JsonNode& vector, const JsonNode& fixtures, bool strict) {
  const JsonNode& keys = *member(fixtures, "public_keys_ssh");
  SshConfigKeys step;
  const JsonNode* switches = member(vector, "step");
  const auto is_set = [&](std::string_view name) {
    return switches != nullptr && member(*switches, name) != nullptr && member(*switches, name)->flag;
  };
  if (!is_set("noHostKey")) step.host = key_of(text(keys, "hostKey"));
  step.user = key_of(text(keys, "userKey"));
  if (is_set("federated")) {
    step.federated_hosts = {key_of(text(keys, "federated1")), key_of(text(keys, "federated2"))};
    step.federated_users.push_back(key_of(text(keys, "federated2")));
  }
  const std::string name = text(vector, "template_name");
  const JsonNode* own = member(vector, "template");
  try {
    const std::string source = own != nullptr ? own->text : std::string(find_ssh_config_template(name)->text);
    const Value root = ssh_config_root(step, text_map(member(vector, "user_data")), {});
    const std::string got = render_ssh_config(name, "", source, root), want = text(vector, "output");
    if (member(vector, "output") == nullptr) return differ(text(vector, "error_contains"), got);
    return got == want ? pass() : differ(want, got);
  } catch (const Error& e) {
    return judge_failure(vector, e.text(), strict);
  }
}

}  // namespace

Verdict run_ssh_vector(const JsonNode& vector, const JsonNode& fixtures, bool strict) {
  return text(vector, "kind") == "config" ? run_config(vector, fixtures, strict)
                                          : run_certificate(vector, fixtures, strict);
}

}  // namespace newel::template_vectors
