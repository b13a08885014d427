// ca.json: reading, the first thing wrong with it, writing it back. The cases are in tests/data/config.
#include "config/config.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/text.h"
#include "crypto/openssl_tool.h"

namespace newel::config {
namespace {

std::string data(const std::string& name) {
  return value_or_throw(read_file(NEWEL_TEST_DATA "/config/" + name));
}
json::Array cases(const std::string& name) { return value_or_throw(json::parse(data(name))).as_array(); }

template <class Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const Error& e) {
    return e.text();
  }
  return "";
}

// `patch` over a minimal valid configuration: objects merge, null removes, everything else replaces.
void merge(json::Object& into, const json::Object& patch) {
  for (const auto& [key, value] : patch) {
    json::Value* old = into.if_contains(key);
    if (value.is_null()) {
      into.erase(key);
    } else if (old != nullptr && old->is_object() && value.is_object()) {
      merge(old->get_object(), value.get_object());
    } else {
      into[key] = value;
    }
  }
}

std::string patched(const json::Value& patch) {
  json::Object document = value_or_throw(json::parse(data("minimal.json"))).as_object();
  merge(document, patch.as_object());
  return json::write(document);
}

TEST(Config, ParseFailures) {
  for (const json::Value& item : cases("parse_failures.json")) {
    const std::string text = *json::as_string(json::find(item.as_object(), "text"));
    const std::string error = *json::as_string(json::find(item.as_object(), "error"));
    EXPECT_EQ(error_of([&] { parse(text, "ca.json"); }), "error parsing ca.json: " + error) << text;
  }
}

TEST(Config, ValidationFailures) {
  ASSERT_EQ(error_of([&] { validate(parse(data("minimal.json"), "ca.json")); }), "");
  for (const json::Value& item : cases("validation_failures.json")) {
    const std::string text = patched(*json::find(item.as_object(), "patch"));
    const std::string error = *json::as_string(json::find(item.as_object(), "error"));
    EXPECT_EQ(error_of([&] { validate(parse(text, "ca.json")); }), error) << text;
  }
}

TEST(Config, Warnings) {
  const auto config = parse(data("unknown_members.json"), "ca.json");
  EXPECT_EQ(config.warnings,
            (std::vector<std::string>{
                "unknown member kms.extra is ignored",
                "unknown member authority.provisioners[0].policy.ssh.bot is ignored",
                "unknown member authority.provisioners[0].zzz is ignored",
                "unknown member authority.provisioners[0].claims.min is ignored",
                "unknown member authority.provisioners[0].options.webhooks[0].lurl is ignored",
                "authority.provisioners[1]: provisioner of unknown type 'wat' is ignored",
                "unknown member authority.policy.x509.alow is ignored",
                "unknown member authority.typo is ignored",
                "unknown member crl.cache is ignored",
                "unknown member bogus is ignored",
            }));
  EXPECT_EQ(parse(data("init.json"), "ca.json").warnings, std::vector<std::string>());
}

TEST(Config, DefaultsAndCase) {
  const auto config = parse(
      "\xef\xbb\xbf{\"ADDRESS\":\":1\",\"address\":\":2\",\"KMS\":{\"TYPE\":\"SoftKMS\"},\"dnsNames\":null} "
      "junk",
      "x");
  EXPECT_EQ(config.address, ":2") << "the exact name is preferred";
  EXPECT_EQ(config.kms.type, "softkms");
  EXPECT_EQ(config.dns_names, (std::vector<std::string>{"localhost", "127.0.0.1", "::1"}));
  EXPECT_EQ(config.common_name, "Step Online CA");
  EXPECT_EQ(config.backdate, Duration(std::chrono::minutes(1)));
  EXPECT_FALSE(config.logger);
  EXPECT_EQ(
      json::write(config.tls.to_json()),
      R"({"cipherSuites":["TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256","TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"],)"
      R"("minVersion":1.2,"maxVersion":1.3,"renegotiation":false})");
}

TEST(Config, Crl) {
  const auto durations = [](const char* crl) {
    const auto config = parse("{\"crl\":" + std::string(crl) + "}", "x");
    return format_duration(config.crl.effective_cache_duration()) + " " +
           format_duration(config.crl.effective_renew_period());
  };
  EXPECT_EQ(durations("{}"), "24h0m0s 16h0m0s");
  EXPECT_EQ(durations(R"({"cacheDuration":"0s"})"), "24h0m0s 16h0m0s");
  EXPECT_EQ(durations(R"({"cacheDuration":"3h"})"), "3h0m0s 2h0m0s");
  EXPECT_EQ(durations(R"({"cacheDuration":"3h","renewPeriod":"1m"})"), "3h0m0s 1m0s");
}

// Written by the reference's `step ca init`, then rewritten by its `step ca provisioner add`.
TEST(Config, WritesWhatTheReferenceWrites) {
  for (const std::string name : {"init", "rich"}) {
    const auto config = parse(data(name + ".json"), "ca.json");
    EXPECT_EQ(write(config), data(name + ".rewritten.json")) << name;
    EXPECT_EQ(write(parse(write(config), "ca.json")), write(config)) << "writing twice changes nothing";
  }
}

TEST(Config, WritingKeepsWhatNobodyKnows) {
  const std::string text = write(parse(data("unknown_members.json"), "ca.json"));
  for (const char* kept : {"\"bogus\"", "\"typo\"", "\"zzz\"", "\"wat\"", "\"extra\""}) {
    EXPECT_NE(text.find(kept), std::string::npos) << kept;
  }
}

TEST(Config, MissingFile) {
  const test::ScratchFolder folder;
  try {
    load(folder.path("ca.json"));
    FAIL();
  } catch (const FileMissing& e) {
    EXPECT_TRUE(e.text().starts_with("error opening " + folder.path("ca.json") + ": ")) << e.text();
    EXPECT_TRUE(e.text().ends_with("no such file or directory")) << e.text();
  }
  folder.write("ca.json", "{");
  EXPECT_TRUE(error_of([&] {
                load(folder.path("ca.json"));
              }).starts_with("error parsing " + folder.path("ca.json") + ": "));
}

}  // namespace
}  // namespace newel::config
