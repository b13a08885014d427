#include "provisioner/step_payload.h"

namespace newel::provisioner {
namespace {

const json::Value* present(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find(object, name);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

// Inside the reader failures travel as Error; read_step_payload() turns them back.
Error wrong_kind(const json::Value& value, std::string_view member, std::string_view expected) {
  return Error("json: cannot unmarshal " + json_kind(value) + " into Go struct field jwtPayload." +
               std::string(member) + " of type " + std::string(expected));
}

const json::Object* read_object(const json::Object& parent, std::string_view name, std::string_view member,
                                std::string_view type) {
  const json::Value* value = present(parent, name);
  if (value == nullptr) return nullptr;
  if (!value->is_object()) throw wrong_kind(*value, member, type);
  return &value->get_object();
}

std::string read_text(const json::Object& parent, std::string_view name, std::string_view member) {
  const json::Value* value = present(parent, name);
  if (value == nullptr) return {};
  if (!value->is_string()) throw wrong_kind(*value, member, "string");
  return *json::as_string(value);
}

std::vector<std::string> read_list(const json::Object& parent, std::string_view name,
                                   std::string_view member) {
  std::vector<std::string> out;
  const json::Value* list = present(parent, name);
  if (list == nullptr) return out;
  if (!list->is_array()) throw wrong_kind(*list, member, "[]string");
  out.reserve(list->get_array().size());
  for (const json::Value& item : list->get_array()) {
    if (!item.is_null() && !item.is_string()) throw wrong_kind(item, member, "string");
    out.push_back(json::as_string(&item).value_or(""));
  }
  return out;
}

TimeOrDuration read_time(const json::Object& parent, std::string_view name, std::string_view member) {
  return value_or_throw(TimeOrDuration::parse(read_text(parent, name, member)));
}

SshSignAttributes read_ssh(const json::Object& ssh) {
  SshSignAttributes out;
  out.cert_type = read_text(ssh, "certType", "step.ssh.certType");
  out.key_id = read_text(ssh, "keyID", "step.ssh.keyID");
  out.principals = read_list(ssh, "principals", "step.ssh.principals");
  out.valid_after = read_time(ssh, "validAfter", "step.ssh.validAfter");
  out.valid_before = read_time(ssh, "validBefore", "step.ssh.validBefore");
  if (const json::Value* data = present(ssh, "templateData")) out.template_data = *data;
  return out;
}

}  // namespace

Expected<StepPayload> read_step_payload(const json::Object& claims) try {
  StepPayload out;
  out.sans = read_list(claims, "sans", "sans");
  if (const auto* cnf = read_object(claims, "cnf", "cnf", "provisioner.confirmationClaims")) {
    out.csr_fingerprint = read_text(*cnf, "x5rt#S256", "cnf.x5rt#S256");
  }
  if (const auto* step = read_object(claims, "step", "step", "provisioner.stepPayload")) {
    if (const auto* ra = read_object(*step, "ra", "step.ra", "provisioner.RAInfo"))
      out.ra_json = json::write(*ra);
    if (const auto* ssh = read_object(*step, "ssh", "step.ssh", "provisioner.SignSSHOptions")) {
      out.ssh = read_ssh(*ssh);
    }
  }
  return out;
} catch (const Error& e) {
  return failure(e.text());
}

}  // namespace newel::provisioner
