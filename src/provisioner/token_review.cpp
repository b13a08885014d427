#include "provisioner/token_review.h"

#include <algorithm>
#include <cstdlib>

#include "base/files.h"
#include "base/text.h"
#include "base/url.h"
#include "provisioner/members.h"

namespace newel::provisioner {
namespace {

constexpr const char* pod_folder = "/var/run/secrets/kubernetes.io/serviceaccount/";
constexpr std::string_view path = "/apis/authentication.k8s.io/v1/tokenreviews";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

// In a pod the kubelet says where the API is.
std::string pod_server() {
  const std::string host = environment("KUBERNETES_SERVICE_HOST");
  if (host.empty()) return {};
  const std::string port = environment("KUBERNETES_SERVICE_PORT");
  return "https://" + join_host_port(host, port.empty() ? "443" : port);
}

// The names that every pod knows its cluster's API by.
bool is_cluster_itself(const std::string& server, const std::string& pod) {
  if (pod.empty()) return false;
  if (server == pod) return true;
  const auto url = parse_url(server);
  const std::string host = url && url->scheme == "https" ? to_lower(url->host_name()) : "";
  return host == "kubernetes" || host == "kubernetes.default" || host == "kubernetes.default.svc" ||
         host.starts_with("kubernetes.default.svc.");
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Error rejected(const std::string& why) { return Error::unauthorized("k8ssa.authorizeToken; " + why); }

Error unanswered(const std::string& why) {
  return Error(
      503, "k8ssa.authorizeToken; error using kubernetes TokenReview API: " + why,
      "The Kubernetes cluster cannot be asked about the token at the moment; try again later. Please see the "
      "certificate authority logs for more info.");
}

std::string request_body(const std::string& token, const std::vector<std::string>& audiences) {
  json::Object spec{{"token", token}};
  if (!audiences.empty()) {
    json::Array list;
    for (const std::string& audience : audiences) list.push_back(json::text(audience));
    spec["audiences"] = std::move(list);
  }
  return json::write(json::Object{
      {"apiVersion", "authentication.k8s.io/v1"}, {"kind", "TokenReview"}, {"spec", std::move(spec)}});
}

const json::Object* object_member(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find(object, name);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

// An API that knows audiences repeats the ones that fit; one that does not would accept any token.
bool has_common_audience(const json::Object& status, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  const json::Value* list = json::find(status, "audiences");
  if (list == nullptr || !list->is_array()) return false;
  return std::any_of(list->get_array().begin(), list->get_array().end(), [&](const json::Value& one) {
    const auto text = json::as_string(&one);
    return text && std::find(wanted.begin(), wanted.end(), *text) != wanted.end();
  });
}

std::string user_of(const std::string& body, const std::vector<std::string>& audiences) {
  const auto answer = json::parse(body);
  const json::Object* status =
      answer && answer->is_object() ? object_member(answer->get_object(), "status") : nullptr;
  if (status == nullptr) throw unanswered("the answer is no TokenReview");
  if (const auto why = json::as_string(json::find(*status, "error")); why && !why->empty())
    throw rejected("error from kubernetes TokenReviewAPI: " + printable(*why));
  const json::Value* authenticated = json::find(*status, "authenticated");
  if (authenticated == nullptr || !authenticated->is_bool() || !authenticated->get_bool() ||
      !has_common_audience(*status, audiences)) {
    throw rejected("error from kubernetes TokenReviewAPI: token could not be authenticated");
  }
  const json::Object* user = object_member(*status, "user");
  return user == nullptr ? "" : json::as_string(json::find(*user, "username")).value_or("");
}

}  // namespace

std::shared_ptr<const TokenReviewer> TokenReviewer::from_document(const json::Object& document) {
  TokenReviewSettings settings;
  settings.server = strict_text_member(document, "apiServer");
  settings.roots_pem = base64_member(document, "apiServerRoots").value_or("");
  settings.ca_file = strict_text_member(document, "apiServerCAFile");
  settings.token = Secret(strict_text_member(document, "apiServerToken"));
  settings.token_file = strict_text_member(document, "apiServerTokenFile");
  const std::string pod = pod_server();
  if (settings.server.empty()) settings.server = pod;
  if (settings.server.empty()) {
    throw Error("K8s Service Account provisioner cannot be initialized without pub keys");
  }
  if (is_cluster_itself(settings.server, pod)) {
    if (settings.ca_file.empty()) settings.ca_file = std::string(pod_folder) + "ca.crt";
    if (settings.token_file.empty()) settings.token_file = std::string(pod_folder) + "token";
  }
  return std::make_shared<const TokenReviewer>(std::move(settings));
}

TokenReviewer::TokenReviewer(TokenReviewSettings settings) : settings_(std::move(settings)) {
  const auto url = parse_url(settings_.server);
  if (!url) throw Error("error parsing apiServer: " + url.error().text);
  // Over plain HTTP (kubectl proxy) nobody but this machine may listen.
  const bool local = url->scheme == "http" && is_loopback(url->host_name());
  if ((url->scheme != "https" && !local) || url->host.empty())
    throw Error("apiServer must be an https URL: " + settings_.server);
  while (settings_.server.ends_with('/')) settings_.server.pop_back();
  client_options();  // so that a wrong file is noticed now
}

net::ClientOptions TokenReviewer::client_options() const {
  net::ClientOptions options;
  options.timeout = std::chrono::seconds(5);
  options.connect_timeout = std::chrono::seconds(5);
  options.follow_redirects = false;
  std::vector<x509::Certificate> roots;
  if (!settings_.roots_pem.empty()) {
    roots = value_or_throw(x509::parse_certificates_pem(settings_.roots_pem), "error parsing apiServerRoots");
    if (roots.empty()) throw Error("error parsing apiServerRoots: no certificates found");
  } else if (!settings_.ca_file.empty()) {
    roots = x509::load_certificates(settings_.ca_file);
  } else {
    return options;
  }
  options.trust = net::ClientOptions::Trust::roots;
  for (const auto& root : roots) options.roots.push_back(to_bytes(root.der()));
  return options;
}

std::string TokenReviewer::bearer() const {
  if (!settings_.token.empty()) return std::string(settings_.token.view());
  if (settings_.token_file.empty()) return {};
  const auto own = value_or_throw(read_secret_file(settings_.token_file));
  return std::string(trim(as_text({own.data(), own.size()})));
}

std::string TokenReviewer::review(const std::string& token, const std::vector<std::string>& audiences) const {
  net::ClientRequest request;
  request.method = "POST";
  request.url = settings_.server + std::string(path);
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = request_body(token, audiences);
  net::Response response;
  try {
    if (const std::string own = bearer(); !own.empty())
      request.headers.emplace_back("Authorization", "Bearer " + own);
    response = net::Client(client_options()).send(request);
  } catch (const Error& e) {
    throw unanswered(e.text());
  }
  if (response.status != 200 && response.status != 201)
    throw unanswered("status " + std::to_string(response.status));
  return user_of(response.body, audiences);
}

}  // namespace newel::provisioner
