#include "crypto/key_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/cosign_key.h"
#include "crypto/openssl_tool.h"
#include "crypto/pem_encryption.h"

namespace newel {
namespace {

using test::run_openssl;
using test::ScratchFolder;
using testing::HasSubstr;
using testing::StartsWith;

const Secret password("mypassword");

std::string error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.text();
  }
  return "no error";
}

struct KeyKind {
  const char* name;
  const char* generate;  // arguments of openssl genpkey
  const char* describe;
};

class KeyFiles : public testing::TestWithParam<KeyKind> {
 protected:
  void SetUp() override {
    const auto made =
        run_openssl(std::string("genpkey ") + GetParam().generate + " -out " + folder.path("key.pem"));
    ASSERT_EQ(made.status, 0) << made.output;
    ASSERT_EQ(
        run_openssl("pkey -in " + folder.path("key.pem") + " -pubout -out " + folder.path("pub.pem")).status,
        0);
    public_pem = folder.read("pub.pem");
  }
  // The public key openssl sees in a private key text.
  std::string openssl_public(const std::string& pem, const char* pass = "") {
    const auto seen =
        run_openssl("pkey -in " + folder.write("judged.pem", pem) + " -pubout -passin pass:" + pass);
    return seen.output;
  }
  // Ed25519 came after PKCS#8 had replaced the forms of each algorithm.
  static bool has_old_form() { return std::string_view(GetParam().name) != "ed25519"; }

  ScratchFolder folder;
  std::string public_pem;
};

TEST_P(KeyFiles, ReadsWhatOpensslWrites) {
  const PrivateKey key = load_private_key(folder.path("key.pem"), {});
  EXPECT_EQ(key.public_key().describe(), GetParam().describe);
  EXPECT_EQ(write_public_key(key.public_key()), public_pem);
  EXPECT_EQ(read_public_key(public_pem, "pub.pem"), key.public_key());

  for (const char* form : {"-outform DER", "-traditional -outform DER", "-traditional"}) {
    if (!has_old_form() && std::string_view(form) != "-outform DER") continue;
    ASSERT_EQ(run_openssl(std::string("pkey ") + form + " -in " + folder.path("key.pem") + " -out " +
                          folder.path("f"))
                  .status,
              0);
    EXPECT_EQ(load_private_key(folder.path("f"), {}).public_key(), key.public_key()) << form;
  }
}

TEST_P(KeyFiles, OpensslReadsWhatWeWrite) {
  const PrivateKey key = load_private_key(folder.path("key.pem"), {});
  for (const bool pkcs8 : {false, true}) {
    EXPECT_EQ(openssl_public(write_private_key(key, pkcs8)), public_pem);
    const std::string encrypted = write_encrypted_private_key(key, password, pkcs8);
    EXPECT_EQ(openssl_public(encrypted, "mypassword"), public_pem);
    EXPECT_EQ(read_private_key(encrypted, "k", fixed_password(password)).public_key(), key.public_key());
    EXPECT_EQ(write_encrypted_private_key(key, Secret(), pkcs8), write_private_key(key, pkcs8));
  }
}

TEST_P(KeyFiles, WritesTheSameOctetsAsOpenssl) {
  const PrivateKey key = load_private_key(folder.path("key.pem"), {});
  EXPECT_EQ(write_private_key(key, true), folder.read("key.pem"));
  const std::string form = has_old_form() ? "pkey -traditional -in " : "pkey -in ";
  ASSERT_EQ(run_openssl(form + folder.path("key.pem") + " -out " + folder.path("old.pem")).status, 0);
  EXPECT_EQ(write_private_key(key), folder.read("old.pem"));
}

TEST_P(KeyFiles, ReadsEveryPbes2Cipher) {
  const PublicKey expected = read_public_key(public_pem, "pub");
  for (const char* cipher : {"aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "des3"}) {
    for (const char* prf :
         {"hmacWithSHA1", "hmacWithSHA224", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512"}) {
      const auto made =
          run_openssl(std::string("pkcs8 -topk8 -iter 1000 -v2 ") + cipher + " -v2prf " + prf + " -in " +
                      folder.path("key.pem") + " -passout pass:mypassword -out " + folder.path("e"));
      ASSERT_EQ(made.status, 0) << made.output;
      EXPECT_EQ(load_private_key(folder.path("e"), fixed_password(password)).public_key(), expected)
          << cipher << " " << prf;
    }
  }
}

TEST_P(KeyFiles, ReadsEveryLegacyCipher) {
  if (!has_old_form()) return;
  const PublicKey expected = read_public_key(public_pem, "pub");
  for (const char* cipher :
       {"aes128", "aes192", "aes256", "des3", "des -provider legacy -provider default"}) {
    const std::string tool =
        std::string_view(GetParam().name).starts_with("rsa") ? "rsa -traditional -" : "ec -";
    const auto made = run_openssl(tool + cipher + " -in " + folder.path("key.pem") +
                                  " -passout pass:mypassword -out " + folder.path("e"));
    ASSERT_EQ(made.status, 0) << made.output;
    EXPECT_THAT(folder.read("e"), HasSubstr("DEK-Info: ")) << cipher;
    EXPECT_EQ(load_private_key(folder.path("e"), fixed_password(password)).public_key(), expected) << cipher;
  }
}

// A wrong password is seen in the padding, which is right by chance once in 256; it is a wrong password then,
// too.
TEST_P(KeyFiles, AWrongPasswordIsSaidSo) {
  const PrivateKey key = load_private_key(folder.path("key.pem"), {});
  const std::string legacy = pem_encode(encrypt_pem_legacy("EC PRIVATE KEY", key.to_pkcs8(), password));
  for (int i = 0; i < 1500; ++i) {
    const Secret wrong("wrong" + std::to_string(i));
    EXPECT_EQ(error_of([&] { read_private_key(legacy, "k.pem", fixed_password(wrong)); }),
              "error decrypting k.pem: x509: decryption password incorrect");
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, KeyFiles,
    testing::Values(KeyKind{"rsa2048", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "RSA 2048"},
                    KeyKind{"p224", "-algorithm EC -pkeyopt ec_paramgen_curve:P-224", "ECDSA P-224"},
                    KeyKind{"p256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256", "ECDSA P-256"},
                    KeyKind{"p384", "-algorithm EC -pkeyopt ec_paramgen_curve:P-384", "ECDSA P-384"},
                    KeyKind{"p521", "-algorithm EC -pkeyopt ec_paramgen_curve:P-521", "ECDSA P-521"},
                    KeyKind{"ed25519", "-algorithm ED25519", "Ed25519"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(KeyFilesForm, EncryptedFormsAreThePromisedOnes) {
  const PrivateKey ec = PrivateKey::generate_ec(Curve::p256);
  const std::string legacy = write_encrypted_private_key(ec, password);
  EXPECT_THAT(legacy,
              testing::MatchesRegex(
                  "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                  "DEK-Info: AES-256-CBC,[0-9a-f]{32}\n\n[A-Za-z0-9+/=\n]*-----END EC PRIVATE KEY-----\n"));

  ScratchFolder folder;
  const auto path =
      folder.write("e.pem", write_encrypted_private_key(PrivateKey::generate_ed25519(), password));
  const std::string dump = run_openssl("asn1parse -in " + path).output;
  for (const char* part : {"PBES2", "PBKDF2", ":0927C0", "hmacWithSHA256", "aes-256-cbc"}) {
    EXPECT_THAT(dump, HasSubstr(part));
  }
}

// Puts `field` into the DER at `position` and lengthens the SEQUENCEs around it.
Bytes insert_into_sequences(Bytes der, std::size_t position, ByteView field) {
  for (std::size_t i = 0; i < position;) {
    const std::size_t header = der[i + 1] == 0x82 ? 4 : der[i + 1] == 0x81 ? 3 : 2;
    const std::size_t size = header == 4 ? der[i + 2] << 8 | der[i + 3] : der[i + header - 1];
    const bool encloses = der[i] == 0x30 && i + header + size > position;
    if (encloses) der[i + header - 1] = static_cast<Byte>(der[i + header - 1] + field.size());
    i += encloses ? header : header + size;
  }
  der.insert(der.begin() + static_cast<std::ptrdiff_t>(position), field.begin(), field.end());
  return der;
}

TEST(KeyFilesForm, KeyLengthFieldOfPbkdf2IsHonoured) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const Bytes der = encrypt_pkcs8(key.to_pkcs8(), password, 1000);
  EXPECT_EQ(encrypted_pkcs8_rounds(der), 1000);
  const Bytes rounds{0x02, 0x02, 0x03, 0xe8};
  const auto at = std::search(der.begin(), der.end(), rounds.begin(), rounds.end());
  ASSERT_NE(at, der.end());
  const auto behind = static_cast<std::size_t>(at - der.begin()) + rounds.size();
  const auto with_length = [&](Byte length) {
    return pem_encode("ENCRYPTED PRIVATE KEY", insert_into_sequences(der, behind, Bytes{0x02, 0x01, length}));
  };
  EXPECT_EQ(read_private_key(with_length(32), "k", fixed_password(password)).public_key(), key.public_key());
  EXPECT_EQ(error_of([&] { read_private_key(with_length(16), "k", fixed_password(password)); }),
            "error decrypting k: malformed encrypted PEM: the key length does not fit the cipher");
}

TEST(KeyFilesErrors, TextsOfTheReference) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const std::string pem = write_private_key(key);
  const auto der = to_text(ByteView(key.to_sec1()));
  const std::string body = pem.substr(pem.find('\n'), pem.find("-----END") - pem.find('\n'));
  const auto legacy = [&](const std::string& dek) {
    return "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n" + dek + "\n" + body.substr(1) +
           "-----END EC PRIVATE KEY-----\n";
  };
  const struct {
    std::string content, expected;
  } cases[] = {
      {"", "error decoding f: not a valid PEM encoded block"},
      {"hello", "error decoding f: not a valid PEM encoded block"},
      {pem.substr(0, 40), "error decoding f: not a valid PEM encoded block"},
      {pem + pem, "error decoding f: contains more than one PEM encoded block"},
      {pem + "rest", "error decoding f: contains more than one PEM encoded block"},
      {pem_encode("RSA PUBLIC KEY", as_bytes(der)),
       "error decoding f: contains an unexpected header 'RSA PUBLIC KEY'"},
      {pem_encode("X509 CRL", as_bytes(der)), "error decoding f: contains an unexpected header 'X509 CRL'"},
      {pem_encode("EC PARAMETERS", as_bytes(der)) + pem,
       "error decoding f: contains more than one PEM encoded block"},
      {pem_encode("EC PRIVATE KEY", as_bytes("junk")),
       "error parsing f: x509: failed to parse EC private key"},
      {pem_encode("NEBULA X25519 PRIVATE KEY", as_bytes("junk")), "error parsing f: key is not 32 bytes"},
      {write_public_key(key.public_key()),
       "file f does not contain a valid private key: it holds a public key"},
      {pem_encode("ENCRYPTED PRIVATE KEY", as_bytes("junk")), "error decrypting f: malformed encrypted PEM"},
      {legacy("X: y\n"), "error decrypting f: x509: no DEK-Info header in block"},
      {legacy("DEK-Info: AES-256-CBC\n"), "error decrypting f: x509: malformed DEK-Info header"},
      {legacy("DEK-Info: RC4,00\n"), "error decrypting f: x509: unknown encryption mode"},
      {legacy("DEK-Info: AES-256-CBC,0011\n"), "error decrypting f: x509: incorrect IV size"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(error_of([&] { read_private_key(c.content, "f", fixed_password(password)); }), c.expected);
  }
  EXPECT_EQ(error_of([&] { read_private_key(write_encrypted_private_key(key, password), "f", {}); }),
            "error decoding f: key is password protected");
  EXPECT_EQ(error_of([] { load_private_key("/no/such/key", {}); }),
            "error reading \"/no/such/key\": no such file or directory");
  EXPECT_NO_THROW(read_key(pem + pem, "f", {}, Blocks::first));
  EXPECT_NO_THROW(read_private_key("text before\n" + pem + "\n \t\n", "f", {}));
}

TEST(KeyFilesForm, OldSchemesAndScryptAreRead) {
  ScratchFolder folder;
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  folder.write("k", write_private_key(key, true));
  for (const char* how :
       {"-v1 PBE-SHA1-3DES", "-v1 PBE-SHA1-2DES", "-v1 PBE-MD5-DES -provider legacy -provider default",
        "-v1 PBE-SHA1-DES -provider legacy -provider default", "-scrypt",
        "-scrypt -scrypt_N 1024 -v2 aes128"}) {
    for (const char* form : {"PEM", "DER"}) {
      const auto made =
          run_openssl(std::string("pkcs8 -topk8 ") + how + " -in " + folder.path("k") +
                      " -passout pass:mypassword -outform " + form + " -out " + folder.path("e"));
      ASSERT_EQ(made.status, 0) << made.output;
      EXPECT_EQ(read_private_key(folder.read("e"), "f", fixed_password(password)).public_key(),
                key.public_key())
          << how << " " << form;
      EXPECT_THAT(error_of([&] { read_private_key(folder.read("e"), "f", fixed_password(Secret("x"))); }),
                  testing::AnyOf(StartsWith("error decrypting f: x509: decryption password incorrect"),
                                 StartsWith("error parsing f: ")))
          << how << " " << form;
    }
  }
}

TEST(KeyFilesErrors, SchemesNobodyShouldUseAreNamed) {
  ScratchFolder folder;
  folder.write("k", write_private_key(PrivateKey::generate_ec(Curve::p256), true));
  ASSERT_EQ(run_openssl("pkcs8 -topk8 -v1 PBE-SHA1-RC2-40 -provider legacy -provider default -in " +
                        folder.path("k") + " -passout pass:mypassword -out " + folder.path("v1"))
                .status,
            0);
  EXPECT_EQ(error_of([&] { read_private_key(folder.read("v1"), "f", fixed_password(password)); }),
            "error decrypting f: unsupported encrypted PEM: only PBES2 is supported");
  ASSERT_EQ(run_openssl("pkcs8 -topk8 -v2 aria-128-cbc -iter 1000 -in " + folder.path("k") +
                        " -passout pass:mypassword -out " + folder.path("a"))
                .status,
            0);
  EXPECT_EQ(error_of([&] { read_private_key(folder.read("a"), "f", fixed_password(password)); }),
            "error decrypting f: unsupported encrypted PEM: unknown algorithm 1.2.410.200046.1.1.2");
}

TEST(KeyFilesPublic, FromCertificateAndRequest) {
  ScratchFolder folder;
  ASSERT_EQ(run_openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=t -days 1 -keyout " +
                folder.path("k") + " -out " + folder.path("c"))
                .status,
            0);
  ASSERT_EQ(run_openssl("req -new -subj /CN=t -key " + folder.path("k") + " -out " + folder.path("r")).status,
            0);
  const PublicKey key = load_private_key(folder.path("k"), {}).public_key();
  EXPECT_EQ(read_public_key(folder.read("c"), "c"), key);
  EXPECT_EQ(read_public_key(folder.read("r"), "r"), key);
  EXPECT_EQ(read_public_key(folder.read("k"), "k"), key);
}

TEST(KeyFilesPublic, FromDerAndPkcs7) {
  ScratchFolder folder;
  const auto path = [&](const char* name) { return folder.path(name); };
  ASSERT_EQ(run_openssl("req -x509 -newkey ed25519 -nodes -subj /CN=t -days 1 -keyout " + path("k") +
                        " -out " + path("c"))
                .status,
            0);
  const PublicKey key = load_private_key(path("k"), {}).public_key();
  ASSERT_EQ(run_openssl("x509 -outform DER -in " + path("c") + " -out " + path("c.der")).status, 0);
  ASSERT_EQ(
      run_openssl("req -new -subj /CN=t -outform DER -key " + path("k") + " -out " + path("r.der")).status,
      0);
  ASSERT_EQ(run_openssl("crl2pkcs7 -nocrl -certfile " + path("c") + " -out " + path("p7.pem")).status, 0);
  ASSERT_EQ(
      run_openssl("crl2pkcs7 -nocrl -outform DER -certfile " + path("c") + " -out " + path("p7.der")).status,
      0);
  for (const char* name : {"c.der", "r.der", "p7.pem", "p7.der"})
    EXPECT_EQ(read_public_key(folder.read(name), name), key) << name;
}

TEST(KeyFilesCosign, ThereAndBack) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  for (const char* label : {"ENCRYPTED COSIGN PRIVATE KEY", "ENCRYPTED SIGSTORE PRIVATE KEY"}) {
    const std::string pem = pem_encode(label, write_cosign_key(key, password));
    EXPECT_EQ(read_private_key(pem, "f", fixed_password(password)).public_key(), key.public_key());
    EXPECT_EQ(error_of([&] { read_private_key(pem, "f", fixed_password(Secret("wrong"))); }),
              "error parsing f: x509: decryption password incorrect");
    EXPECT_EQ(error_of([&] { read_private_key(pem, "f", {}); }),
              "error decoding f: key is password protected");
  }
}

TEST(KeyFilesCosign, Refusals) {
  const std::string good = to_text(write_cosign_key(PrivateKey::generate_ed25519(), password));
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return error_of([&] {
      read_private_key(pem_encode("ENCRYPTED COSIGN PRIVATE KEY", as_bytes(text)), "f",
                       fixed_password(password));
    });
  };
  EXPECT_EQ(with("\"scrypt\"", "\"argon2\""), "error parsing f: error parsing key: unsupported kdf argon2");
  EXPECT_EQ(with("nacl/secretbox", "aes"), "error parsing f: error parsing key: unsupported cipher aes");
  EXPECT_EQ(with("\"nonce\":\"", "\"nonce\":\"AAAA"),
            "error parsing f: error parsing key: nonce must be 24 bytes long");
  EXPECT_EQ(with("65536", "1073741824"),
            "error parsing f: error generating key: scrypt: parameters are too large");
  EXPECT_EQ(with("65536", "65535"),
            "error parsing f: error generating key: scrypt: parameters are too large");
  EXPECT_THAT(with("{", "["), StartsWith("error parsing f: error unmarshaling key: "));
}

TEST(KeyFilesDer, FormsInOrderAndBadFormat) {
  const PrivateKey rsa = PrivateKey::generate_rsa(1024);
  const auto spki = rsa.public_key().spki();
  EXPECT_TRUE(std::holds_alternative<PrivateKey>(*read_der_key(rsa.to_pkcs8())));
  EXPECT_TRUE(std::holds_alternative<PrivateKey>(*read_der_key(rsa.to_pkcs1())));
  EXPECT_TRUE(std::holds_alternative<PublicKey>(*read_der_key(spki)));
  EXPECT_TRUE(std::holds_alternative<PublicKey>(*read_der_key(rsa.public_key().subject_public_key())));
  EXPECT_EQ(read_der_key(as_bytes("0\x03xyz")).error().text, "error decoding DER; bad format");
}

}  // namespace
}  // namespace newel
