#include "client/token.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/private_key.h"

namespace newel::client {
namespace {

const Time now = from_unix(1'700'000'000);

// The same octets every time, so that tokens of deterministic parts can be compared.
class ZeroRandom final : public Random {
 public:
  void fill(std::span<Byte> out) const override { std::fill(out.begin(), out.end(), Byte(0xab)); }
};

TokenRequest simple_request() {
  TokenRequest request;
  request.kid = "the-kid";
  request.issuer = "you@example.com";
  request.subject = "www.example.com";
  request.audience = "https://ca/1.0/sign";
  request.validity = TokenValidity::starting(now);
  return request;
}

std::string part(const std::string& token, int index) {
  std::size_t begin = 0;
  for (int i = 0; i < index; ++i) begin = token.find('.', begin) + 1;
  const std::string text = token.substr(begin, token.find('.', begin) - begin);
  return to_text(value_or_throw(base64_decode(text, Base64::url_raw)));
}

TEST(Token, HasSortedMembers) {
  TokenRequest request = simple_request();
  request.root_fingerprint = "f00";
  request.sans = {"www.example.com", "10.1.2.3"};
  request.csr_fingerprint = "abc";
  request.user = {{"z", 1}, {"a", "<b>"}};
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const std::string token = make_token(request, key, {}, ZeroRandom());
  EXPECT_EQ(part(token, 0), R"({"alg":"ES256","kid":"the-kid","typ":"JWT"})");
  std::string jti;
  for (int i = 0; i < 32; ++i) jti += "ab";
  EXPECT_EQ(
      part(token, 1),
      R"({"aud":"https://ca/1.0/sign","cnf":{"x5rt#S256":"abc"},"exp":1700000300,"iat":1700000000,)"
      R"("iss":"you@example.com","jti":")" +
          jti +
          R"(","nbf":1700000000,"sans":["www.example.com","10.1.2.3"],"sha":"f00","sub":"www.example.com",)"
          R"("user":{"z":1,"a":"\u003cb\u003e"}})");
  const auto jwt = jose::Jwt::parse(token);
  ASSERT_TRUE(jwt);
  EXPECT_TRUE(jwt->jws.verify(key.public_key()));
}

TEST(Token, LeavesOutWhatIsNotAsked) {
  const std::string token = make_token(simple_request(), PrivateKey::generate_ed25519());
  EXPECT_EQ(part(token, 0), R"({"alg":"EdDSA","kid":"the-kid","typ":"JWT"})");
  for (const char* name : {"sans", "sha", "cnf", "user", "step"}) {
    EXPECT_EQ(part(token, 1).find('"' + std::string(name) + '"'), std::string::npos) << name;
  }
}

TEST(Token, RefusesEmptyClaims) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  struct {
    std::string TokenRequest::*member;
    const char* text;
  } cases[] = {{&TokenRequest::kid, "kid cannot be empty"},
               {&TokenRequest::issuer, "issuer cannot be empty"},
               {&TokenRequest::subject, "subject cannot be empty"},
               {&TokenRequest::audience, "audience cannot be empty"}};
  for (const auto& [member, text] : cases) {
    TokenRequest request = simple_request();
    (request.*member).clear();
    try {
      make_token(request, key);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.text(), text);
    }
  }
}

TEST(RenewToken, CarriesTheChainAndNoId) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p384);
  const std::string token =
      make_renew_token({{1, 2, 3}, {4}}, "www", "https://ca/renew", TokenValidity::starting(now), key);
  EXPECT_EQ(part(token, 0), R"({"alg":"ES384","kid":")" + key_thumbprint(key) +
                                R"(","typ":"JWT","x5cInsecure":["AQID","BA=="]})");
  EXPECT_EQ(
      part(token, 1),
      R"({"aud":"https://ca/renew","exp":1700000300,"iat":1700000000,"iss":"step-ca-client/1.0","nbf":1700000000,"sub":"www"})");
}

std::string unsigned_token(std::string_view claims) {
  return base64url(as_bytes(R"({"alg":"ES256"})")) + "." + base64url(as_bytes(claims)) + ".AAAA";
}

TEST(TokenInfo, TellsKindsApart) {
  using Kind = TokenInfo::Kind;
  const struct {
    const char* claims;
    Kind kind;
  } cases[] = {
      {R"({"sha":"x","sub":"a"})", Kind::jwk},
      {R"({"sans":["a"],"sub":"a"})", Kind::jwk},
      {R"({"google":{},"sha":"x"})", Kind::gcp},
      {R"({"amazon":{},"sans":null})", Kind::aws},
      {R"({"iss":"https://sts.windows.net/t/","xms_mirid":"/x","aud":"a","sub":"b","exp":1,"iat":1})",
       Kind::azure},
      {R"({"iss":"https://sts.windows.net/t/","aud":"a","sub":"b","exp":1,"iat":1})", Kind::oidc},
      {R"({"iss":"kubernetes/serviceaccount","sub":"b"})", Kind::k8ssa},
      {R"({"iss":"https://accounts.example.com","aud":"a","sub":"b","exp":1,"iat":1})", Kind::oidc},
      {R"({"iss":"i","sub":"b"})", Kind::unknown},
  };
  for (const auto& [claims, kind] : cases) {
    const auto info = TokenInfo::parse(unsigned_token(claims));
    ASSERT_TRUE(info) << claims;
    EXPECT_EQ(info->kind, kind) << claims;
  }
  EXPECT_FALSE(TokenInfo::parse("x"));
  EXPECT_FALSE(TokenInfo::parse("a.b.c"));
}

TEST(TokenInfo, ReadsWhatFlowsNeed) {
  const auto info = TokenInfo::parse(unsigned_token(
      R"({"aud":["https://ca/1.0/sign"],"sub":"s","email":"e@x","iss":"i","sha":"f","sans":["a",1,"b"]})"));
  ASSERT_TRUE(info);
  EXPECT_EQ(info->audience, std::vector<std::string>{"https://ca/1.0/sign"});
  EXPECT_EQ(info->subject, "s");
  EXPECT_EQ(info->email, "e@x");
  EXPECT_EQ(info->root_fingerprint, "f");
  EXPECT_EQ(info->sans, (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace newel::client
