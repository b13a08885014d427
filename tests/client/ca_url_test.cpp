#include <gtest/gtest.h>

#include "client/ca_client.h"
#include "client/team.h"

namespace newel::client {
namespace {

struct Case {
  const char* typed;
  const char* url;  ///< or the error, after '!'
};

class CaUrl : public testing::TestWithParam<Case> {};

TEST_P(CaUrl, IsNormalised) {
  const std::string expected = GetParam().url;
  if (!expected.starts_with('!')) {
    EXPECT_EQ(normalize_ca_url(GetParam().typed), expected);
    return;
  }
  try {
    const std::string url = normalize_ca_url(GetParam().typed);
    FAIL() << GetParam().typed << " became " << url;
  } catch (const Error& error) {
    EXPECT_EQ(error.text(), expected.substr(1));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, CaUrl,
    testing::Values(Case{"ca.example.com", "https://ca.example.com"},
                    Case{"ca.example.com:9000", "https://ca.example.com:9000"},
                    Case{"https://ca.example.com:9000/a/path?q=1#f", "https://ca.example.com:9000"},
                    Case{"HTTPS://ca.example.com", "https://ca.example.com"},
                    Case{"10.1.2.3:443", "https://10.1.2.3:443"}, Case{"::1", "https://[::1]"},
                    Case{"2001:db8::1", "https://[2001:db8::1]"}, Case{"[::1]", "https://[::1]"},
                    Case{"[::1]:9000", "https://[::1]:9000"},
                    Case{"https://[2001:db8::1]:9000/x", "https://[2001:db8::1]:9000"},
                    Case{"http://ca",
                         "!invalid value 'http://ca' for flag '--ca-url'; must have https scheme"},
                    Case{"ftp://ca", "!invalid value 'ftp://ca' for flag '--ca-url'; must have https scheme"},
                    Case{"https://", "!invalid value 'https://' for flag '--ca-url'; invalid URL"},
                    Case{"a b", "!invalid value 'https://a b' for flag '--ca-url'; invalid URL"},
                    Case{"ca:port", "!invalid value 'https://ca:port' for flag '--ca-url'; invalid URL"}));

TEST(TeamUrl, FillsTheTemplate) {
  EXPECT_EQ(team_authority_url("t1", "", ""), "https://api.smallstep.com/v1/teams/t1/authorities/ssh");
  EXPECT_EQ(team_authority_url("t1", "web", ""), "https://api.smallstep.com/v1/teams/t1/authorities/web");
  EXPECT_EQ(team_authority_url("t1", "", "https://x/<>/y/<>"), "https://x/t1/y/t1");
  EXPECT_EQ(team_authority_url("<>", "", "https://x/<>"), "https://x/<>");  // ends, though it yields itself
}

}  // namespace
}  // namespace newel::client
