#include "x509/profiles.h"

#include <gtest/gtest.h>

#include "x509/fixtures.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;

std::vector<std::string> extension_oids(const Certificate& certificate) {
  std::vector<std::string> out;
  for (const Extension& e : certificate.extensions()) out.push_back(e.oid);
  return out;
}

TEST(Profiles, RootAndIntermediate) {
  const auto root_key = new_key(), key = new_key();
  const Validity validity = validity_from(now + std::chrono::microseconds(999999), default_ca_validity);
  EXPECT_EQ(validity.not_before, now);
  const Certificate root = issue_self_signed(
      root_profile(organization_name("Acme", "Acme Root CA"), root_key->public_key(), validity), *root_key);
  EXPECT_EQ(extension_oids(root), (std::vector<std::string>{"2.5.29.15", "2.5.29.19", "2.5.29.14"}));
  EXPECT_EQ(root.key_usage(), unsigned{cert_sign | crl_sign});
  EXPECT_EQ(root.basic_constraints()->max_path_len, 1);
  EXPECT_EQ(root.not_after() - root.not_before(), std::chrono::hours(87600));
  EXPECT_EQ(root.subject().rdns[0][0].value, "Acme");
  EXPECT_EQ(root.subject().common_name(), "Acme Root CA");
  const Issuer issuer(root, root_key);
  const Certificate intermediate = issue(
      intermediate_profile(organization_name("Acme", "Acme Intermediate CA"), key->public_key(), validity),
      issuer);
  EXPECT_EQ(extension_oids(intermediate),
            (std::vector<std::string>{"2.5.29.15", "2.5.29.19", "2.5.29.14", "2.5.29.35"}));
  EXPECT_EQ(intermediate.basic_constraints()->max_path_len, 0);
  const Certificate unlimited = issue(
      intermediate_profile(Name::from_common_name("x"), key->public_key(), validity, std::nullopt), issuer);
  EXPECT_FALSE(unlimited.basic_constraints()->max_path_len);
}

TEST(Profiles, Leaf) {
  const Authority root = Authority::root(ca_template("Root"));
  const Validity validity = validity_from(now, default_leaf_validity);
  const auto names = to_alt_names(split_names({"a.example.com", "10.0.0.1", "a@b", "https://x/y", ""}));
  const Certificate ec =
      issue(leaf_profile(Name::from_common_name("a.example.com"), names, new_key()->public_key(), validity),
            root.issuer());
  EXPECT_EQ(extension_oids(ec),
            (std::vector<std::string>{"2.5.29.15", "2.5.29.37", "2.5.29.14", "2.5.29.35", "2.5.29.17"}));
  EXPECT_EQ(ec.key_usage(), unsigned{digital_signature});
  EXPECT_EQ(ec.extended_key_usage(), (std::vector<std::string>{"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"}));
  EXPECT_EQ(ec.names().dns, (std::vector<std::string>{"a.example.com"}));
  EXPECT_EQ(ec.names().emails, (std::vector<std::string>{"a@b"}));
  EXPECT_EQ(ec.names().uris, (std::vector<std::string>{"https://x/y"}));
  EXPECT_EQ(ec.names().ips.size(), 1u);
  const PrivateKey rsa = PrivateKey::generate_rsa(2048);
  const Certificate leaf =
      issue(leaf_profile(Name::from_common_name("x"), {}, rsa.public_key(), validity), root.issuer());
  EXPECT_EQ(leaf.key_usage(), unsigned{digital_signature | key_encipherment});
  EXPECT_FALSE(leaf.basic_constraints());
}

}  // namespace
}  // namespace newel::x509
