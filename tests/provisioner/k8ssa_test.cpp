// K8sSA: tokens of service accounts, old and bound, by key and by asking the cluster.
#include <fstream>

#include "base/encoding.h"
#include "crypto/key_files.h"
#include "crypto/openssl_tool.h"
#include "net/server.h"
#include "provisioner/collection.h"
#include "provisioner/token_bench.h"
#include "provisioner/token_review.h"

namespace newel::provisioner {
namespace {

using testing::parsed;
using testing::with;

class K8sSa : public testing::TokenBench {
 protected:
  json::Object document(json::Object changes = {}) const {
    return with({{"type", "K8sSA"},
                 {"name", "cluster"},
                 {"publicKeys", base64_encode(as_bytes(write_public_key(key_.public_key())))}},
                std::move(changes));
  }
  json::Object old_claims(const json::Object& changes = {}) const {
    return with({{"iss", "kubernetes/serviceaccount"},
                 {"kubernetes.io/serviceaccount/namespace", "default"},
                 {"kubernetes.io/serviceaccount/secret.name", "builder-token-x"},
                 {"kubernetes.io/serviceaccount/service-account.name", "builder"},
                 {"kubernetes.io/serviceaccount/service-account.uid", "1-2-3"},
                 {"sub", "system:serviceaccount:default:builder"}},
                changes);
  }
  json::Object bound_claims(const json::Object& changes = {}) const {
    const std::int64_t now = unix_seconds(clock_.now());
    return with(
        {{"iss", cluster_},
         {"aud", json::Array{boost::json::string(cluster_)}},
         {"iat", now},
         {"nbf", now},
         {"exp", now + 3607},
         {"kubernetes.io", json::Object{{"namespace", "default"},
                                        {"pod", json::Object{{"name", "p"}, {"uid", "1"}}},
                                        {"serviceaccount", json::Object{{"name", "builder"}, {"uid", "2"}}}}},
         {"sub", "system:serviceaccount:default:builder"}},
        changes);
  }
  ParsedToken token(const json::Object& payload, const PrivateKey* key = nullptr) const {
    return parsed(jose::build_token(json::Object{{"kid", "cluster-key"}}, payload,
                                    key != nullptr ? *key : key_, "RS256"));
  }

  const std::string cluster_ = "https://kubernetes.default.svc.cluster.local";
  PrivateKey key_ = PrivateKey::generate_rsa(2048), other_key_ = PrivateKey::generate_rsa(2048);
};

TEST_F(K8sSa, SetUp) {
  ASSERT_EQ(::unsetenv("KUBERNETES_SERVICE_HOST"), 0);
  const std::string private_pem = write_private_key(key_);
  const std::vector<std::pair<json::Object, std::string>> cases = {
      {{}, ""},
      {{{"name", ""}}, "provisioner name cannot be empty"},
      {{{"publicKeys", nullptr}}, "K8s Service Account provisioner cannot be initialized without pub keys"},
      {{{"publicKeys", base64_encode(as_bytes("junk"))}},
       "error parsing public key in provisioner 'cluster': no PEM block"},
      {{{"publicKeys", base64_encode(as_bytes(private_pem))}},
       "Unexpected public key type RSA PRIVATE KEY in provisioner 'cluster'"},
      {{{"publicKeys", nullptr}, {"apiServer", "http://cluster.test"}},
       "apiServer must be an https URL: http://cluster.test"},
      {{{"publicKeys", ""}, {"apiServer", "https://cluster.test"}}, ""},
      {{{"publicKeys", nullptr}, {"apiServer", "http://127.0.0.1:8001"}}, ""},
  };
  for (const auto& [changes, reason] : cases) EXPECT_EQ(make(document(changes))->disabled_reason(), reason);
  EXPECT_NE(
      make(document({{"publicKeys", nullptr}, {"apiServer", "https://c.test"}, {"apiServerCAFile", "/none"}}))
          ->disabled_reason(),
      "");
  EXPECT_FALSE(make(document())->may_wait(token(old_claims())));
}

TEST_F(K8sSa, OldAndBoundTokensAreLetIn) {
  const auto provisioner = make(document());
  for (const auto& payload : {old_claims(), bound_claims()}) {
    const auto options = provisioner->authorize_sign(token(payload), Method::sign);
    EXPECT_EQ(options.tmpl.common_name, "builder");
    EXPECT_EQ(options.tmpl.fallback, DefaultTemplate::admin_leaf);
    EXPECT_EQ(options.san_rule, SanRule::any);
    EXPECT_TRUE(options.common_names.empty());
    EXPECT_EQ(options.extension->type, 8);
    EXPECT_EQ(provisioner->token_id(token(payload)).kind, TokenId::Kind::reuse_allowed);
  }
  EXPECT_EQ(refusal(*provisioner, token(bound_claims({{"aud", "https://ca.test/1.0/sign"}}))), "");
}

TEST_F(K8sSa, EveryDefectIsRefused) {
  const auto provisioner = make(document());
  const auto now = unix_seconds(clock_.now());
  const std::string at = "401 k8ssa.AuthorizeSign: k8ssa.authorizeToken; ";
  EXPECT_EQ(refusal(*provisioner, token(old_claims(), &other_key_)),
            at + "error validating k8sSA token and extracting claims");
  const std::vector<std::pair<json::Object, std::string>> cases = {
      {old_claims({{"iss", "somebody"}}),
       "invalid k8sSA token claims: go-jose/go-jose/jwt: validation failed, invalid issuer claim (iss)"},
      {old_claims({{"sub", nullptr}}), "k8sSA token subject cannot be empty"},
      {old_claims({{"exp", now - 61}}),
       "invalid k8sSA token claims: go-jose/go-jose/jwt: validation failed, token is expired (exp)"},
      {bound_claims({{"exp", now - 61}}),
       "invalid k8sSA token claims: go-jose/go-jose/jwt: validation failed, token is expired (exp)"},
      {bound_claims({{"kubernetes.io", nullptr}}),
       "invalid k8sSA token claims: go-jose/go-jose/jwt: validation failed, invalid issuer claim (iss)"},
      {bound_claims({{"sub", "somebody"}}),
       "invalid k8sSA token claims: go-jose/go-jose/jwt: validation failed, invalid issuer claim (iss)"},
      {bound_claims({{"aud", "vault"}}), "k8sSA token has invalid audience claim (aud); got [vault]"},
      {bound_claims({{"aud", nullptr}}), "k8sSA token has invalid audience claim (aud); got []"},
  };
  for (const auto& [payload, text] : cases) EXPECT_EQ(refusal(*provisioner, token(payload)), at + text);
  const auto strict = make(document({{"audiences", json::Array{"step-ca"}}}));
  EXPECT_NE(refusal(*strict, token(bound_claims())), "");
  EXPECT_EQ(refusal(*strict, token(bound_claims({{"aud", "step-ca"}}))), "");
}

TEST_F(K8sSa, TokensFindTheirProvisioner) {
  Collection collection(environment().audiences);
  collection.add(make(document()));
  for (const auto& payload :
       {old_claims(), bound_claims(), bound_claims({{"aud", "https://ca.test/1.0/sign"}}),
        old_claims({{"aud", "whatever"}})}) {
    EXPECT_EQ(collection.by_token(token(payload).jwt), collection.by_name("cluster")) << json::write(payload);
  }
  EXPECT_EQ(collection.by_token(token(bound_claims({{"kubernetes.io", nullptr}})).jwt), nullptr);
}

// A cluster of our own that knows one token.
class Review : public K8sSa {
 protected:
  Review() {
    server_.emplace(net::ServerOptions{.io_threads = 1, .worker_threads = 1});
    address_ = server_->listen({"api", "127.0.0.1:0", nullptr, [this](auto request, net::Respond respond) {
                                  seen_.push_back(*request);
                                  respond({status_, {{"Content-Type", "application/json"}}, answer_});
                                }});
  }
  std::shared_ptr<const Provisioner> reviewing(json::Object changes = {}) {
    return make(document(with({{"publicKeys", nullptr},
                               {"apiServer", "http://" + address_ + "/"},
                               {"apiServerTokenFile", folder_.write("token", "own-token\n")}},
                              changes)));
  }

  test::ScratchFolder folder_;
  int status_ = 201;
  std::string answer_ =
      R"({"status":{"authenticated":true,"user":{"username":"system:serviceaccount:default:builder"},)"
      R"("audiences":["step-ca"]}})";
  std::vector<net::Request> seen_;
  std::string address_;
  std::optional<net::Server> server_;
};

TEST_F(Review, TheClusterIsAsked) {
  const auto provisioner = reviewing();
  ASSERT_EQ(provisioner->disabled_reason(), "");
  const auto presented = token(bound_claims(), &other_key_);
  EXPECT_TRUE(provisioner->may_wait(presented));
  EXPECT_EQ(refusal(*provisioner, presented), "");
  ASSERT_EQ(seen_.size(), 1u);
  EXPECT_EQ(seen_[0].method, "POST");
  EXPECT_EQ(seen_[0].path, "/apis/authentication.k8s.io/v1/tokenreviews");
  EXPECT_EQ(*net::find_header(seen_[0].headers, "Authorization"), "Bearer own-token");
  EXPECT_EQ(seen_[0].body,
            R"({"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":")" +
                presented.raw + R"("}})");
  // What is expired by its own words is not sent anywhere.
  EXPECT_NE(refusal(*provisioner, token(bound_claims({{"exp", unix_seconds(clock_.now()) - 61}}))), "");
  EXPECT_EQ(seen_.size(), 1u);
}

TEST_F(Review, ItsAnswerDecides) {
  const auto provisioner = reviewing(), strict = reviewing({{"audiences", json::Array{"step-ca"}}});
  EXPECT_EQ(refusal(*strict, token(bound_claims())), "");
  EXPECT_NE(seen_.at(0).body.find(R"("audiences":["step-ca"])"), std::string::npos);
  const std::string at = "401 k8ssa.AuthorizeSign: k8ssa.authorizeToken; ";
  const std::string unanswered =
      "503 k8ssa.AuthorizeSign: k8ssa.authorizeToken; error using kubernetes TokenReview API: ";
  struct Case {
    int status;
    const char* answer;
    std::string error;
  };
  const Case cases[] = {
      {201, R"({"status":{"authenticated":false}})",
       at + "error from kubernetes TokenReviewAPI: token could not be authenticated"},
      {201, R"({"status":{"user":{"username":"system:serviceaccount:default:builder"}}})",
       at + "error from kubernetes TokenReviewAPI: token could not be authenticated"},
      {201, R"({"status":{"error":"token has been invalidated"}})",
       at + "error from kubernetes TokenReviewAPI: token has been invalidated"},
      {201, R"({"status":{"authenticated":true,"user":{"username":"somebody"}}})",
       at + "the cluster knows this token as another user: somebody"},
      {201, R"({"status":{"authenticated":true}})", at + "the cluster knows this token as another user: "},
      {403, R"({"kind":"Status"})", unanswered + "status 403"},
      {201, "nonsense", unanswered + "the answer is no TokenReview"},
      {201, R"({"kind":"TokenReview"})", unanswered + "the answer is no TokenReview"},
  };
  for (const Case& one : cases) {
    status_ = one.status;
    answer_ = one.answer;
    EXPECT_EQ(refusal(*provisioner, token(bound_claims())), one.error);
  }
  status_ = 201;
  answer_ =
      R"({"status":{"authenticated":true,"user":{"username":"system:serviceaccount:default:builder"}}})";
  EXPECT_EQ(refusal(*strict, token(bound_claims())),
            at + "error from kubernetes TokenReviewAPI: token could not be authenticated")
      << "an API that ignores audiences";
  server_.reset();
  EXPECT_EQ(refusal(*provisioner, token(bound_claims())).substr(0, unanswered.size()), unanswered);
}

}  // namespace
}  // namespace newel::provisioner
