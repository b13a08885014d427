#include "jose/jwt.h"

#include <gtest/gtest.h>

#include "jose/jwt_builder.h"

namespace newel::jose {
namespace {

Expected<Claims> claims_of(const char* text) { return Claims::from_json(*json::parse(text)); }

TEST(Claims, RegisteredOnes) {
  const auto claims = claims_of(
      R"({"iss":"i","sub":"s","jti":"j","aud":["a","b"],"exp":10.9,"nbf":-1,"iat":1e3,"extra":"x","n":null})");
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->issuer, "i");
  EXPECT_EQ(claims->subject, "s");
  EXPECT_EQ(claims->id, "j");
  EXPECT_EQ(claims->audience, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(claims->expiry, from_unix(10));
  EXPECT_EQ(claims->not_before, from_unix(-1));
  EXPECT_EQ(claims->issued_at, from_unix(1000));
  EXPECT_EQ(claims->text("extra"), "x");
  EXPECT_EQ(claims->text("n"), "");
  EXPECT_EQ(claims_of(R"({"aud":"one"})")->audience, std::vector<std::string>{"one"});
  EXPECT_FALSE(claims_of(R"({"exp":null})")->expiry);
}

TEST(Claims, WrongKinds) {
  const struct {
    const char *text, *expected;
  } cases[] = {
      {"[]", "claims are not a JSON object"},
      {R"({"iss":1})", "claim iss is not a string"},
      {R"({"exp":"1"})", "expected number value to unmarshal NumericDate"},
      {R"({"aud":1})", "expected string or array value to unmarshal to Audience"},
      {R"({"aud":["a",1]})", "expected string or array value to unmarshal to Audience"},
  };
  for (const auto& c : cases) EXPECT_EQ(claims_of(c.text).error().text, c.expected) << c.text;
}

TEST(Claims, AbsurdTimesStayInRange) {
  const auto claims = claims_of(R"({"exp":1e300,"nbf":-1e300,"iat":18446744073709551615})");
  ASSERT_TRUE(claims);
  EXPECT_TRUE(validate(Claims{{}, {}, {}, {}, claims->expiry, claims->not_before, {}, {}}, {}));
  EXPECT_FALSE(validate(*claims, {}));
}

TEST(Validate, TextsAndTheirOrder) {
  const Time now = from_unix(1'000'000);
  const std::string head = "go-jose/go-jose/jwt: validation ";
  const auto at = [&](int seconds) { return now + Seconds(seconds); };
  const Claims good{"i", "s", "j", {"a", "b"}, at(60), at(-60), at(-60), {}};
  Expectations expected{"i", "s", "j", {"b"}, now};
  EXPECT_TRUE(validate(good, expected));
  EXPECT_TRUE(validate(Claims{}, {{}, {}, {}, {}, now}));

  const auto text = [&](Claims claims) {
    const auto result = validate(claims, expected);
    return result ? "valid" : result.error().text;
  };
  Claims bad{"x", "x", "x", {"a"}, at(-61), at(61), at(61), {}};
  EXPECT_EQ(text(bad), head + "failed, invalid issuer claim (iss)");
  bad.issuer = "i";
  EXPECT_EQ(text(bad), head + "failed, invalid subject claim (sub)");
  bad.subject = "s";
  EXPECT_EQ(text(bad), head + "failed, invalid ID claim (jti)");
  bad.id = "j";
  EXPECT_EQ(text(bad), head + "failed, invalid audience claim (aud)");
  bad.audience = {"b"};
  EXPECT_EQ(text(bad), head + "failed, token not valid yet (nbf)");
  bad.not_before = at(60);  // the leeway, to the second
  EXPECT_EQ(text(bad), head + "failed, token is expired (exp)");
  bad.expiry = at(-60);
  EXPECT_EQ(text(bad), head + "field, token issued in the future (iat)");
  bad.issued_at = at(60);
  EXPECT_EQ(text(bad), "valid");
}

TEST(Jwt, ParsesClaimsAndRefusesOtherPayloads) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const auto good = Jwt::parse(build_token({}, {{"iss", "me"}}, key, "ES256"));
  ASSERT_TRUE(good);
  EXPECT_EQ(good->claims.issuer, "me");
  EXPECT_TRUE(good->jws.verify(key.public_key()));
  for (const char* payload : {"", "x", "[]", "1", R"({"iss":"a","iss":"b"})", "{} {}"}) {
    EXPECT_FALSE(Jwt::parse(sign_compact({}, as_bytes(payload), key, "ES256"))) << payload;
  }
}

}  // namespace
}  // namespace newel::jose
