#include "cli/ca/provisioner/webhook_document.h"

#include "base/files.h"
#include "base/text.h"
#include "cli/engine/errors.h"
#include "webhook/webhook.h"

namespace newel::cli::ca {
namespace {

std::string secret_in(const std::string& file) {
  const auto content = read_file(file);
  if (!content) throw Error(content.error().text);
  return std::string(trim_right_space(*content));
}

void set_kind(const Invocation& in, json::Object& out) {
  if (!in.is_set("kind") && out.if_contains("kind") != nullptr) return;
  const std::string given = in.string("kind");
  const auto kind = webhook::parse_kind(given);
  if (!kind) {
    throw invalid_flag_value_hint("kind", given,
                                  "options are ENRICHING, AUTHORIZING, SCEPCHALLENGE, and NOTIFYING");
  }
  out["kind"] = json::text(webhook::kind_text(*kind));
}

void set_cert_type(const Invocation& in, json::Object& out) {
  if (!in.is_set("cert-type") && out.if_contains("certType") != nullptr) return;
  const std::string given = in.string("cert-type");
  if (given != "ALL" && given != "X509" && given != "SSH")
    throw invalid_flag_value_hint("cert-type", given, "options are ALL, X509, and SSH");
  out["certType"] = json::text(given);
}

void set_credentials(const Invocation& in, json::Object& out) {
  if (in.is_set("bearer-token-file")) {
    out["bearerToken"] = json::text(secret_in(in.string("bearer-token-file")));
    out.stable_erase("basicAuth");
  } else if (in.is_set("basic-auth-username") || in.is_set("basic-auth-password-file")) {
    json::Object basic;
    if (const json::Value* old = out.if_contains("basicAuth"); old != nullptr && old->is_object())
      basic = old->get_object();
    if (in.is_set("basic-auth-username")) basic["username"] = json::text(in.string("basic-auth-username"));
    if (in.is_set("basic-auth-password-file"))
      basic["password"] = json::text(secret_in(in.string("basic-auth-password-file")));
    out["basicAuth"] = std::move(basic);
    out.stable_erase("bearerToken");
  }
}

}  // namespace

json::Object webhook_document(const Invocation& in, json::Object old) {
  json::Object out = std::move(old);
  if (in.is_set("url")) out["url"] = json::text(in.string("url"));
  set_kind(in, out);
  set_cert_type(in, out);
  if (in.is_set("disable-tls-client-auth")) {
    out["disableTLSClientAuth"] = in.boolean("disable-tls-client-auth");
    if (!in.boolean("disable-tls-client-auth")) out.stable_erase("disableTLSClientAuth");
  }
  set_credentials(in, out);
  webhook::read_webhook(out);  // throws for what the CA would refuse
  return out;
}

}  // namespace newel::cli::ca
