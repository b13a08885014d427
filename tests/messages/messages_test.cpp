#include "messages/messages.h"

#include <gtest/gtest.h>

#include "http/test_ca.h"

namespace newel::messages {
namespace {

json::Value parse(std::string_view text) { return parse_request_body(text); }

std::string quoted_csr() {
  const auto key = PrivateKey::generate_ec(Curve::p256);
  return json::write_string(test::TestCa::request(key, "a.test").pem());
}

const std::string decoding_message = "The request could not be completed: error decoding json.";

TEST(SignRequest, ReadsAsGoDoes) {
  const std::string csr = quoted_csr();
  const auto body = SignRequest::from_json(
      parse("{\"CSR\":" + csr +
            ",\"Ott\":\"t\",\"notbefore\":\"2024-01-02T03:04:05Z\",\"NOTAFTER\":\"1h\",\"x\":[1],"
            "\"templateData\":{\"a\":1}} trailing"));
  ASSERT_TRUE(body.csr);
  EXPECT_EQ(body.csr->subject().common_name(), "a.test");
  EXPECT_EQ(body.ott, "t");
  EXPECT_EQ(format_rfc3339(body.options.not_before.time.value()), "2024-01-02T03:04:05Z");
  EXPECT_EQ(body.options.not_after.duration.value(), std::chrono::hours(1));
  EXPECT_EQ(json::write(body.options.template_data), "{\"a\":1}");
}

TEST(SignRequest, LeavesDefaultsForNull) {
  for (const char* text :
       {"null", "{}", "{\"csr\":null,\"ott\":null,\"notAfter\":null,\"templateData\":null}"}) {
    const auto body = SignRequest::from_json(parse(text));
    EXPECT_FALSE(body.csr) << text;
    EXPECT_EQ(body.ott, "");
    EXPECT_FALSE(body.options.not_after.is_set());
    EXPECT_TRUE(body.options.template_data.is_null());
  }
}

TEST(SignRequest, RefusesWhatGoRefuses) {
  const char* bodies[] = {
      "",
      "   ",
      "{",
      "[]",
      "\"text\"",
      "17",
      "{\"csr\":5}",
      "{\"csr\":\"\"}",
      "{\"csr\":\"not pem\"}",
      "{\"csr\":\"-----BEGIN CERTIFICATE REQUEST-----\\nAAAA\\n-----END CERTIFICATE REQUEST-----\\n\"}",
      "{\"ott\":5}",
      "{\"ott\":{}}",
      "{\"notAfter\":\"tomorrow\"}",
      "{\"notBefore\":3600}"};
  for (const char* text : bodies) {
    try {
      SignRequest::from_json(parse(text));
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), 400) << text;
      EXPECT_EQ(error.message(), decoding_message) << text;
    }
  }
}

TEST(SignRequest, SurvivesTheRoundTrip) {
  SignRequest out;
  const auto key = PrivateKey::generate_ec(Curve::p256);
  out.csr_pem = test::TestCa::request(key, "b.test").pem();
  out.ott = "a.b.c";
  out.options.not_after.duration = std::chrono::minutes(5);
  const auto in = SignRequest::from_json(parse(json::write(out.to_json())));
  EXPECT_EQ(in.csr_pem, out.csr_pem);
  EXPECT_EQ(in.ott, out.ott);
  EXPECT_EQ(in.options.not_after.duration, out.options.not_after.duration);
  EXPECT_FALSE(in.options.not_before.is_set());
}

TEST(SignResponse, HasTheMembersInOrder) {
  SignResponse response;
  response.chain = {"LEAF\n", "CA\n"};
  response.tls_options = json::Object{{"minVersion", 1.2}};
  EXPECT_EQ(json::write(response.to_json()),
            R"({"crt":"LEAF\n","ca":"CA\n","certChain":["LEAF\n","CA\n"],"tlsOptions":{"minVersion":1.2}})");
  response.chain.pop_back();
  EXPECT_EQ(json::write(response.to_json()),
            R"({"crt":"LEAF\n","ca":null,"certChain":["LEAF\n"],"tlsOptions":{"minVersion":1.2}})");
}

TEST(SignResponse, IsTheSameWrittenAtOnce) {
  const json::Object tls{{"cipherSuites", json::Array{"A<B"}}, {"minVersion", 1.2}};
  for (const std::vector<std::string>& issuers :
       std::vector<std::vector<std::string>>{{}, {"-----BEGIN\n+/=\n"}, {"one\n", "two\n", "\"three\""}}) {
    SignResponse slow;
    slow.chain = {"leaf & <key>\n"};
    slow.chain.insert(slow.chain.end(), issuers.begin(), issuers.end());
    slow.tls_options = tls;
    EXPECT_EQ(SignResponseWriter(issuers, tls).write(slow.chain.front()), json::write(slow.to_json()));
  }
}

TEST(SignResponse, UnderstandsServersWithoutAChain) {
  const auto response = SignResponse::from_json(parse(R"({"crt":"A","ca":"B"})"));
  EXPECT_EQ(response.chain_pem(), "AB");
}

TEST(RevokeRequest, ReadsAndWrites) {
  const auto body = RevokeRequest::from_json(
      parse(R"({"serial":"1","ott":"t","reasonCode":4,"reason":"r","passive":true})"));
  EXPECT_EQ(json::write(body.to_json()),
            R"({"serial":"1","ott":"t","reasonCode":4,"reason":"r","passive":true})");
  for (const char* text : {"{\"reasonCode\":\"1\"}", "{\"reasonCode\":1.5}", "{\"reasonCode\":99999999999}",
                           "{\"passive\":1}", "{\"serial\":12}"}) {
    EXPECT_THROW(RevokeRequest::from_json(parse(text)), Error) << text;
  }
}

TEST(ProvisionersResponse, WritesNullForAnEmptyPage) {
  EXPECT_EQ(json::write(ProvisionersResponse{}.to_json()), R"({"provisioners":null,"nextCursor":""})");
  ProvisionersResponse page;
  page.provisioners.push_back(json::Object{{"name", "a"}});
  page.next_cursor = "f0";
  EXPECT_EQ(json::write(page.to_json()), R"({"provisioners":[{"name":"a"}],"nextCursor":"f0"})");
  EXPECT_TRUE(ProvisionersResponse::from_json(parse(R"({"provisioners":null})")).provisioners.empty());
}

TEST(ErrorBody, HasStatusAndPublicMessage) {
  EXPECT_EQ(error_body(Error::bad_request("missing csr")),
            R"({"status":400,"message":"The request could not be completed: missing csr."})");
  EXPECT_EQ(
      error_body(Error::unauthorized("the secret reason")),
      R"({"status":401,"message":"The request lacked necessary authorization to be completed. Please see the )"
      R"(certificate authority logs for more info."})");
  EXPECT_EQ(
      error_body(Error("no status")),
      R"({"status":500,"message":"The certificate authority encountered an Internal Server Error. Please see the )"
      R"(certificate authority logs for more info."})");
  EXPECT_EQ(error_body(Error::verbatim(404, "<a>")), "{\"status\":404,\"message\":\"\\u003ca\\u003e\"}");
}

TEST(ErrorBody, IsReadBack) {
  const Error error = parse_error_body(401, R"({"status":401,"message":"no"})");
  EXPECT_EQ(error.status(), 401);
  EXPECT_EQ(error.message(), "no");
  EXPECT_EQ(parse_error_body(502, R"({"message":"no"})").status(), 502);
  EXPECT_TRUE(parse_error_body(502, "<html>").text().starts_with("failed decoding CA error response: "));
  EXPECT_TRUE(parse_error_body(502, "[]").text().starts_with("failed decoding CA error response: "));
}

}  // namespace
}  // namespace newel::messages
