#include "cli/ca/provisioner/webhook_remote.h"

#include "base/files.h"
#include "base/text.h"
#include "cli/ca/admin/session.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

using messages::admin::put;

std::string secret_from(const std::string& file) {
  const Secret secret = value_or_throw(read_password_file(file));
  return std::string(as_text(secret.bytes()));
}

bool is_kind(const std::string& text) {
  return text == "ENRICHING" || text == "AUTHORIZING" || text == "SCEPCHALLENGE" || text == "NOTIFYING";
}

void set_credentials(const Invocation& in, json::Object& hook) {
  if (const std::string file = in.string("bearer-token-file"); !file.empty()) {
    hook.erase("basicAuth");
    hook["bearerToken"] = json::Object{{"bearerToken", json::text(secret_from(file))}};
    return;
  }
  const std::string user = in.string("basic-auth-username"), file = in.string("basic-auth-password-file");
  if (user.empty() && file.empty()) return;
  hook.erase("bearerToken");
  json::Object login;
  put(login, "username", json::text(user));
  if (!file.empty()) put(login, "password", json::text(secret_from(file)));
  hook["basicAuth"] = std::move(login);
}

void set_cert_type(const Invocation& in, json::Object& hook) {
  if (!in.is_set("cert-type")) return;
  const std::string type = in.string("cert-type");
  if (type != "ALL" && type != "X509" && type != "SSH")
    throw invalid_flag_value("cert-type", type, "ALL, X509, and SSH");
  hook["certType"] = json::text(type);
}

std::string path_of(const Invocation& in, bool one) {
  return one ? client::admin_path({"provisioners", in.arg(0), "webhooks", in.arg(1)})
             : client::admin_path({"provisioners", in.arg(0), "webhooks"});
}

}  // namespace

void add_webhook_remotely(const Invocation& in) {
  json::Object hook{{"name", json::text(in.arg(1))}};
  put(hook, "url", json::text(in.string("url")));
  if (const std::string kind = in.string("kind"); kind.empty() || is_kind(kind)) {
    hook["kind"] = json::text(kind.empty() ? "ENRICHING" : kind);
  } else {
    throw invalid_flag_value("kind", kind, "ENRICHING, AUTHORIZING, SCEPCHALLENGE, and NOTIFYING");
  }
  set_credentials(in, hook);
  put(hook, "disableTlsClientAuth", json::Value(in.boolean("disable-tls-client-auth")));
  set_cert_type(in, hook);
  const auto ca = open_admin_client(in);
  const json::Value body = std::move(hook);
  const json::Object made = ca->call("POST", path_of(in, false), &body);
  print("Webhook ID: " + json::as_string(json::find(made, "id")).value_or("") + "\n");
  print("Secret: " + json::as_string(json::find(made, "secret")).value_or("") + "\n");
}

namespace {

json::Object known_webhook(const Invocation& in, const json::Object& provisioner) {
  if (const json::Value* hooks = json::find(provisioner, "webhooks"); hooks != nullptr && hooks->is_array()) {
    for (const json::Value& hook : hooks->get_array()) {
      if (hook.is_object() && json::as_string(json::find(hook.get_object(), "name")) == in.arg(1))
        return hook.get_object();
    }
  }
  throw Error("provisioner " + quote(in.arg(0)) + " does not have a webhook with the name " +
              quote(in.arg(1)));
}

}  // namespace

void update_webhook_remotely(const Invocation& in) {
  if (in.is_set("kind") && !is_kind(in.string("kind"))) throw Error("invalid webhook kind");
  const auto ca = open_admin_client(in);
  json::Object hook = known_webhook(in, ca->provisioner(in.arg(0)));
  if (in.is_set("url")) hook["url"] = json::text(in.string("url"));
  if (in.is_set("kind")) hook["kind"] = json::text(in.string("kind"));
  set_credentials(in, hook);
  if (in.is_set("disable-tls-client-auth"))
    hook["disableTlsClientAuth"] = in.boolean("disable-tls-client-auth");
  set_cert_type(in, hook);
  const json::Value body = std::move(hook);
  ca->call("PUT", path_of(in, true), &body);
}

void remove_webhook_remotely(const Invocation& in) {
  open_admin_client(in)->call("DELETE", path_of(in, true));
}

}  // namespace newel::cli::ca
