#include "client/provisioner_list.h"

#include <gtest/gtest.h>

namespace newel::client {
namespace {

std::vector<ListedProvisioner> sample() {
  const auto value = value_or_throw(json::parse(R"([
    {"type":"JWK","name":"you","key":{"kid":"k1"}},
    {"type":"JWK","name":"ci","key":{"kid":"k2"}},
    {"type":"OIDC","name":"google","clientID":"c1"},
    {"type":"Azure","name":"az","tenantID":"t1"},
    {"type":"acme","name":"acme"},
    {"type":"FROM-THE-FUTURE","name":"you"},
    "not an object",
    {"type":"X5C","name":"you"}])"));
  return list_provisioners(value.get_array());
}

std::string names(const std::vector<ListedProvisioner>& list) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : " | ") + item.label();
  return out;
}

std::string error_of(const ProvisionerFilter& filter) {
  try {
    return "no error: " + names(filter_provisioners(sample(), filter));
  } catch (const Error& error) {
    return error.text();
  }
}

TEST(Provisioners, AreShownAsTheReferenceShowsThem) {
  EXPECT_EQ(
      names(sample()),
      "you (JWK) [kid: k1] | ci (JWK) [kid: k2] | google (OIDC) [client: c1] | az (Azure) [tenant: t1] | "
      "acme (ACME) | you (X5C)");
}

TEST(Provisioners, AreFiltered) {
  const struct {
    ProvisionerFilter filter;
    const char* expected;
  } cases[] = {
      {{.only = provisioner::Type::x5c, .kid = {}, .names = {}}, "you (X5C)"},
      {{.only = {}, .kid = "k2", .names = {}}, "ci (JWK) [kid: k2]"},
      {{.only = {}, .kid = "c1", .names = {}}, "google (OIDC) [client: c1]"},
      {{.only = {}, .kid = {}, .names = {{"provisioner", "you"}}}, "you (JWK) [kid: k1] | you (X5C)"},
      {{.only = {}, .kid = "k1", .names = {{"provisioner", "you"}}}, "you (JWK) [kid: k1]"},
  };
  for (const auto& [filter, expected] : cases)
    EXPECT_EQ(names(filter_provisioners(sample(), filter)), expected);
}

TEST(Provisioners, NameTheFlagThatMatchesNothing) {
  EXPECT_EQ(error_of({.only = {}, .kid = "k9", .names = {}}), "invalid value 'k9' for flag '--kid'");
  EXPECT_EQ(error_of({.only = {}, .kid = {}, .names = {{"provisioner", "me"}}}),
            "invalid value 'me' for flag '--provisioner'");
  EXPECT_EQ(error_of({.only = {}, .kid = {}, .names = {{"admin-provisioner", "you"}, {"provisioner", "ci"}}}),
            "invalid value 'ci' for flag '--provisioner'");
  EXPECT_EQ(error_of({.only = provisioner::Type::nebula, .kid = {}, .names = {}}),
            "cannot create a new token: the CA does not have any provisioner configured");
}

}  // namespace
}  // namespace newel::client
