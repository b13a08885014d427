#include "client/ca_client.h"

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "base/version.h"
#include "crypto/digest.h"

namespace newel::client {
namespace {

// What of a path segment Go leaves as it is (net/url, encodePath).
constexpr std::string_view plain_in_path = "-_.~$&+,/:;=@";

// One exchange; an answer is whatever arrives.
net::Response send(net::Client& http, const net::ClientRequest& request) {
  try {
    return http.send(request);
  } catch (const Error& error) {
    throw Error("client " + request.method + " " + request.url + " failed: " + error.text());
  }
}

json::Value decode(const net::Response& response, const net::ClientRequest& request) {
  if (response.status >= 400) throw messages::parse_error_body(response.status, response.body);
  auto value = json::parse_first(response.body);
  if (!value) throw Error("error reading " + request.url + ": " + value.error().text);
  return std::move(*value);
}

const json::Object& as_object(const json::Value& value, std::string_view url) {
  if (!value.is_object())
    throw Error("error reading " + std::string(url) + ": the answer is not a JSON object");
  return value.get_object();
}

std::vector<Bytes> root_ders(const CaTrust& trust, const std::string& ca_url) {
  if (!trust.root_fingerprint.empty()) {
    return {to_bytes(download_root(ca_url, trust.root_fingerprint).der())};
  }
  if (trust.root_file.empty()) throw Error("a transport, a root cert, or a root sha256 must be used");
  std::vector<Bytes> ders;
  for (const auto& certificate : x509::load_certificates(trust.root_file))
    ders.push_back(to_bytes(certificate.der()));
  if (ders.empty()) throw Error("error parsing " + trust.root_file + ": no certificates found");
  return ders;
}

std::string user_agent() { return "Smallstep CLI/" + version() + " (" + platform() + ")"; }

}  // namespace

std::string escape_path(std::string_view segment) {
  std::string out;
  for (const char c : segment) {
    const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || plain_in_path.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%' + hex_encode_upper(as_bytes(std::string_view(&c, 1)));
    }
  }
  return out;
}

struct CaClient::Impl {
  net::ClientOptions options;
  // Connections are opened when first used, so that an identity can still be set before.
  std::unique_ptr<net::Client> http;
  // Renewing with a certificate: a longer deadline, because nobody sits and waits, and no extra headers.
  std::unique_ptr<net::Client> patient;

  net::Client& prompt_client() {
    if (!http) http = std::make_unique<net::Client>(options);
    return *http;
  }
  net::Client& patient_client() {
    if (!patient) {
      net::ClientOptions own = options;
      own.timeout = std::chrono::minutes(1);
      own.user_agent.clear();
      patient = std::make_unique<net::Client>(own);
    }
    return *patient;
  }
};

CaClient::CaClient(std::string ca_url, const CaTrust& trust)
    : url_(normalize_ca_url(ca_url)), impl_(std::make_unique<Impl>()) {
  impl_->options.trust = net::ClientOptions::Trust::roots;
  impl_->options.roots = root_ders(trust, url_);
  impl_->options.user_agent = user_agent();
}

CaClient::~CaClient() = default;

void CaClient::set_identity(std::vector<Bytes> chain, std::shared_ptr<const Signer> key) {
  impl_->options.client_chain = std::move(chain);
  impl_->options.client_key = std::move(key);
  impl_->http.reset();
  impl_->patient.reset();
}

namespace {

net::ClientRequest request_to(const std::string& method, const std::string& url,
                              const json::Value* body = nullptr) {
  net::ClientRequest request{method, url, {{"X-Request-Id", system_random().uuid()}}, {}};
  if (method == "POST") request.headers.emplace_back("Content-Type", "application/json");
  if (body != nullptr) request.body = json::write(*body);
  return request;
}

json::Value call(net::Client& http, const net::ClientRequest& request) {
  return decode(send(http, request), request);
}

std::vector<std::string> pem_list(const json::Value& answer, std::string_view url) {
  std::vector<std::string> out;
  const json::Value* list = json::find(as_object(answer, url), "crts");
  if (list == nullptr || !list->is_array()) return out;
  for (const auto& item : list->get_array()) {
    if (auto text = json::as_string(&item)) out.push_back(*text);
  }
  return out;
}

}  // namespace

std::string CaClient::health() {
  const auto request = request_to("GET", url_ + "/health");
  const json::Value answer = call(impl_->prompt_client(), request);
  return json::as_string(json::find(as_object(answer, request.url), "status")).value_or("");
}

json::Value CaClient::version() { return call(impl_->prompt_client(), request_to("GET", url_ + "/version")); }

std::vector<std::string> CaClient::roots() {
  return pem_list(call(impl_->prompt_client(), request_to("GET", url_ + "/roots")), url_ + "/roots");
}

std::vector<std::string> CaClient::federation() {
  return pem_list(call(impl_->prompt_client(), request_to("GET", url_ + "/federation")),
                  url_ + "/federation");
}

messages::ProvisionersResponse CaClient::provisioners(std::string_view cursor, int limit) {
  std::string url = url_ + "/provisioners?";
  if (!cursor.empty()) url += "cursor=" + escape_path(cursor) + "&";
  url += "limit=" + std::to_string(limit);
  return messages::ProvisionersResponse::from_json(call(impl_->prompt_client(), request_to("GET", url)));
}

json::Array CaClient::all_provisioners() {
  json::Array all;
  std::string cursor;
  do {
    auto page = provisioners(cursor, 100);
    for (auto& item : page.provisioners) all.push_back(std::move(item));
    if (page.next_cursor == cursor) break;  // a CA that repeats itself must not keep us forever
    cursor = page.next_cursor;
  } while (!cursor.empty());
  return all;
}

std::string CaClient::encrypted_key(std::string_view kid) {
  const auto request = request_to("GET", url_ + "/provisioners/" + escape_path(kid) + "/encrypted-key");
  const json::Value answer = call(impl_->prompt_client(), request);
  return json::as_string(json::find(as_object(answer, request.url), "key")).value_or("");
}

messages::SignResponse CaClient::sign(const messages::SignRequest& request) {
  const json::Value body = request.to_json();
  return messages::SignResponse::from_json(
      call(impl_->prompt_client(), request_to("POST", url_ + "/sign", &body)));
}

messages::SignResponse CaClient::renew() {
  const net::ClientRequest request{"POST", url_ + "/renew", {{"Content-Type", "application/json"}}, {}};
  return messages::SignResponse::from_json(call(impl_->patient_client(), request));
}

messages::SignResponse CaClient::renew_with_token(std::string_view token) {
  auto request = request_to("POST", url_ + "/renew");
  request.headers.emplace_back("Authorization", "Bearer " + std::string(token));
  return messages::SignResponse::from_json(call(impl_->prompt_client(), request));
}

messages::SignResponse CaClient::rekey(const messages::RekeyRequest& request) {
  const net::ClientRequest http{
      "POST", url_ + "/rekey", {{"Content-Type", "application/json"}}, json::write(request.to_json())};
  return messages::SignResponse::from_json(call(impl_->patient_client(), http));
}

void CaClient::revoke(const messages::RevokeRequest& request) {
  const json::Value body = request.to_json();
  call(impl_->prompt_client(), request_to("POST", url_ + "/revoke", &body));
}

int CaClient::admin_probe() {
  return send(impl_->prompt_client(), request_to("GET", url_ + "/admin/admins")).status;
}

net::Response CaClient::exchange(const std::string& method, const std::string& path, net::Headers headers,
                                 const json::Value* body) {
  auto request = request_to(method, url_ + path, body);
  if (body != nullptr && method != "POST") request.headers.emplace_back("Content-Type", "application/json");
  for (auto& header : headers) request.headers.push_back(std::move(header));
  return send(impl_->prompt_client(), request);
}

x509::Certificate download_root(const std::string& ca_url, std::string_view fingerprint) {
  std::string sha = to_lower(fingerprint);
  std::erase(sha, '-');
  net::ClientOptions options;
  options.trust = net::ClientOptions::Trust::none;
  options.check_chain = [](const std::vector<Bytes>&) { return true; };  // the fingerprint below is the check
  options.timeout = Duration(0);
  options.user_agent = user_agent();
  net::Client http(options);
  const auto request = request_to("GET", normalize_ca_url(ca_url) + "/root/" + escape_path(sha));
  const json::Value answer = decode(send(http, request), request);
  const auto pem = json::as_string(json::find(as_object(answer, request.url), "ca"));
  auto certificates =
      value_or_throw(x509::parse_certificates_pem(pem.value_or("")), "error reading " + request.url);
  const bool matches =
      certificates.size() == 1 && equal_constant_time(as_bytes(certificates[0].fingerprint()), as_bytes(sha));
  if (!matches) throw Error::bad_request("root certificate fingerprint does not match");
  return certificates[0];
}

}  // namespace newel::client
