#include "webhook/answer.h"

#include <gtest/gtest.h>

#include "webhook/caller.h"

namespace newel::webhook {
namespace {

TEST(WebhookAnswer, IsRead) {
  const auto answer = parse_answer(R"({"allow":true,"data":{"role":"admin","n":[1,2.5]},"more":1} and more)");
  ASSERT_TRUE(answer) << answer.error().text;
  EXPECT_TRUE(answer->allow);
  EXPECT_EQ(json::write(answer->data), R"({"role":"admin","n":[1,2.5]})");
  EXPECT_TRUE(parse_answer(R"({"ALLOW":true})")->allow);
  EXPECT_FALSE(parse_answer(R"({})")->allow);
  EXPECT_FALSE(parse_answer(R"({"allow":null,"error":null})")->allow);
  EXPECT_FALSE(parse_answer("null")->allow);
}

TEST(WebhookAnswer, ThatIsNoneIsAFailure) {
  for (const char* text :
       {"", "  \n", "<html>", "[]", "1", "\"x\"", R"({"allow":"yes"})", R"({"allow":1})", R"({"error":"no"})",
        R"({"error":{"code":5}})", R"({"allow":true)", "{\"a\":\"\xff\"", "tru"}) {
    EXPECT_FALSE(parse_answer(text)) << text;
  }
  EXPECT_EQ(parse_answer("").error().text, "EOF");
  EXPECT_FALSE(parse_answer(std::string(1000, '[') + std::string(1000, ']')));
}

TEST(WebhookAnswer, RefusalsForPeople) {
  EXPECT_EQ(parse_answer(R"({"error":{"code":"E7","message":"not this host"}})")->refusal(),
            "not this host (E7)");
  EXPECT_EQ(parse_answer(R"({"allow":false})")->refusal(), "webhook server did not allow request");
  const std::string forged = parse_answer("{\"error\":{\"message\":\"a\\nINFO fake line\"}}")->refusal();
  EXPECT_EQ(forged.find('\n'), std::string::npos);
  EXPECT_LT(parse_answer("{\"error\":{\"message\":\"" + std::string(100000, 'x') + "\"}}")->refusal().size(),
            2000u);
}

// RFC 4231, test case 2.
TEST(WebhookAnswer, BodiesAreSignedByHmacSha256) {
  EXPECT_EQ(body_signature(Secret("Jefe"), "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace newel::webhook
