#include "provisioner/audiences.h"

#include <gtest/gtest.h>

namespace newel::provisioner {
namespace {

using Texts = std::vector<std::string>;

TEST(Audiences, OfDnsNames) {
  const auto all = Audiences::for_dns_names({"ca.test", "::1"});
  EXPECT_EQ(all.sign,
            (Texts{"step-certificate-authority", "https://ca.test/1.0/sign", "https://ca.test/sign",
                   "https://ca.test/1.0/ssh/sign", "https://ca.test/ssh/sign", "https://[::1]/1.0/sign",
                   "https://[::1]/sign", "https://[::1]/1.0/ssh/sign", "https://[::1]/ssh/sign"}));
  EXPECT_EQ(all.renew, (Texts{"https://ca.test/1.0/renew", "https://ca.test/renew", "https://[::1]/1.0/renew",
                              "https://[::1]/renew"}));
  EXPECT_EQ(Audiences::for_dns_names({"h"}).revoke,
            (Texts{"step-certificate-authority", "https://h/1.0/revoke", "https://h/revoke"}));
  EXPECT_EQ(Audiences::for_dns_names({"h"}).ssh_sign,
            (Texts{"https://h/1.0/ssh/sign", "https://h/ssh/sign", "https://h/1.0/sign", "https://h/sign"}));
  EXPECT_EQ(Audiences::for_dns_names({"h"}).ssh_rekey,
            (Texts{"https://h/1.0/ssh/rekey", "https://h/ssh/rekey"}));
  EXPECT_EQ(
      Audiences::for_dns_names({"h"}).with_fragment("x5c/n").revoke,
      (Texts{"/step-certificate-authority#x5c/n", "https://h/1.0/revoke#x5c/n", "https://h/revoke#x5c/n"}));
}

TEST(Audiences, Matching) {
  const Texts allowed = Audiences::for_dns_names({"ca.test", "::1"}).sign;
  const std::pair<const char*, bool> cases[] = {
      {"https://ca.test/1.0/sign", true},
      {"https://ca.test:9000/1.0/sign", true},
      {"HTTPS://ca.test/1.0/sign", true},
      {"https://ca.test/1.0/sign#", true},
      {"https://[::1]:443/sign", true},
      {"https://[::1]/sign", true},
      {"step-certificate-authority", true},
      {"https://CA.test/1.0/sign", false},
      {"https://ca.test/1.0/sign/", false},
      {"http://ca.test/1.0/sign", false},
      {"https://ca.test/1.0/revoke", false},
      {"https://ca.test/1.0/sign?x", false},
      {"https://ca.test/1.0/sign#x5c/n", false},
      {"https://evil@ca.test/1.0/sign", false},
      {"ca.test", false},
      {"", false},
      {"::", false},
  };
  for (const auto& [audience, expected] : cases)
    EXPECT_EQ(matches_audience({audience}, allowed), expected) << audience;
  EXPECT_TRUE(matches_audience({"x", "https://ca.test/sign"}, allowed));
  EXPECT_FALSE(matches_audience({}, allowed));
  EXPECT_FALSE(matches_audience({"https://ca.test/sign"}, {}));
}

}  // namespace
}  // namespace newel::provisioner
