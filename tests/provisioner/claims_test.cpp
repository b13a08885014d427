// Claims: the merge of two levels, and every rule about them, from the table in
// tests/data/provisioner/claims.json.
#include "provisioner/claims.h"

#include <gtest/gtest.h>

#include "base/files.h"

namespace newel::provisioner {
namespace {

std::string limits(const DurationLimits& limits) {
  return format_duration(limits.min) + " " + format_duration(limits.max) + " " +
         format_duration(limits.standard);
}

std::string text(const json::Object& object, const char* name) {
  return json::as_string(json::find(object, name)).value_or("");
}

TEST(Claims, MergeTable) {
  const auto document =
      value_or_throw(json::parse(value_or_throw(read_file(NEWEL_TEST_DATA "/provisioner/claims.json"))));
  ASSERT_FALSE(document.as_array().empty());
  for (const json::Value& item : document.as_array()) {
    const json::Object& row = item.as_object();
    SCOPED_TRACE(json::write(item));
    EffectiveClaims effective;
    Expected<void> valid;
    for (const char* level : {"authority", "provisioner"}) {
      const json::Value* raw = json::find(row, level);
      if (raw == nullptr) continue;
      const auto claims = Claims::from_json(raw->as_object());
      if (!claims) {
        valid = tl::unexpected(claims.error());
        break;
      }
      effective = effective.merged_with(*claims);
      valid = effective.validate();
      if (!valid) break;
    }
    EXPECT_EQ(valid ? "" : valid.error().text, text(row, "error"));
    const std::pair<const char*, const DurationLimits*> groups[] = {
        {"tls", &effective.tls}, {"user", &effective.ssh_user}, {"host", &effective.ssh_host}};
    for (const auto& [name, group] : groups) {
      const auto wanted = text(row, name);
      if (wanted.empty()) continue;
      EXPECT_EQ(limits(*group), wanted);
    }
    if (const json::Value* renewal = json::find(row, "disableRenewal")) {
      EXPECT_EQ(effective.disable_renewal, renewal->as_bool());
    }
  }
}

TEST(Claims, WrittenBackInNormalForm) {
  const auto object = value_or_throw(json::parse(
      R"({"disablerenewal":false,"defaultTLSCertDuration":"90m","MINTLSCERTDURATION":"500ms","enableSSHCA":true,"maxUserSSHCertDuration":null})"));
  const auto claims = Claims::from_json(object.as_object());
  ASSERT_TRUE(claims);
  EXPECT_EQ(
      json::write(claims->to_json()),
      R"({"minTLSCertDuration":"500ms","defaultTLSCertDuration":"1h30m0s","enableSSHCA":true,"disableRenewal":false})");
  EXPECT_FALSE(claims->empty());
  EXPECT_TRUE(Claims().empty());
}

}  // namespace
}  // namespace newel::provisioner
