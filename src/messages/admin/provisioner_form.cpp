#include "messages/admin/provisioner_form.h"

#include <array>

#include "base/encoding.h"
#include "base/text.h"
#include "messages/admin/policy_form.h"
#include "provisioner/document.h"

namespace newel::messages::admin {
namespace {

using provisioner::Claims;
using provisioner::DurationClaims;
using provisioner::Type;

constexpr std::array<std::string_view, 12> type_names = {"NOOP", "JWK", "OIDC",  "GCP",    "AWS",  "AZURE",
                                                         "ACME", "X5C", "K8SSA", "SSHPOP", "SCEP", "NEBULA"};

std::string text_of(const json::Object& object, std::string_view name) {
  return json::as_string(json::find_ci(object, name)).value_or("");
}

const json::Object* object_of(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find_ci(object, name);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

// Claims.

json::Object durations_to_message(const DurationClaims& claims) {
  json::Object out;
  if (claims.standard) out["default"] = json::text(format_duration(*claims.standard));
  if (claims.min) out["min"] = json::text(format_duration(*claims.min));
  if (claims.max) out["max"] = json::text(format_duration(*claims.max));
  return out;
}

struct DurationName {
  std::string_view message;
  std::optional<Duration> DurationClaims::*value;
  const char* what;
};

// The reference crashes for a negative duration and compares the wrong pair for the default; these are the
// checks it means.
void check_durations(const DurationClaims& claims, const std::array<std::string, 3>& texts) {
  const auto& [standard, min, max] = texts;
  if (claims.min && claims.max && *claims.min > *claims.max)
    throw bad_body("min duration '" + min + "' cannot be greater than max duration '" + max + "'");
  if (claims.min && claims.standard && *claims.min > *claims.standard)
    throw bad_body("min duration '" + min + "' cannot be greater than default duration '" + standard + "'");
  if (claims.standard && claims.max && *claims.standard > *claims.max)
    throw bad_body("default duration '" + standard + "' cannot be greater than max duration '" + max + "'");
}

DurationClaims durations_from_message(std::optional<MessageReader> in) {
  constexpr std::array names = {DurationName{"default", &DurationClaims::standard, "default"},
                                DurationName{"min", &DurationClaims::min, "min"},
                                DurationName{"max", &DurationClaims::max, "max"}};
  DurationClaims out;
  if (!in) return out;
  std::array<std::string, 3> texts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    texts[i] = in->text(names[i].message);
    if (texts[i].empty()) continue;
    const auto parsed = parse_duration(texts[i]);
    const std::string prefix = std::string(names[i].what) + " duration '" + texts[i] + "' ";
    if (!parsed) throw bad_body(prefix + "is invalid: " + parsed.error().text);
    if (*parsed < Duration(0)) throw bad_body(prefix + "cannot be less than 0");
    out.*names[i].value = *parsed;
  }
  in->finish();
  check_durations(out, texts);
  return out;
}

Claims claims_from_message(MessageReader in) {
  Claims out;
  if (auto x509 = in.message("x509")) {
    x509->boolean("enabled");
    out.tls = durations_from_message(x509->message("durations"));
    x509->finish();
  }
  if (auto ssh = in.message("ssh")) {
    out.enable_ssh_ca = ssh->boolean("enabled").value_or(false);
    out.ssh_user = durations_from_message(ssh->message("userDurations"));
    out.ssh_host = durations_from_message(ssh->message("hostDurations"));
    ssh->finish();
  }
  out.disable_renewal = in.boolean("disableRenewal").value_or(false);
  out.allow_renewal_after_expiry = in.boolean("allowRenewalAfterExpiry").value_or(false);
  out.disable_smallstep_extensions = in.boolean("disableSmallstepExtensions").value_or(false);
  in.finish();
  return out;
}

// Templates: octets in the message; in ca.json a text that begins with '{' stands for itself, anything else
// is base64.

json::Object template_to_message(const json::Object& options) {
  json::Object out;
  std::string text = text_of(options, "template");
  if (!text.empty() && !trim(text).starts_with('{')) {
    if (const auto decoded = base64_decode(trim(text))) text = to_text(*decoded);
  }
  put(out, "template", json::text(base64_encode(as_bytes(text))));
  if (const json::Value* data = json::find_ci(options, "templateData"); data != nullptr && !data->is_null()) {
    put(out, "data", json::text(base64_encode(as_bytes(json::write(*data)))));
  }
  return out;
}

json::Object template_from_message(std::optional<MessageReader> in, std::string_view kind) {
  json::Object out;
  if (!in) return out;
  if (const std::string text = in->octets("template").value_or(""); !text.empty()) {
    const bool plain = trim(text).starts_with('{');
    out["template"] = json::text(plain ? text : base64_encode(as_bytes(text)));
  }
  if (const std::string data = in->octets("data").value_or(""); !data.empty()) {
    auto parsed = json::parse(data);
    if (!parsed)
      throw bad_body("invalid template: invalid " + std::string(kind) +
                     " template data: error validating json template data");
    out["templateData"] = std::move(*parsed);
  }
  in->finish();
  return out;
}

json::Object webhook_members(const MessageReader& from) {
  constexpr std::array<std::string_view, 5> kinds = {"NO_KIND", "ENRICHING", "AUTHORIZING", "SCEPCHALLENGE",
                                                     "NOTIFYING"};
  constexpr std::array<std::string_view, 3> cert_types = {"ALL", "X509", "SSH"};
  MessageReader in = from;
  json::Object out;
  put(out, "id", json::text(in.text("id")));
  put(out, "name", json::text(in.text("name")));
  put(out, "url", json::text(in.text("url")));
  if (const auto kind = in.enumeration("kind", kinds))
    put(out, "kind", json::text(kinds[static_cast<std::size_t>(*kind)]));
  const auto cert_type = static_cast<std::size_t>(in.enumeration("certType", cert_types).value_or(0));
  out["certType"] = json::text(cert_types[cert_type]);
  put(out, "disableTLSClientAuth", json::Value(in.boolean("disableTlsClientAuth").value_or(false)));
  put(out, "secret", json::text(in.text("secret")));
  if (auto bearer = in.message("bearerToken")) {
    put(out, "bearerToken", json::text(bearer->text("bearerToken")));
    bearer->finish();
  }
  if (auto basic = in.message("basicAuth")) {
    out["basicAuth"] = json::Object{{"username", json::text(basic->text("username"))},
                                    {"password", json::text(basic->text("password"))}};
    basic->finish();
  }
  in.finish();
  return out;
}

json::Object options_from_message(MessageReader& in) {
  json::Object out;
  out["x509"] = template_from_message(in.message("x509Template"), "X.509");
  out["ssh"] = template_from_message(in.message("sshTemplate"), "SSH");
  json::Array webhooks;
  for (const MessageReader& one : in.messages("webhooks")) webhooks.push_back(webhook_members(one));
  put(out, "webhooks", std::move(webhooks));
  return out;
}

}  // namespace

std::string_view type_enum_name(Type type) { return type_names[static_cast<std::size_t>(type)]; }

json::Object claims_to_message(const Claims& claims) {
  json::Object out;
  json::Object x509{{"enabled", true}};
  if (auto tls = durations_to_message(claims.tls); !tls.empty()) x509["durations"] = std::move(tls);
  out["x509"] = std::move(x509);
  json::Object ssh;
  put(ssh, "enabled", json::Value(claims.enable_ssh_ca.value_or(false)));
  if (auto user = durations_to_message(claims.ssh_user); !user.empty())
    ssh["userDurations"] = std::move(user);
  if (auto host = durations_to_message(claims.ssh_host); !host.empty())
    ssh["hostDurations"] = std::move(host);
  if (claims.enable_ssh_ca || !ssh.empty()) out["ssh"] = std::move(ssh);
  put(out, "disableRenewal", json::Value(claims.disable_renewal.value_or(false)));
  put(out, "allowRenewalAfterExpiry", json::Value(claims.allow_renewal_after_expiry.value_or(false)));
  put(out, "disableSmallstepExtensions", json::Value(claims.disable_smallstep_extensions.value_or(false)));
  return out;
}

json::Array webhooks_of(const json::Object& document) {
  const json::Object* options = object_of(document, "options");
  const json::Value* list = options != nullptr ? json::find_ci(*options, "webhooks") : nullptr;
  return list != nullptr && list->is_array() ? list->get_array() : json::Array{};
}

void set_webhooks(json::Object& document, json::Array webhooks) {
  json::Value& options = document["options"];
  if (!options.is_object()) options = json::Object{};
  if (webhooks.empty()) {
    options.get_object().erase("webhooks");
  } else {
    options.get_object()["webhooks"] = std::move(webhooks);
  }
}

json::Object webhook_to_message(const json::Object& webhook, Secrets secrets) {
  json::Object out;
  for (const char* name : {"id", "name", "url"}) put(out, name, json::text(text_of(webhook, name)));
  put(out, "kind", json::text(to_upper(text_of(webhook, "kind"))));
  if (secrets == Secrets::included) put(out, "secret", json::text(text_of(webhook, "secret")));
  if (const std::string token = text_of(webhook, "bearerToken"); !token.empty()) {
    out["bearerToken"] = json::Object{{"bearerToken", json::text(token)}};
  } else if (const json::Object* basic = object_of(webhook, "basicAuth")) {
    json::Object login;
    for (const char* name : {"username", "password"}) put(login, name, json::text(text_of(*basic, name)));
    out["basicAuth"] = std::move(login);
  }
  if (const json::Value* off = json::find_ci(webhook, "disableTLSClientAuth"))
    put(out, "disableTlsClientAuth", *off);
  if (const std::string type = text_of(webhook, "certType"); type != "ALL")
    put(out, "certType", json::text(type));
  return out;
}

json::Object webhook_from_message(const json::Value& value) { return webhook_members(MessageReader(value)); }

json::Object provisioner_to_message(const json::Object& document, Secrets secrets) {
  const auto type = provisioner::parse_type(text_of(document, "type"));
  if (!type) throw Error("provisioner type '" + text_of(document, "type") + "' is not known");
  json::Object out;
  out["type"] = json::text(type_enum_name(*type));
  put(out, "name", json::text(text_of(document, "name")));
  out["details"] = details_of(*type, document, secrets);
  if (const json::Object* claims = object_of(document, "claims")) {
    out["claims"] = claims_to_message(value_or_throw(Claims::from_json(*claims)));
  }
  const json::Object* options = object_of(document, "options");
  for (const auto& [member, name] : {std::pair{"x509", "x509Template"}, {"ssh", "sshTemplate"}}) {
    const json::Object* own = options != nullptr ? object_of(*options, member) : nullptr;
    if (own == nullptr) continue;
    if (auto form = template_to_message(*own); !form.empty()) out[name] = std::move(form);
  }
  if (const json::Object* policy = object_of(document, "policy")) out["policy"] = policy_to_message(*policy);
  json::Array webhooks;
  for (const json::Value& one : webhooks_of(document)) {
    if (one.is_object()) webhooks.push_back(webhook_to_message(one.get_object(), secrets));
  }
  put(out, "webhooks", std::move(webhooks));
  return out;
}

ProvisionerMessage provisioner_from_message(const json::Value& value) {
  MessageReader in(value);
  ProvisionerMessage out;
  out.id = in.text("id");
  out.authority_id = in.text("authorityId");
  out.created_at = in.text("createdAt");
  out.deleted_at = in.text("deletedAt");
  const int number = in.enumeration("type", type_names).value_or(0);
  const auto type = static_cast<Type>(number);
  out.document["type"] = json::text(type_enum_name(type));
  out.document["name"] = json::text(in.text("name"));
  auto details = in.message("details");
  if (details && type != Type::noop) read_details(type, *details, out.document);
  auto claims = in.message("claims");
  if (claims) out.document["claims"] = claims_from_message(*claims).to_json();
  json::Object options = options_from_message(in);
  if (provisioner::has_options(type)) out.document["options"] = std::move(options);
  if (const json::Value* policy = in.any("policy")) out.document["policy"] = policy_from_message(*policy);
  in.finish();
  out.document = provisioner::normalized_document(out.document);
  return out;
}

void keep_formless_members(const json::Object& old, json::Object& document) {
  const auto type = provisioner::parse_type(text_of(old, "type"));
  if (!type) return;
  // The token for one server is nothing that another one may see.
  const bool same_server = text_of(old, "apiServer") == text_of(document, "apiServer");
  for (const auto& member : old) {
    const std::string_view name(member.key().data(), member.key().size());
    if (!same_server && name.starts_with("apiServerToken")) continue;
    if (!has_form(*type, name) && json::find_ci(document, name) == nullptr)
      document[member.key()] = member.value();
  }
}

}  // namespace newel::messages::admin
