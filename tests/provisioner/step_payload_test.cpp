#include "provisioner/step_payload.h"

#include <gtest/gtest.h>

namespace newel::provisioner {
namespace {

Expected<StepPayload> read(const char* claims) {
  return read_step_payload(value_or_throw(json::parse(claims)).as_object());
}

TEST(StepPayload, ReadsWhatTokensSay) {
  const auto payload = read(R"({"sans":["a.test",null],"cnf":{"x5rt#S256":"abc"},
    "step":{"ra":{"authorityId":"x"},"ssh":{"certType":"host","keyID":"k","principals":["p"],
    "validAfter":"1h","validBefore":""}}})");
  ASSERT_TRUE(payload);
  EXPECT_EQ(payload->sans, (std::vector<std::string>{"a.test", ""}));
  EXPECT_EQ(payload->csr_fingerprint, "abc");
  EXPECT_EQ(payload->ra_json, R"({"authorityId":"x"})");
  ASSERT_TRUE(payload->ssh);
  EXPECT_EQ(payload->ssh->cert_type, "host");
  EXPECT_EQ(payload->ssh->principals, std::vector<std::string>{"p"});
  EXPECT_EQ(payload->ssh->valid_after.to_string(), "1h0m0s");
  EXPECT_FALSE(payload->ssh->valid_before.is_set());
}

TEST(StepPayload, AbsentAndNullAreTheSame) {
  for (const char* claims :
       {"{}", R"({"sans":null,"cnf":null,"step":null})", R"({"step":{"ra":null,"ssh":null}})"}) {
    const auto payload = read(claims);
    ASSERT_TRUE(payload) << claims;
    EXPECT_TRUE(payload->sans.empty());
    EXPECT_TRUE(payload->csr_fingerprint.empty());
    EXPECT_TRUE(payload->ra_json.empty());
    EXPECT_FALSE(payload->ssh);
  }
}

TEST(StepPayload, WrongKindsFail) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"sans":"a"})", "string into Go struct field jwtPayload.sans of type []string"},
      {R"({"sans":[1]})", "number into Go struct field jwtPayload.sans of type string"},
      {R"({"cnf":"x"})", "string into Go struct field jwtPayload.cnf of type provisioner.confirmationClaims"},
      {R"({"cnf":{"x5rt#S256":1}})", "number into Go struct field jwtPayload.cnf.x5rt#S256 of type string"},
      {R"({"step":[]})", "array into Go struct field jwtPayload.step of type provisioner.stepPayload"},
      {R"({"step":{"ra":1}})", "number into Go struct field jwtPayload.step.ra of type provisioner.RAInfo"},
      {R"({"step":{"ssh":{"principals":{}}}})",
       "object into Go struct field jwtPayload.step.ssh.principals of type []string"},
  };
  for (const auto& [claims, want] : cases) {
    const auto payload = read(claims);
    ASSERT_FALSE(payload) << claims;
    EXPECT_EQ(payload.error().text, std::string("json: cannot unmarshal ") + want);
  }
  EXPECT_EQ(read(R"({"step":{"ssh":{"validAfter":"soon"}}})").error().text, "failed to parse \"soon\"");
}

}  // namespace
}  // namespace newel::provisioner
