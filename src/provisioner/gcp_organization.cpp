#include "provisioner/gcp_organization.h"

#include <cstdlib>

#include "base/files.h"
#include "crypto/key_files.h"
#include "jose/jwt_builder.h"
#include "net/client.h"
#include "provisioner/cloud_endpoints.h"

namespace newel::provisioner {
namespace {

constexpr std::size_t max_known = 1000;
constexpr Seconds known_for{600}, spare{60};
constexpr std::string_view scope = "https://www.googleapis.com/auth/cloud-platform.read-only";

std::string text(const json::Object& object, std::string_view name) {
  return json::as_string(json::find(object, name)).value_or("");
}

json::Object ask_json(const net::ClientRequest& request) {
  net::ClientOptions options;
  options.timeout = std::chrono::seconds(5);
  options.connect_timeout = std::chrono::seconds(5);
  options.max_response = 1u << 20;
  const net::Response response = net::Client(std::move(options)).send(request);
  if (response.status >= 400)
    throw Error(request.url + " answered with status " + std::to_string(response.status));
  auto body = value_or_throw(json::parse(response.body), "error reading " + request.url);
  if (!body.is_object()) throw Error("error reading " + request.url + ": it is not a JSON object");
  return std::move(body.get_object());
}

// RFC 7523, as Google wants it from service accounts.
net::ClientRequest exchange_request(const json::Object& key_file, Time now) {
  const PrivateKey key = read_private_key(text(key_file, "private_key"), "the service account's private key",
                                          fixed_password(Secret()));
  const std::string url = text(key_file, "token_uri");
  const json::Object claims{{"iss", text(key_file, "client_email")},
                            {"scope", scope},
                            {"aud", url},
                            {"iat", unix_seconds(now)},
                            {"exp", unix_seconds(now) + 3600}};
  const std::string assertion =
      jose::build_token(json::Object{{"kid", text(key_file, "private_key_id")}}, claims, key, "RS256");
  net::ClientRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + assertion;
  return request;
}

net::ClientRequest metadata_request() {
  net::ClientRequest request;
  request.url = cloud_endpoint(CloudEndpoint::gcp_metadata) +
                "/computeMetadata/v1/instance/service-accounts/default/token";
  request.headers = {{"Metadata-Flavor", "Google"}};
  return request;
}

}  // namespace

GoogleCredentials::GoogleCredentials(const Clock& clock) : clock_(clock) {
  const char* file = std::getenv("GOOGLE_APPLICATION_CREDENTIALS");
  if (file == nullptr || *file == 0) return;
  const SecretBytes content = value_or_throw(read_secret_file(file));
  auto document = value_or_throw(json::parse(as_text({content.data(), content.size()})),
                                 "error parsing " + std::string(file));
  if (!document.is_object() || text(document.get_object(), "type") != "service_account")
    throw Error("error parsing " + std::string(file) + ": it is not the key file of a service account");
  key_file_ = std::move(document.get_object());
}

Secret GoogleCredentials::fetch(Time& expires) const {
  const Time now = clock_.now();
  const json::Object answer =
      ask_json(key_file_.empty() ? metadata_request() : exchange_request(key_file_, now));
  const json::Value* seconds = json::find(answer, "expires_in");
  const bool says = seconds != nullptr && seconds->is_int64() && seconds->get_int64() < 86400;
  expires = now + Seconds(says ? seconds->get_int64() : 60) - spare;
  Secret token(text(answer, "access_token"));
  if (token.empty()) throw Error("Google gave no access token");
  return token;
}

Secret GoogleCredentials::access_token() {
  const std::lock_guard lock(mutex_);
  if (token_.empty() || clock_.now() >= expires_) token_ = fetch(expires_);
  return token_;
}

std::string GcpOrganizations::ask(const std::string& project) const {
  net::ClientRequest request;
  request.method = "POST";
  request.url = cloud_endpoint(CloudEndpoint::gcp_projects) + "/v1/projects/" + project + ":getAncestry";
  request.headers = {{"Content-Type", "application/json"},
                     {"Authorization", "Bearer " + std::string(credentials_.access_token().view())}};
  request.body = "{}";
  const json::Object answer = ask_json(request);
  const json::Value* list = json::find(answer, "ancestor");
  if (list == nullptr || !list->is_array() || list->get_array().empty())
    throw Error::internal("gcp.authorizeToken; getAncestry response malformed");
  const json::Value& last = list->get_array().back();
  const json::Value* id = last.is_object() ? json::find(last.get_object(), "resourceId") : nullptr;
  if (id == nullptr || !id->is_object() || text(id->get_object(), "type") != "organization") return {};
  return text(id->get_object(), "id");
}

std::string GcpOrganizations::of_project(const std::string& project) const {
  // The project comes out of a verified token, but it becomes part of a URL.
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-.:";
  if (project.empty() || project.find_first_not_of(allowed) != std::string::npos) return {};
  const Time now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    const auto at = known_.find(project);
    if (at != known_.end() && now < at->second.until) return at->second.organization;
  }
  std::string organization;
  try {
    organization = ask(project);
  } catch (const Error& e) {
    if (e.typed()) throw;
    throw e.wrapped("gcp.authorizeToken", 500);
  }
  const std::lock_guard lock(mutex_);
  if (known_.size() >= max_known) known_.clear();
  known_[project] = {organization, now + known_for};
  return organization;
}

}  // namespace newel::provisioner
