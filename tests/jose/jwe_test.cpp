#include "jose/jwe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "data_files.h"
#include "jose/content_encryption.h"

namespace newel::jose {
namespace {

constexpr int few = 1000;
const Secret password("mypassword");
constexpr const char* wrong = "failed to decrypt JWE: invalid password";

std::string rfc(const std::string& name) { return test::data_file("jose/rfc/rfc" + name); }

std::string text_of(const Expected<SecretBytes>& clear) {
  return clear ? to_text(ByteView(*clear)) : clear.error().text;
}

// RFC 7520 section 5.3: PBES2-HS512+A256KW and A128CBC-HS256, in all three serializations.
TEST(JweRfc, PasswordExample) {
  const Secret rfc_password(
      "entrap_o\xe2\x80\x93peter_long\xe2\x80\x93"
      "credit_tun");
  for (const char* form : {"7520_5.3.jwec", "7520_5.3.jwef", "7520_5.3.jweg"}) {
    EXPECT_EQ(text_of(decrypt_with_password(rfc(form), rfc_password)), rfc("7520_5.3.pt")) << form;
    EXPECT_EQ(text_of(decrypt_with_password(rfc(form), Secret("entrap"))), wrong) << form;
    EXPECT_TRUE(looks_like_jwe(rfc(form)));
  }
}

TEST(Jwe, FourDotsDoNotMakeOne) {
  EXPECT_TRUE(looks_like_jwe(" eyJh.Yg.Yw.ZA.ZQ\n"));
  EXPECT_FALSE(looks_like_jwe("eyJh.Yg.Yw.ZA"));
  EXPECT_FALSE(looks_like_jwe(std::string_view("0\x82\x00.....ab.", 9)));
  EXPECT_FALSE(looks_like_jwe("0\x82.a.b.c.d"));
  EXPECT_FALSE(looks_like_jwe("-----BEGIN X----- a.b.c.d.e"));
}

// RFC 7516 appendix A.3: the password's octets as a key that wraps the key.
TEST(JweRfc, KeyWrapExample) {
  const auto key = base64_decode("GawgguFyGrWKav7AX4VKUg", Base64::url_raw);
  EXPECT_EQ(
      text_of(decrypt_with_password(
          "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0."
          "6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1o"
          "OQ.AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ",
          Secret(as_text(*key)))),
      "Live long and prosper.");
}

TEST(Jwe, ReadsTheReferencesKeyFile) {
  const auto clear = decrypt_with_password(test::data_file("jose/reference_private.json"), password);
  ASSERT_TRUE(clear) << clear.error().text;
  const auto key = Jwk::parse(as_text(*clear));
  ASSERT_TRUE(key);
  EXPECT_EQ(json::write_indented(key->to_public().to_json(), "  "),
            test::data_file("jose/reference_public.json"));
  EXPECT_EQ(json::write(key->to_json()), as_text(*clear));
}

TEST(Jwe, WritesThePromisedHeader) {
  const std::string text = encrypt_with_password(as_bytes("secret"), password);
  EXPECT_EQ(split(text, '.').size(), 5u);
  const auto header = base64_decode(split(text, '.')[0], Base64::url_raw);
  EXPECT_THAT(
      to_text(*header),
      testing::MatchesRegex(R"(\{"alg":"PBES2-HS256\+A128KW","cty":"jwk\+json","enc":"A256GCM","p2c":600000,)"
                            R"("p2s":"[A-Za-z0-9_-]{22}"\})"));
  EXPECT_EQ(text_of(decrypt_with_password(text, password)), "secret");
  const auto flat = flattened_jwe(text);
  ASSERT_TRUE(flat);
  std::string names;
  for (const auto& member : *flat) names += std::string(member.key()) + " ";
  EXPECT_EQ(names, "protected encrypted_key iv ciphertext tag ");
  EXPECT_EQ(text_of(decrypt_with_password(json::write_indented(*flat, "  "), password)), "secret");
  EXPECT_THROW(encrypt_with_password(as_bytes("x"), Secret()), Error);
}

TEST(Jwe, EveryChangedPartIsRefused) {
  const std::string text = encrypt_with_password(as_bytes("secret"), password, "", few);
  EXPECT_EQ(text_of(decrypt_with_password(text, password)), "secret");
  EXPECT_EQ(text_of(decrypt_with_password(text, Secret("other"))), wrong);
  EXPECT_EQ(text_of(decrypt_with_password(text, Secret())), wrong);
  auto parts = split(text, '.');
  for (std::size_t i = 1; i < parts.size(); ++i) {
    auto changed = parts;
    changed[i][0] = changed[i][0] == 'A' ? 'B' : 'A';
    EXPECT_EQ(text_of(decrypt_with_password(join(changed, "."), password)), wrong) << i;
    changed[i].clear();
    EXPECT_EQ(text_of(decrypt_with_password(join(changed, "."), password)), wrong) << i;
  }
}

TEST(Jwe, RefusalsBeforeAnyWork) {
  const std::string p2s = R"("p2s":"AAAAAAAAAAA")";
  const auto with = [](const std::string& header) {
    return base64url(as_bytes(header)) + ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAA.AAAA.AAAA";
  };
  const std::string head = R"({"alg":"PBES2-HS256+A128KW","enc":"A256GCM",)";
  const struct {
    std::string text, expected;
  } cases[] = {
      {"", "compact JWE format must have five parts"},
      {"a.b.c.d", "compact JWE format must have five parts"},
      {with("{}"), "message is missing alg/enc headers"},
      {with(R"({"alg":"dir"})"), "message is missing alg/enc headers"},
      {with(R"({"alg":"dir","enc":"A1"})"), "unknown content encryption of a JWE"},
      {with(R"({"alg":"dir","enc":"A256GCM","crit":["x"]})"), "unsupported crit header"},
      {with(R"({"alg":"dir","enc":"A256GCM","zip":"GZIP"})"), "unsupported compression of a JWE"},
      {with(R"({"alg":"RSA1_5","enc":"A256GCM"})"), wrong},
      {with(head + R"("p2c":1000001,)" + p2s + "}"), wrong},  // at once, not after a million rounds
      {with(head + R"("p2c":0,)" + p2s + "}"), wrong},
      {with(head + R"("p2c":-1,)" + p2s + "}"), wrong},
      {with(head + R"("p2c":1e3,)" + p2s + "}"), wrong},
      {with(head + R"("p2c":10,"p2s":"AAAA"})"), wrong},
      {with(head + R"("p2c":10})"), wrong},
      {with(head + p2s + "}"), wrong},
      {R"({"recipients":[],"ciphertext":""})", "JWE must have exactly one recipient"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(text_of(decrypt_with_password(c.text, password)), c.expected) << c.text;
}

TEST(ContentEncryption, EveryCipherSealsAndOpens) {
  for (const char* name :
       {"A128GCM", "A192GCM", "A256GCM", "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"}) {
    const ContentEncryption* how = content_encryption(name);
    ASSERT_NE(how, nullptr) << name;
    const Bytes key = system_random().bytes(how->key_size);
    for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 1000u}) {
      const Bytes plain = system_random().bytes(size);
      const Sealed sealed = seal(*how, key, plain, as_bytes("aad"));
      const auto clear = open(*how, key, sealed, as_bytes("aad"));
      ASSERT_TRUE(clear) << name;
      EXPECT_TRUE(equal(*clear, plain));
      EXPECT_FALSE(open(*how, key, sealed, as_bytes("other")));
      Sealed shorter = sealed;
      shorter.tag.pop_back();
      EXPECT_FALSE(open(*how, key, shorter, as_bytes("aad")));
    }
  }
}

// RFC 7518 appendix B.1.
TEST(ContentEncryption, RfcExampleOfTheCbcFamily) {
  const auto hex = [](const char* text) { return *hex_decode(text); };
  const Sealed sealed{hex("1af38c2dc2b96ffdd86694092341bc04"),
                      hex("c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9a94ac9b47ad2655c5f"
                          "10f9aef71427e2fc6f9b3f399"
                          "a221489f16362c703233609d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9c"
                          "f1b384c486f3a54c51078158ee"
                          "5d79de59fbd34d848b3d69550a67646344427ade54b8851ffb598f7f80074b9473c82e2db"),
                      hex("652c3fa36b0a7c5b3219fab3a30bc1c4")};
  const Bytes key = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  EXPECT_EQ(text_of(open(*content_encryption("A128CBC-HS256"), key, sealed,
                         as_bytes("The second principle of Auguste Kerckhoffs"))),
            "A cipher system must not be required to be secret, and it must be able to fall into the hands "
            "of the enemy "
            "without inconvenience");
}

// RFC 3394 section 4.1 and 4.6.
TEST(KeyWrap, KnownAnswers) {
  const auto hex = [](const char* text) { return *hex_decode(text); };
  const struct {
    const char *key, *plain, *wrapped;
  } cases[] = {
      {"000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff",
       "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"},
      {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
       "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
       "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(wrap_key(hex(c.key), hex(c.plain)), hex(c.wrapped));
    EXPECT_TRUE(equal(*unwrap_key(hex(c.key), hex(c.wrapped)), hex(c.plain)));
    Bytes changed = hex(c.wrapped);
    changed[3] ^= 1;
    EXPECT_FALSE(unwrap_key(hex(c.key), changed));
    EXPECT_FALSE(unwrap_key(hex("00"), hex(c.wrapped)));
    EXPECT_FALSE(unwrap_key(hex(c.key), {}));
  }
}

}  // namespace
}  // namespace newel::jose
