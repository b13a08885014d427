#include "webhook/webhook.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/encoding.h"
#include "base/text.h"
#include "base/url.h"

namespace newel::webhook {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 4> kinds = {{{Kind::enriching, "ENRICHING"},
                                                                     {Kind::authorizing, "AUTHORIZING"},
                                                                     {Kind::scep_challenge, "SCEPCHALLENGE"},
                                                                     {Kind::notifying, "NOTIFYING"}}};
constexpr std::array<std::string_view, 9> members = {
    "id", "name", "url", "kind", "certType", "disableTLSClientAuth", "secret", "bearerToken", "basicAuth"};
constexpr std::array<std::string_view, 3> secret_members = {"secret", "bearerToken", "basicAuth"};

const json::Value* present(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find_ci(object, name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string text(const json::Object& object, std::string_view name) {
  const json::Value* value = present(object, name);
  if (value == nullptr) return {};
  if (!value->is_string()) throw Error("webhook " + std::string(name) + " must be a text");
  return *json::as_string(value);
}

// The part before the first action of a template; scheme and host must stand there.
void check_url(const std::string& url) {
  const auto parsed = parse_url(url);
  if (!parsed || parsed->host.empty()) throw Error("webhook url is invalid");
  if (parsed->scheme != "https") throw Error("webhook url must use https");
  if (!parsed->user.empty()) throw Error("webhook url may not contain username or password");
}

// A URL whose path or query holds template actions is no URL to a strict parser, because of blanks, quotes
// and percent signs in them: only what is before the path is looked at then.
void check_url_or_template(const std::string& url) {
  if (url.empty()) throw Error("webhook url is required");
  const auto action = url.find("{{");
  if (action == std::string::npos) return check_url(url);
  const auto authority = url.find("://");
  const auto path = authority == std::string::npos ? authority : url.find_first_of("/?#", authority + 3);
  if (path == std::string::npos || path > action) throw Error("webhook url is invalid");
  check_url(url.substr(0, path));
}

Kind read_kind(const json::Object& object) {
  const std::string written = text(object, "kind");
  if (written.empty()) throw Error("webhook kind is required");
  const auto kind = parse_kind(written);
  if (!kind) throw Error("webhook kind is invalid");
  return *kind;
}

std::optional<CertType> read_cert_type(const json::Object& object) {
  const std::string written = text(object, "certType");
  if (written == "X509") return CertType::x509;
  if (written == "SSH") return CertType::ssh;
  if (written.empty() || written == "ALL") return std::nullopt;
  throw Error("webhook certType " + quote(written) + " is invalid; options are ALL, X509, and SSH");
}

void read_credentials(Webhook& out, const json::Object& object) {
  if (const std::string secret = text(object, "secret"); !secret.empty()) {
    const auto key = base64_decode(secret);
    if (!key) throw Error("webhook secret is not base64");
    out.key = Secret(as_text(*key));
  }
  out.bearer_token = Secret(text(object, "bearerToken"));
  const json::Value* basic = present(object, "basicAuth");
  if (basic == nullptr) return;
  if (!basic->is_object()) throw Error("webhook basicAuth must be an object");
  out.basic_auth =
      BasicAuth{text(basic->get_object(), "username"), Secret(text(basic->get_object(), "password"))};
}

const json::Value* find_list(const json::Object& provisioner) {
  const json::Value* options = present(provisioner, "options");
  return options != nullptr && options->is_object() ? present(options->get_object(), "webhooks") : nullptr;
}

bool is_one_of(std::span<const std::string_view> names, std::string_view key) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return equal_ignoring_case(name, key); });
}

}  // namespace

std::string_view kind_text(Kind kind) {
  return std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.first == kind; })->second;
}

std::optional<Kind> parse_kind(std::string_view text) {
  for (const auto& [kind, name] : kinds) {
    if (equal_ignoring_case(name, text)) return kind;
  }
  return std::nullopt;
}

std::string Webhook::url_for(const templates::Value& data) const {
  if (!url_template) return url;
  std::string out = url_template->execute(data);
  check_url(out);  // data must not lead elsewhere than the configuration said
  const auto before = parse_url(url.substr(0, url.find_first_of("/?#", url.find("://") + 3)));
  if (!before || parse_url(out)->host != before->host) throw Error("webhook url is invalid");
  return out;
}

Webhook read_webhook(const json::Object& object) {
  Webhook out;
  out.id = text(object, "id");
  out.name = text(object, "name");
  if (out.name.empty()) throw Error("webhook name is required");
  out.url = text(object, "url");
  check_url_or_template(out.url);
  out.kind = read_kind(object);
  out.cert_type = read_cert_type(object);
  if (const json::Value* disable = present(object, "disableTLSClientAuth")) {
    if (!disable->is_bool()) throw Error("webhook disableTLSClientAuth must be true or false");
    out.disable_tls_client_auth = disable->get_bool();
  }
  read_credentials(out, object);
  if (out.url.find("{{") != std::string::npos) {
    try {
      out.url_template = templates::Template::parse("url", out.url);
    } catch (const Error& e) {
      throw e.wrapped("webhook url is invalid");
    }
  }
  return out;
}

std::vector<Webhook> read_webhooks(const json::Object& provisioner) {
  std::vector<Webhook> out;
  const json::Value* list = find_list(provisioner);
  if (list == nullptr) return out;
  if (!list->is_array()) throw Error("options.webhooks must be a list");
  for (const json::Value& item : list->get_array()) {
    if (!item.is_object()) throw Error("options.webhooks must be a list of objects");
    out.push_back(read_webhook(item.get_object()));
    const bool taken = std::any_of(out.begin(), out.end() - 1,
                                   [&](const Webhook& other) { return other.name == out.back().name; });
    if (taken) throw Error("there are two webhooks with the name " + quote(out.back().name));
  }
  return out;
}

void hide_webhook_secrets(json::Object& provisioner) {
  auto* list = const_cast<json::Value*>(find_list(provisioner));
  if (list == nullptr || !list->is_array()) return;
  for (json::Value& item : list->get_array()) {
    if (!item.is_object()) continue;
    json::Object kept;
    for (const auto& member : item.get_object()) {
      const std::string_view key(member.key().data(), member.key().size());
      if (!is_one_of(secret_members, key)) kept[member.key()] = member.value();
    }
    item = std::move(kept);
  }
}

std::vector<std::string> unknown_webhook_members(const json::Object& provisioner, const std::string& path) {
  std::vector<std::string> out;
  const json::Value* list = find_list(provisioner);
  if (list == nullptr || !list->is_array()) return out;
  for (std::size_t i = 0; i < list->get_array().size(); ++i) {
    const json::Value& item = list->get_array()[i];
    if (!item.is_object()) continue;
    for (const auto& member : item.get_object()) {
      const std::string_view key(member.key().data(), member.key().size());
      if (is_one_of(members, key)) continue;
      out.push_back(path + ".options.webhooks[" + std::to_string(i) + "]." + std::string(key));
    }
  }
  return out;
}

}  // namespace newel::webhook
