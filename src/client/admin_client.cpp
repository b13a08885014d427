#include "client/admin_client.h"

#include "base/clock.h"
#include "client/token.h"

namespace newel::client {
namespace {

constexpr std::string_view token_issuer = "step-admin-client/1.0";

namespace forms = messages::admin;

std::vector<std::string> subjects_of(const x509::Certificate& leaf) {
  std::vector<std::string> out;
  if (const std::string name = leaf.subject().common_name(); !name.empty()) out.push_back(name);
  for (const auto* list : {&leaf.names().dns, &leaf.names().emails})
    out.insert(out.end(), list->begin(), list->end());
  if (out.empty()) throw Error("the administrator's certificate names nobody");
  return out;
}

}  // namespace

std::string admin_path(std::initializer_list<std::string_view> segments) {
  std::string out = "/admin";
  for (const std::string_view segment : segments) out += "/" + escape_path(segment);
  return out;
}

AdminClient::AdminClient(std::unique_ptr<CaClient> ca, Identity credential)
    : ca_(std::move(ca)),
      credential_(std::move(credential)),
      certificate_(value_or_throw(x509::Certificate::parse(credential_.chain.at(0)))),
      subjects_(subjects_of(certificate_)) {}

std::string AdminClient::token_for(const std::string& url) const {
  TokenRequest request;
  request.kid = key_thumbprint(*credential_.key);
  request.issuer = token_issuer;
  request.subject = subjects_.front();
  request.audience = url;
  request.validity = TokenValidity::starting(system_clock().now());
  request.chain = credential_.chain;
  return make_token(request, *credential_.key);
}

json::Object AdminClient::call(const std::string& method, const std::string& path, const json::Value* body,
                               const std::string& query) {
  const std::string url = ca_->url() + path;
  const net::Response response = ca_->exchange(method, query.empty() ? path : path + "?" + query,
                                               {{"Authorization", token_for(url)}}, body);
  if (response.status >= 400)
    throw AdminFailure(response.status, forms::parse_error_body(response.status, response.body).text());
  auto value = json::parse_first(response.body);
  if (!value) throw Error("error reading " + url + ": " + value.error().text);
  if (!value->is_object()) throw Error("error reading " + url + ": the answer is not a JSON object");
  return std::move(value->get_object());
}

std::vector<forms::AdminMessage> AdminClient::admins() {
  std::vector<forms::AdminMessage> out;
  std::string cursor;
  do {
    const std::string query = (cursor.empty() ? "" : "cursor=" + escape_path(cursor) + "&") + "limit=100";
    const json::Object page = call("GET", admin_path({"admins"}), nullptr, query);
    if (const json::Value* list = json::find(page, "admins"); list != nullptr && list->is_array()) {
      for (const json::Value& one : list->get_array()) out.push_back(forms::AdminMessage::from_json(one));
    }
    const std::string next = json::as_string(json::find(page, "nextCursor")).value_or("");
    if (next == cursor) break;
    cursor = next;
  } while (!cursor.empty());
  return out;
}

forms::AdminMessage AdminClient::create_admin(const std::string& subject, const std::string& provisioner,
                                              bool is_super) {
  const json::Value body = forms::AdminRequest{subject, provisioner, is_super ? 2 : 1}.to_json();
  return forms::AdminMessage::from_json(call("POST", admin_path({"admins"}), &body));
}

forms::AdminMessage AdminClient::update_admin(const std::string& id, bool is_super) {
  const json::Value body = forms::AdminRequest{{}, {}, is_super ? 2 : 1}.to_json();
  return forms::AdminMessage::from_json(call("PATCH", admin_path({"admins", id}), &body));
}

void AdminClient::remove_admin(const std::string& id) { call("DELETE", admin_path({"admins", id})); }

json::Object AdminClient::provisioner(const std::string& name) {
  return call("GET", admin_path({"provisioners", name}));
}

json::Object AdminClient::provisioner_by_id(const std::string& id) {
  return call("GET", admin_path({"provisioners", "id"}), nullptr, "id=" + escape_path(id));
}

}  // namespace newel::client
