#include "crypto/pkcs12.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "crypto/key_files.h"
#include "crypto/openssl_tool.h"

namespace newel {
namespace {

using test::run_openssl;
using test::ScratchFolder;

/// A key and its certificate made by openssl, and a CA beside it.
struct Pair {
  ScratchFolder folder;
  PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  Bytes certificate, authority;

  Pair() {
    folder.write("key.pem", write_private_key(key));
    folder.write("ca.pem", write_private_key(PrivateKey::generate_ec(Curve::p256)));
    certificate = self_signed("key.pem", "leaf");
    authority = self_signed("ca.pem", "ca");
  }

  Bytes self_signed(const std::string& key_file, const std::string& name) const {
    const std::string out = folder.path(name + ".crt");
    const auto made = run_openssl("req -x509 -new -key " + folder.path(key_file) + " -subj /CN=" + name +
                                  " -days 2 -out " + out);
    EXPECT_EQ(made.status, 0) << made.output;
    return pem_decode_all(folder.read(name + ".crt")).at(0).der;
  }

  /// What `openssl pkcs12 -export <arguments>` makes of the pair.
  Bytes exported(const std::string& arguments) const {
    const auto made = run_openssl("pkcs12 -export -inkey " + folder.path("key.pem") + " -in " +
                                  folder.path("leaf.crt") + " -certfile " + folder.path("ca.crt") + " -out " +
                                  folder.path("out.p12") + " " + arguments);
    EXPECT_EQ(made.status, 0) << made.output;
    const std::string content = folder.read("out.p12");
    return to_bytes(as_bytes(content));
  }
};

Pair& pair() {
  static Pair one;
  return one;
}

std::string failure_of(ByteView der, const std::string& password) {
  const auto read = read_pkcs12(der, Secret(password));
  return read ? "" : read.error().text;
}

TEST(Pkcs12, ReadsWhatOpensslWrites) {
  for (const char* how : {"-passout pass:secret", "-passout pass:secret -legacy",
                          "-passout pass:secret -iter 5000 -macalg SHA512", "-passout pass:secret -nomac",
                          "-passout pass:secret -keypbe AES-128-CBC -certpbe NONE",
                          "-passout pass:secret -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg SHA1"}) {
    const auto read = read_pkcs12(pair().exported(how), Secret("secret"));
    ASSERT_TRUE(read) << how << ": " << read.error().text;
    ASSERT_EQ(read->keys.size(), 1u) << how;
    EXPECT_TRUE(read->keys[0].public_key() == pair().key.public_key()) << how;
    ASSERT_EQ(read->certificates.size(), 2u) << how;
    EXPECT_EQ(read->certificates[0], pair().certificate) << how;
    EXPECT_EQ(read->certificates[1], pair().authority) << how;
  }
}

TEST(Pkcs12, AnEmptyPasswordIsOne) {
  EXPECT_EQ(failure_of(pair().exported("-passout pass:"), ""), "");
  EXPECT_EQ(failure_of(pair().exported("-passout pass: -legacy"), ""), "");
  EXPECT_EQ(failure_of(pair().exported("-passout pass:"), "x"), wrong_pkcs12_password);
}

TEST(Pkcs12, RefusesWhatIsWrong) {
  const Bytes good = pair().exported("-passout pass:secret");
  EXPECT_EQ(failure_of(good, "wrong"), wrong_pkcs12_password);
  EXPECT_EQ(failure_of(good, ""), wrong_pkcs12_password);
  Bytes changed = good;
  changed[changed.size() / 2] ^= 1;
  EXPECT_NE(failure_of(changed, "secret"), "");
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_NE(failure_of(longer, "secret"), "");
  for (std::size_t size = 0; size < good.size(); size += 7)
    EXPECT_NE(failure_of(ByteView(good).first(size), "secret"), "") << size;
  const auto costly =
      read_pkcs12(pair().exported("-passout pass:secret -iter 100000"), Secret("secret"), 150'000);
  ASSERT_FALSE(costly);
  EXPECT_EQ(costly.error().text, "pkcs12: asks for too many rounds of key derivation");
}

TEST(Pkcs12, TellsItsFilesFromOthers) {
  EXPECT_TRUE(looks_like_pkcs12(pair().exported("-passout pass:secret")));
  EXPECT_FALSE(looks_like_pkcs12(pair().certificate));
  EXPECT_FALSE(looks_like_pkcs12(pair().key.to_pkcs8()));
  EXPECT_FALSE(looks_like_pkcs12({}));
}

TEST(Pkcs12, OpensslReadsWhatWeWrite) {
  for (const Pkcs12Style style : {Pkcs12Style::modern, Pkcs12Style::legacy}) {
    const std::string legacy = style == Pkcs12Style::legacy ? " -legacy" : "";
    const Bytes file =
        write_pkcs12_identity(pair().key, {pair().certificate, pair().authority}, Secret("p\u00e4ss"), style);
    pair().folder.write("ours.p12", as_text(file));
    pair().folder.write("password", "p\u00e4ss");
    const auto shown = run_openssl("pkcs12 -in " + pair().folder.path("ours.p12") +
                                   " -passin file:" + pair().folder.path("password") + " -nodes" + legacy);
    ASSERT_EQ(shown.status, 0) << shown.output;
    const auto blocks = pem_decode_all(shown.output);
    ASSERT_EQ(blocks.size(), 3u) << shown.output;
    EXPECT_EQ(blocks[0].der, pair().certificate);
    EXPECT_EQ(blocks[1].der, pair().authority);
    const auto back = read_pkcs12(file, Secret("p\u00e4ss"));
    ASSERT_TRUE(back) << back.error().text;
    EXPECT_TRUE(back->keys.at(0).public_key() == pair().key.public_key());
    EXPECT_EQ(back->certificates, (std::vector<Bytes>{pair().certificate, pair().authority}));
  }
}

TEST(Pkcs12, TrustStoresHaveNoKey) {
  const Bytes file =
      write_pkcs12_trust_store({{pair().authority, "CN=ca - 00"}}, Secret("secret"), Pkcs12Style::modern);
  const auto back = read_pkcs12(file, Secret("secret"));
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_TRUE(back->keys.empty());
  EXPECT_EQ(back->certificates, std::vector<Bytes>{pair().authority});
}

TEST(Pkcs12, OldCiphersStayInTheirOwnLibrary) {
  (void)read_pkcs12(pair().exported("-passout pass:secret -legacy"), Secret("secret"));
  EXPECT_EQ(EVP_CIPHER_fetch(nullptr, "RC2-40-CBC", nullptr), nullptr);
}

}  // namespace
}  // namespace newel
