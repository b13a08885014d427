// Key names, key URIs, and keys in files of every form the software key store reads.
#include "kms/kms.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "crypto/openssl_tool.h"
#include "jose/jwe.h"
#include "jose/jwk.h"
#include "kms/softkms.h"

namespace newel::kms {
namespace {

using test::run_openssl;
using test::ScratchFolder;

template <class Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const Error& e) {
    return e.text();
  }
  return "";
}

jose::Jwk jwk_of(const PrivateKey& key) { return {key, {}, {}, {}, {}, {}, {}, {}}; }

TEST(KeyUri, Attributes) {
  const auto uri =
      parse_key_uri("PKCS11:id=%73%31;object=my%20key;bare?pin-value=12%3D34&module-path=/lib/x.so");
  ASSERT_TRUE(uri) << uri.error().text;
  EXPECT_EQ(uri->scheme, "pkcs11");
  EXPECT_EQ(uri->get("id"), "s1");
  EXPECT_EQ(uri->get("object"), "my key");
  EXPECT_EQ(uri->get("bare"), "");
  EXPECT_EQ(uri->get("pin-value"), "12=34");
  EXPECT_EQ(uri->get("module-path"), "/lib/x.so");
  EXPECT_EQ(uri->get("token"), std::nullopt);
}

TEST(KeyUri, Failures) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "error parsing : scheme is missing"},
      {"/etc/key", "error parsing /etc/key: scheme is missing"},
      {":x", "error parsing :x: scheme is missing"},
      {"1a:x", "error parsing 1a:x: scheme is missing"},
      {"a b:x", "error parsing a b:x: scheme is missing"},
      {"softkms:path=%zz", "error parsing softkms:path=%zz: invalid URL escape"},
      {"softkms:a?b=%1", "error parsing softkms:a?b=%1: invalid URL escape"},
  };
  for (const auto& [text, expected] : cases) {
    const auto uri = parse_key_uri(text);
    ASSERT_FALSE(uri) << text;
    EXPECT_EQ(uri.error().text, expected);
  }
}

TEST(KeyUri, FileNamesAreNotUris) {
  for (const char* name : {"/etc/ca/key", "key.pem", "c:key", "./a:b", "foo:bar", ""})
    EXPECT_FALSE(is_key_uri(name)) << name;
  for (const char* name :
       {"softkms:key.pem", "PKCS11:id=1", "yubikey:slot-id=9c", "tpmkms:name=x", "awskms:key-id=1"}) {
    EXPECT_TRUE(is_key_uri(name)) << name;
  }
}

TEST(KeyUri, FileOfKeyName) {
  const std::pair<std::string, std::string> cases[] = {
      {"/p/key", "/p/key"},           {"-", "-"},
      {"softkms:/p/key", "/p/key"},   {"softkms:path=/p/key", "/p/key"},
      {"softkms:/p%20q", "/p q"},     {"softkms:path=/a%3Bb;x=1", "/a;b"},
      {"SoftKMS:rel/key", "rel/key"},
  };
  for (const auto& [name, file] : cases) EXPECT_EQ(file_of_key_name(name), file) << name;
  EXPECT_EQ(error_of([] { file_of_key_name("pkcs11:id=1"); }),
            "error parsing pkcs11:id=1: scheme not expected");
}

TEST(KeyManagers, Types) {
  struct Case {
    KmsOptions options;
    std::string check, open;
  };
  const Case cases[] = {
      {{"softkms", "", ""}, "", ""},
      {{"", "", ""}, "", ""},
      {{"SoftKMS", "", ""}, "", ""},
      {{"", "softkms:", ""}, "", ""},
      {{"pkcs11", "", ""}, "not supported yet: kms type 'pkcs11'", "not supported yet: kms type 'pkcs11'"},
      {{"", "pkcs11:module-path=/x", ""},
       "not supported yet: kms type 'pkcs11'",
       "not supported yet: kms type 'pkcs11'"},
      {{"sshagentkms", "", ""},
       "not supported yet: kms type 'sshagentkms'",
       "not supported yet: kms type 'sshagentkms'"},
      {{"capi", "", ""}, "", "unsupported kms type 'capi'"},
      {{"wat", "", ""}, "unsupported kms type wat", "unsupported kms type wat"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(error_of([&] { check_type(c.options); }), c.check) << c.options.type << c.options.uri;
    EXPECT_EQ(error_of([&] { open_key_manager(c.options); }), c.open) << c.options.type << c.options.uri;
  }
}

class SoftKmsTest : public ::testing::Test {
 protected:
  PasswordSource counting(const std::string& password) {
    return [this, password](const std::string&) {
      ++asked_;
      return Secret(password);
    };
  }
  ScratchFolder folder_;
  SoftKms kms_;
  int asked_ = 0;
};

TEST_F(SoftKmsTest, EveryFormOfOneKey) {
  const std::string plain = folder_.path("key.pem");
  ASSERT_EQ(run_openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out " + plain).status, 0);
  ASSERT_EQ(run_openssl("pkcs8 -topk8 -in " + plain + " -passout pass:secret -out " + folder_.path("enc.pem"))
                .status,
            0);
  ASSERT_EQ(
      run_openssl("ec -in " + plain + " -aes256 -passout pass:secret -out " + folder_.path("dek.pem")).status,
      0);
  ASSERT_EQ(run_openssl("ec -in " + plain + " -outform DER -out " + folder_.path("key.der")).status, 0);
  const auto key = kms_.load_signer(plain, counting("x"));
  EXPECT_EQ(asked_, 0);
  const std::string json = json::write(jwk_of(dynamic_cast<const PrivateKey&>(*key)).to_json());
  folder_.write("key.jwk", json);
  folder_.write("key.jwe", jose::encrypt_with_password(as_bytes(json), Secret("secret"), "jwk+json", 1000));

  for (const char* name : {"key.der", "key.jwk"}) {
    EXPECT_EQ(kms_.load_signer(folder_.path(name), counting("secret"))->public_key(), key->public_key())
        << name;
  }
  EXPECT_EQ(asked_, 0);
  for (const char* name : {"enc.pem", "dek.pem", "key.jwe"}) {
    EXPECT_EQ(kms_.load_signer("softkms:path=" + folder_.path(name), counting("secret"))->public_key(),
              key->public_key())
        << name;
  }
  EXPECT_EQ(asked_, 3);
  EXPECT_EQ(kms_.load_public_key(plain), key->public_key());
  EXPECT_EQ(kms_.load_public_key(folder_.path("key.jwk")), key->public_key());
}

TEST_F(SoftKmsTest, Failures) {
  const std::string file = folder_.path("enc.pem");
  ASSERT_EQ(
      run_openssl(
          "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc -pass pass:secret -out " +
          file)
          .status,
      0);
  EXPECT_EQ(error_of([&] { kms_.load_signer(file, counting("wrong")); }),
            "error decrypting " + file + ": x509: decryption password incorrect");
  EXPECT_EQ(asked_, 1) << "a wrong password is not asked for twice";
  EXPECT_NE(error_of([&] {
              kms_.load_signer(folder_.path("none"), counting("x"));
            }).find("no such file or directory"),
            std::string::npos);
  const std::string jwk = folder_.write(
      "pub.jwk", json::write(jwk_of(PrivateKey::generate_ec(Curve::p256)).to_public().to_json()));
  EXPECT_EQ(error_of([&] { kms_.load_signer(jwk, counting("x")); }),
            "error parsing " + jwk + ": it is not a private key");
}

}  // namespace
}  // namespace newel::kms
