#include "lint/domains.h"

#include <gtest/gtest.h>

#include "lint/places.h"

namespace newel::lint {
namespace {

TEST(Domains, are_split_at_their_public_suffix) {
  const DomainParts parts = split_domain("A.b.Example.co.uk");
  EXPECT_EQ(parts.suffix, "co.uk");
  EXPECT_EQ(parts.registrable, "example");
  EXPECT_EQ(parts.below, "a.b");
  EXPECT_EQ(split_domain("www.ck").registrable, "www");    // exception
  EXPECT_EQ(split_domain("x.shop.ck").suffix, "shop.ck");  // wildcard
  EXPECT_TRUE(split_domain("shop.ck").is_suffix);
  EXPECT_TRUE(split_domain("com").is_suffix);
  EXPECT_TRUE(split_domain("localhost").is_suffix);
  EXPECT_EQ(split_domain("svc.internal").suffix, "internal");  // no rule: the last label
  EXPECT_TRUE(split_domain("").is_blank);
  EXPECT_TRUE(split_domain(".com").is_blank);
  EXPECT_FALSE(split_domain("example.com.").usable() && split_domain("example.com.").suffix == "com");
}

TEST(Domains, know_the_root_zone) {
  EXPECT_TRUE(is_top_level_domain("COM"));
  EXPECT_TRUE(is_top_level_domain("xn--p1ai"));
  EXPECT_FALSE(is_top_level_domain("internal"));
  EXPECT_FALSE(is_top_level_domain(""));
}

TEST(Punycode, decodes) {
  EXPECT_EQ(decode_punycode("mnchen-3ya"), "m\xc3\xbcnchen");
  EXPECT_EQ(decode_punycode("fsq"), "\xe4\xbe\x8b");
  EXPECT_EQ(decode_punycode("abc-"), "abc");
  EXPECT_EQ(decode_punycode(""), "");
  EXPECT_EQ(decode_punycode("-x"), std::nullopt);
  EXPECT_EQ(decode_punycode("99999999"), std::nullopt);
  EXPECT_EQ(decode_punycode("\xff"), std::nullopt);
}

TEST(Nfc, steps_over_what_is_no_utf8) {
  EXPECT_TRUE(is_nfc("m\xc3\xbcnchen"));
  EXPECT_FALSE(is_nfc("mu\xcc\x88nchen"));
  EXPECT_TRUE(is_nfc("\xff\xfe"));
  EXPECT_FALSE(is_nfc("\xffu\xcc\x88"));
}

TEST(Hosts, are_names_with_a_dot_or_addresses) {
  for (const char* good : {"example.com", "*.example.com", "?.?.example.com", "192.0.2.1", "[2001:db8::1]",
                           "::1", "example.com.", "a-b.example.com", "example.com:8080"}) {
    EXPECT_TRUE(is_host_name_or_ip(good)) << good;
  }
  for (const char* bad : {"", "com", "localhost", ".example.com", "exa mple.com", "-.com"}) {
    EXPECT_FALSE(is_host_name_or_ip(bad)) << bad;
  }
  EXPECT_EQ(host_of_authority("user@example.com:80"), "example.com");
  EXPECT_EQ(host_of_authority("example.com"), "example.com");
}

TEST(Places, know_reserved_addresses_and_countries) {
  for (const char* reserved :
       {"10.0.0.1", "127.0.0.1", "::1", "fe80::1", "192.0.2.7", "255.255.255.255", "::"})
    EXPECT_TRUE(is_reserved_address(*parse_ip(reserved))) << reserved;
  for (const char* free : {"8.8.8.8", "2606:4700::1111"})
    EXPECT_FALSE(is_reserved_address(*parse_ip(free))) << free;
  EXPECT_TRUE(is_country_code("de"));
  EXPECT_TRUE(is_country_code("XX"));
  EXPECT_FALSE(is_country_code("YY"));
  EXPECT_FALSE(is_country_code("DEU"));
}

}  // namespace
}  // namespace newel::lint
