// Routes that only read, and what all routes share.
#include "api/api_fixture.h"
#include "base/text.h"

namespace newel::api::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Routes, AnswerWithAndWithoutVersion) {
  const RunningApi api;
  const std::string root = api.ca.root.pem();
  struct Case {
    std::string path;
    int status;
    std::string type, body;
  };
  const std::string root_json = json::write_string(root);
  const std::string sum = api.ca.root.fingerprint();
  const Case cases[] = {
      {"/health", 200, "application/json", "{\"status\":\"ok\"}\n"},
      {"/root/" + sum, 200, "application/json", "{\"ca\":" + root_json + "}\n"},
      {"/root/" + to_upper(sum.substr(0, 8)) + "-" + sum.substr(8), 200, "application/json",
       "{\"ca\":" + root_json + "}\n"},
      {"/roots", 201, "application/json", "{\"crts\":[" + root_json + "]}\n"},
      {"/roots.pem", 200, "application/x-pem-file", root},
      {"/intermediates", 201, "application/json",
       "{\"crts\":[" + json::write_string(api.ca.intermediate.pem()) + "]}\n"},
      {"/intermediates.pem", 200, "application/x-pem-file", api.ca.intermediate.pem()},
      {"/federation", 201, "application/json", "{\"crts\":[" + root_json + "]}\n"},
      {"/provisioners/" + api.ca.jwk.kid + "/encrypted-key", 200, "application/json",
       "{\"key\":\"eyJ.e.n.c.d\"}\n"},
  };
  for (const Case& c : cases) {
    for (const std::string& path : {c.path, "/1.0" + c.path}) {
      const auto response = api.get(path);
      EXPECT_EQ(response.status, c.status) << path;
      EXPECT_EQ(header_of(response, "Content-Type"), c.type) << path;
      EXPECT_EQ(response.body, c.body) << path;
      EXPECT_EQ(header_of(response, "X-Request-Id").size(), 36u) << path;
      EXPECT_EQ(header_of(response, "Server"), "<absent>") << path;
    }
  }
  EXPECT_THAT(api.get("/version").body, StartsWith("{\"version\":\""));
}

TEST(Routes, AnswerHeadWithoutABody) {
  const RunningApi api;
  const auto response = api.send("HEAD", "/1.0/health");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
}

TEST(Routes, RefuseUnknownPathsAndMethods) {
  const RunningApi api;
  const auto missing = api.get("/nothing");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.body, "404 page not found\n");
  EXPECT_EQ(header_of(missing, "Content-Type"), "text/plain; charset=utf-8");
  const auto wrong = api.send("DELETE", "/1.0/sign");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.body, "");
  EXPECT_EQ(header_of(wrong, "Allow"), "POST");
  EXPECT_EQ(api.get("/health/").status, 404);
}

TEST(Routes, ExplainWhatIsNotThere) {
  const RunningApi api;
  const auto root = api.get("/root/AB-CD");
  EXPECT_EQ(root.status, 404);
  EXPECT_EQ(message_of(root), "root certificate with fingerprint \"abcd\" was not found");
  const auto key = api.get("/provisioners/unknown/encrypted-key");
  EXPECT_EQ(key.status, 404);
  EXPECT_EQ(message_of(key), default_message(404));
  const auto crl = api.get("/crl");
  EXPECT_EQ(crl.status, 404);
  EXPECT_EQ(message_of(crl),
            "The certificate authority received an unexpected HTTP status code - '404'. Please see the "
            "certificate authority "
            "logs for more info.");
}

TEST(Routes, ListProvisionersInPages) {
  const RunningApi api({.edit = [](json::Object& document) {
    auto& list = document["authority"].as_object()["provisioners"].as_array();
    const json::Value first = list[0];
    for (int i = 1; i < 25; ++i) {
      json::Value copy = first;
      copy.as_object()["name"] = json::text("p" + std::to_string(i));
      list.push_back(copy);
    }
  }});
  const auto page = [&](const std::string& query) {
    return messages::ProvisionersResponse::from_json(*json::parse(api.get("/provisioners" + query).body));
  };
  auto first = page("");
  EXPECT_EQ(first.provisioners.size(), 20u);
  const auto second = page("?cursor=" + first.next_cursor);
  EXPECT_EQ(second.provisioners.size(), 5u);
  EXPECT_EQ(second.next_cursor, "");
  EXPECT_EQ(page("?limit=3").provisioners.size(), 3u);
  EXPECT_EQ(page("?limit=-1").provisioners.size(), 20u);
  EXPECT_EQ(page("?limit=1000").provisioners.size(), 25u);
  EXPECT_EQ(api.get("/provisioners?cursor=ffffffff00000000000000000000000000000000").body,
            "{\"provisioners\":null,\"nextCursor\":\"\"}\n");
  const auto bad = api.get("/provisioners?limit=x");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(message_of(bad), "The request could not be completed: limit 'x' is not an integer.");
}

TEST(Routes, EchoTheClientsRequestId) {
  const RunningApi api;
  EXPECT_EQ(header_of(api.send("GET", "/health", "", {{"X-Request-Id", "abc-1"}}), "X-Request-Id"), "abc-1");
  EXPECT_EQ(header_of(api.send("GET", "/health", "", {{"X-Smallstep-Id", "abc-2"}}), "X-Request-Id"),
            "abc-2");
  EXPECT_EQ(header_of(api.send("GET", "/nothing", "", {{"X-Request-Id", "<script>"}}), "X-Request-Id").size(),
            36u);
}

TEST(Routes, OfferOnlyTheCrlWithoutTls) {
  const RunningApi api;
  net::Client client({});
  EXPECT_EQ(client.send({"GET", api.insecure_base + "/health", {}, {}}).status, 404);
  EXPECT_EQ(client.send({"POST", api.insecure_base + "/sign", {}, "{}"}).status, 404);
  EXPECT_EQ(message_of(client.send({"GET", api.insecure_base + "/1.0/crl", {}, {}})),
            unexpected_status_message(404));
}

}  // namespace
}  // namespace newel::api::test
