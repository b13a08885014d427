// Key files of OpenSSH, with ssh-keygen as the judge in both directions.
#include "crypto/openssh_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <sys/stat.h>

#include "base/encoding.h"
#include "crypto/bcrypt_pbkdf.h"
#include "crypto/key_files.h"
#include "crypto/openssl_tool.h"

namespace newel {
namespace {

using test::ScratchFolder;
using test::ToolResult;

ToolResult ssh_keygen(const std::string& arguments) {
  ToolResult result;
  FILE* pipe = popen(("ssh-keygen " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return result;
  char buffer[4096];
  while (const std::size_t n = fread(buffer, 1, sizeof buffer, pipe)) result.output.append(buffer, n);
  result.status = pclose(pipe);
  return result;
}

std::string error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.text();
  }
  return "no error";
}

// The numbers of OpenBSD's own regression test of bcrypt_pbkdf.
TEST(BcryptPbkdf, GivesThePublishedKeys) {
  const struct {
    std::string_view password, salt;
    std::uint32_t rounds;
    const char* key;
  } cases[] = {
      {"password", "salt", 4, "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9"},
      {"password", "salt", 8,
       "e1367ec5151a33faac4cc1c144cd23fa15d5548493ecc99b9b5d9c0d3b27bec76227ea66088b849b20ab7aa478010246"
       "e74bba51723fefa9f9474d6508845e8d"},
  };
  for (const auto& c : cases) {
    const auto expected = value_or_throw(hex_decode(c.key));
    const auto made = bcrypt_pbkdf(Secret(c.password), as_bytes(c.salt), c.rounds, expected.size());
    EXPECT_EQ(hex_encode(made), c.key);
  }
}

TEST(BcryptPbkdf, BeginsWithTheDigitsOfPi) {
  // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239), in fixed point with 64 bits to spare.
  const int spare = 64, bits = static_cast<int>(pi_word_count) * 32 + spare;
  const auto make = [] { return std::unique_ptr<BIGNUM, decltype(&BN_free)>(BN_new(), BN_free); };
  const auto arctan_of_inverse = [&](BN_ULONG x) {
    auto power = make(), term = make(), sum = make();
    BN_set_bit(power.get(), bits);
    BN_div_word(power.get(), x);
    BN_copy(sum.get(), power.get());
    for (BN_ULONG n = 3; !BN_is_zero(power.get()); n += 2) {
      BN_div_word(power.get(), x * x);
      BN_copy(term.get(), power.get());
      BN_div_word(term.get(), n);
      (n / 2 % 2 == 1 ? BN_sub : BN_add)(sum.get(), sum.get(), term.get());
    }
    return sum;
  };
  auto pi = arctan_of_inverse(5), small = arctan_of_inverse(239);
  BN_mul_word(pi.get(), 16);
  BN_mul_word(small.get(), 4);
  BN_sub(pi.get(), pi.get(), small.get());
  BN_mask_bits(pi.get(), bits);  // without the 3
  BN_rshift(pi.get(), pi.get(), spare);
  Bytes octets(pi_word_count * 4);
  BN_bn2binpad(pi.get(), octets.data(), static_cast<int>(octets.size()));
  for (std::size_t i = 0; i < pi_word_count; ++i) {
    const std::uint32_t word = std::uint32_t(octets[4 * i]) << 24 | octets[4 * i + 1] << 16 |
                               octets[4 * i + 2] << 8 | octets[4 * i + 3];
    ASSERT_EQ(pi_words[i], word) << i;
  }
}

struct SshKind {
  const char* name;
  const char* flags;  // of ssh-keygen
};

class OpensshKeys : public testing::TestWithParam<SshKind> {
 protected:
  // A private key file made by ssh-keygen, and the line of its public half without the comment.
  std::string made_by_keygen(const std::string& password, const std::string& more = {}) {
    std::remove(folder.path("k").c_str());
    const auto made = ssh_keygen(std::string("-q -C '' ") + GetParam().flags + " " + more + " -N '" +
                                 password + "' -f " + folder.path("k"));
    EXPECT_EQ(made.status, 0) << made.output;
    line = folder.read("k.pub");
    line = line.substr(0, line.find_last_not_of(" \n") + 1) + "\n";
    return folder.read("k");
  }
  // The public line ssh-keygen sees in a private key of ours.
  std::string seen_by_keygen(const std::string& pem, const std::string& password) {
    folder.write("ours", pem);
    ::chmod(folder.path("ours").c_str(), 0600);
    const std::string out = ssh_keygen("-y -P '" + password + "' -f " + folder.path("ours")).output;
    return out.substr(0, out.find_last_not_of(" \n") + 1) + "\n";
  }

  ScratchFolder folder;
  std::string line;
};

TEST_P(OpensshKeys, ReadsWhatSshKeygenWrites) {
  for (const auto& [password, more] :
       {std::pair{"", ""}, {"mypassword", "-a 3"}, {"mypassword", "-a 2 -Z aes256-cbc"}}) {
    const std::string pem = made_by_keygen(password, more);
    const PrivateKey key = read_private_key(pem, "k", fixed_password(Secret(password)));
    EXPECT_EQ(write_openssh_public_key(key.public_key()), line) << more;
    EXPECT_EQ(read_public_key(line, "k.pub"), key.public_key()) << more;
  }
}

TEST_P(OpensshKeys, SshKeygenReadsWhatWeWrite) {
  made_by_keygen("");
  const PrivateKey key = load_private_key(folder.path("k"), {});
  for (const char* password : {"", "another one"}) {
    const std::string pem = write_openssh_private_key(key, Secret(password));
    EXPECT_EQ(seen_by_keygen(pem, password), line) << '"' << password << '"';
    EXPECT_EQ(read_private_key(pem, "k", fixed_password(Secret(password))).public_key(), key.public_key());
  }
}

TEST_P(OpensshKeys, AWrongPasswordIsSaidSo) {
  const std::string pem = made_by_keygen("mypassword", "-a 1");
  for (const char* wrong : {"", "yourpassword"}) {
    EXPECT_EQ(error_of([&] { read_private_key(pem, "k", fixed_password(Secret(wrong))); }),
              "error parsing k: error parsing private key: x509: decryption password incorrect");
  }
  EXPECT_EQ(error_of([&] { read_private_key(pem, "k", {}); }), "error decoding k: key is password protected");
}

INSTANTIATE_TEST_SUITE_P(All, OpensshKeys,
                         testing::Values(SshKind{"rsa", "-t rsa -b 2048"}, SshKind{"p256", "-t ecdsa -b 256"},
                                         SshKind{"p384", "-t ecdsa -b 384"},
                                         SshKind{"p521", "-t ecdsa -b 521"},
                                         SshKind{"ed25519", "-t ed25519"}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(OpensshKey, DamagedTextsAreRefused) {
  const SecretBytes whole = write_openssh_key(PrivateKey::generate_ed25519(), Secret());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(OpensshContainer::parse(ByteView(whole).first(size))) << size;
  }
  SecretBytes longer = whole;
  longer.push_back(0);
  EXPECT_FALSE(OpensshContainer::parse(longer));
  // The last octet is padding, or the last of the comment's length.
  SecretBytes damaged = whole;
  damaged.back() ^= 1;
  const auto container = OpensshContainer::parse(damaged);
  ASSERT_TRUE(container);
  EXPECT_FALSE(open_openssh_key(*container, Secret()));
}

TEST(OpensshKey, PublicLinesThatAreNoneAreRefused) {
  const struct {
    const char* line;
    const char* error;
  } cases[] = {
      {"ssh-rsa", "error parsing OpenSSH key: there is no key in the line"},
      {"ssh-rsa !!!!", "error parsing OpenSSH key: illegal base64 data at input byte 0"},
      {"ssh-ed25519 AAAAB3NzaC1yc2E=",
       "error parsing OpenSSH key: the key is not of the type that the line names"},
      {"ssh-rsa AAAAB3NzaC1yc2E=", "error parsing OpenSSH key: ssh: short read"},
      {"ssh-dss AAAAB3NzaC1kc3M=", "error parsing OpenSSH key: DSA keys not supported"},
  };
  for (const auto& c : cases) {
    const auto key = read_openssh_public_key(c.line);
    ASSERT_FALSE(key) << c.line;
    EXPECT_EQ(key.error().text, c.error);
  }
}

TEST(OpensshKey, KeysWithoutAFormAreRefused) {
  EXPECT_THROW(write_openssh_private_key(PrivateKey::generate_ec(Curve::p224), Secret()), Error);
}

}  // namespace
}  // namespace newel
