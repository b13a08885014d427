// cloud_stub PORT FOLDER: the clouds and the cluster that command tests run in. One plain HTTP server plays
// the metadata services of AWS, GCP and Azure, Google's and Microsoft's key servers, Google's projects API
// and a Kubernetes API server, each with keys of its own.
//
// The name of the instance is the content of FOLDER/instance, read for every answer. At the start it writes
// there what a CA or a pod must have: aws-roots.pem, k8s.pub, k8s-old.token, k8s-bound.token,
// k8s-foreign.token.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "base/url.h"
#include "crypto/digest_signature.h"
#include "crypto/key_files.h"
#include "jose/jwt.h"
#include "jose/jwt_builder.h"
#include "net/server.h"
#include "x509/builder.h"

namespace newel {
namespace {

constexpr const char* tenant = "11111111-2222-3333-4444-555555555555";
constexpr const char* cluster = "https://kubernetes.default.svc.cluster.local";
const std::string account = "system:serviceaccount:default:builder";

json::Object key_set(const PrivateKey& key, const std::string& kid) {
  const jose::Jwk jwk{key.public_key(), {}, kid, {}, {}, {}, {}, {}};
  return {{"keys", json::Array{jwk.to_json()}}};
}

std::string query_value(const std::string& query, const std::string& name) {
  for (const std::string& part : split(query, '&')) {
    if (part.starts_with(name + "=")) return percent_decode(part.substr(name.size() + 1)).value_or("");
  }
  return {};
}

net::Response text(std::string body) { return {200, {{"Content-Type", "text/plain"}}, std::move(body)}; }
net::Response document(const json::Object& body, int status = 200) {
  return {status, {{"Content-Type", "application/json"}}, json::write(body)};
}
net::Response refused(int status) { return {status, {}, "no"}; }

class Cloud {
 public:
  Cloud(std::string port, std::string folder)
      : base_("http://127.0.0.1:" + port), folder_(std::move(folder)) {
    x509::CertificateTemplate region;
    region.subject = x509::Name::from_common_name("region");
    region.not_before = now() - std::chrono::hours(1);
    region.not_after = now() + std::chrono::hours(1);
    region.public_key = region_.public_key();
    write("aws-roots.pem", x509::issue_self_signed(region, region_).pem());
    write("k8s.pub", write_public_key(cluster_.public_key()));
    write("k8s-old.token", sign(cluster_, "c1",
                                {{"iss", "kubernetes/serviceaccount"},
                                 {"kubernetes.io/serviceaccount/service-account.name", "builder"},
                                 {"sub", account}}));
    write("k8s-bound.token", sign(cluster_, "c1", bound_claims()));
    write("k8s-foreign.token", sign(region_, "c1", bound_claims()));
  }

  net::Response answer(const net::Request& request) {
    const std::string& path = request.path;
    if (path.starts_with("/latest/")) return aws(request);
    if (path.starts_with("/computeMetadata/")) return google_metadata(request);
    if (path.starts_with("/metadata/")) return azure_metadata(request);
    if (path == "/google/keys") return document(key_set(google_, "g1"));
    if (path == "/azure/keys") return document(key_set(azure_, "a1"));
    if (path == "/" + std::string(tenant) + "/.well-known/openid-configuration")
      return document({{"issuer", issuer()}, {"jwks_uri", base_ + "/azure/keys"}});
    if (path == "/v1/projects/shop:getAncestry") return ancestry(request);
    if (path == "/apis/authentication.k8s.io/v1/tokenreviews") return review(request);
    return refused(404);
  }

 private:
  static Time now() { return system_clock().now(); }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << content;
  }
  std::string instance() const {
    std::ifstream in(folder_ + "/instance");
    std::string name{std::istreambuf_iterator<char>(in), {}};
    return name.empty() ? "web-1" : std::string(trim(name));
  }
  static std::string sign(const PrivateKey& key, const std::string& kid, const json::Object& claims) {
    return jose::build_token(json::Object{{"kid", kid}}, claims, key, "RS256");
  }
  static bool has_header(const net::Request& request, std::string_view name, std::string_view value) {
    const std::string* found = net::find_header(request.headers, name);
    return found != nullptr && equal_ignoring_case(*found, value);
  }
  static json::Object timed(json::Object claims) {
    const std::int64_t at = unix_seconds(now());
    claims["iat"] = at;
    claims["nbf"] = at;
    claims["exp"] = at + 3600;
    return claims;
  }
  static json::Object bound_claims() {
    return timed({{"iss", cluster},
                  {"aud", json::Array{cluster}},
                  {"kubernetes.io", json::Object{{"namespace", "default"},
                                                 {"serviceaccount", json::Object{{"name", "builder"}}}}},
                  {"sub", account}});
  }
  std::string issuer() const { return "https://sts.windows.net/" + std::string(tenant) + "/"; }

  net::Response aws(const net::Request& request) const {
    if (request.path == "/latest/api/token") {
      return request.method == "PUT" && has_header(request, "X-aws-ec2-metadata-token-ttl-seconds", "30")
                 ? text("session")
                 : refused(400);
    }
    if (!has_header(request, "X-aws-ec2-metadata-token", "session")) return refused(401);
    const std::string identity = json::write(json::Object{{"accountId", "123456789012"},
                                                          {"instanceId", "i-" + instance()},
                                                          {"privateIp", "10.0.0.7"},
                                                          {"region", "us-west-1"},
                                                          {"pendingTime", format_rfc3339(now())}});
    if (request.path.ends_with("/document")) return text(identity);
    return text(base64_encode(sign_digest(region_, {}, as_bytes(identity))));
  }

  net::Response google_metadata(const net::Request& request) const {
    if (!has_header(request, "Metadata-Flavor", "Google")) return refused(403);
    if (request.path.ends_with("/token")) return document({{"access_token", "secret"}, {"expires_in", 600}});
    json::Object engine{{"instance_id", "7" + std::to_string(instance().back())},
                        {"instance_name", instance()},
                        {"instance_creation_timestamp", unix_seconds(now()) - 60},
                        {"project_id", "shop"},
                        {"zone", "europe-west1-b"}};
    return text(sign(google_, "g1",
                     timed({{"iss", "https://accounts.google.com"},
                            {"aud", query_value(request.query, "audience")},
                            {"sub", "1234567890"},
                            {"email", "web@shop.iam.gserviceaccount.com"},
                            {"google", json::Object{{"compute_engine", std::move(engine)}}}})) +
                "\n");
  }

  net::Response azure_metadata(const net::Request& request) const {
    if (!has_header(request, "Metadata", "true")) return refused(400);
    if (request.path.ends_with("/azEnvironment")) return text("AzurePublicCloud");
    const std::string token =
        sign(azure_, "a1",
             timed({{"iss", issuer()},
                    {"aud", query_value(request.query, "resource")},
                    {"sub", "s"},
                    {"tid", tenant},
                    {"oid", "object-1"},
                    {"xms_mirid",
                     "/subscriptions/sub/resourcegroups/grp/providers/Microsoft.Compute/virtualMachines/" +
                         instance()}}));
    return document({{"access_token", token}, {"expires_in", "3600"}, {"token_type", "Bearer"}});
  }

  static net::Response ancestry(const net::Request& request) {
    if (!has_header(request, "Authorization", "Bearer secret")) return refused(401);
    const auto step = [](const char* type, const char* id) {
      return json::Object{{"resourceId", json::Object{{"type", type}, {"id", id}}}};
    };
    return document({{"ancestor", json::Array{step("project", "shop"), step("organization", "77")}}});
  }

  net::Response review(const net::Request& request) const {
    const auto body = json::parse(request.body);
    const std::string token =
        body ? json::as_string(&body->as_object().at("spec").as_object().at("token")).value_or("") : "";
    const auto jwt = jose::Jwt::parse(token);
    if (!jwt || !jwt->jws.verify(cluster_.public_key()))
      return document({{"status", json::Object{{"authenticated", false}}}}, 201);
    return document({{"status", json::Object{{"authenticated", true},
                                             {"user", json::Object{{"username", jwt->claims.subject}}}}}},
                    201);
  }

  const std::string base_, folder_;
  const PrivateKey region_ = PrivateKey::generate_rsa(2048), google_ = PrivateKey::generate_rsa(2048),
                   azure_ = PrivateKey::generate_rsa(2048), cluster_ = PrivateKey::generate_rsa(2048);
};

int serve(const std::string& port, const std::string& folder) {
  Cloud cloud(port, folder);
  net::Server server(net::ServerOptions{.io_threads = 1, .worker_threads = 1});
  server.listen({"cloud", "127.0.0.1:" + port, nullptr,
                 [&](auto request, net::Respond respond) { respond(cloud.answer(*request)); }});
  for (;;) ::pause();
}

}  // namespace
}  // namespace newel

int main(int count, char** words) {
  if (count != 3) {
    std::fprintf(stderr, "usage: cloud_stub PORT FOLDER\n");
    return 2;
  }
  return newel::serve(words[1], words[2]);
}
