// The NaCl functions against the vectors of libsodium's own tests (ISC license; test/default/box.c, auth.c)
// and Wycheproof's Ed25519 signatures, and against libsodium called directly.
#include "crypto/nacl.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <sstream>

#include "base/encoding.h"
#include "base/random.h"
#include "data_files.h"

namespace newel::nacl {
namespace {

Bytes hex(const std::string& text) { return value_or_throw(hex_decode(text)); }

const char* const alice_private = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
const char* const bob_public = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
const char* const nonce = "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37";
const char* const message =
    "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01"
    "233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd"
    "4924ca1c60902e52f0a089bc76897040e082f937763848645e0705";
const char* const sealed =
    "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c"
    "98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfea"
    "bd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5";

TEST(Nacl, BoxOfTheSpecification) {
  const auto box = box_seal(hex(message), hex(nonce), hex(bob_public), hex(alice_private));
  ASSERT_TRUE(box);
  EXPECT_EQ(hex_encode(*box), sealed);
  const auto opened = box_open(hex(sealed), hex(nonce), hex(bob_public), hex(alice_private));
  ASSERT_TRUE(opened);
  EXPECT_EQ(hex_encode(*opened), message);
  for (std::size_t i : {0u, 15u, 16u, 100u}) {
    Bytes changed = hex(sealed);
    changed[i] ^= 1;
    EXPECT_FALSE(box_open(changed, hex(nonce), hex(bob_public), hex(alice_private))) << i;
  }
  EXPECT_FALSE(
      box_open(hex("f3ffc7703f9400e52a7dfb4b3d3305"), hex(nonce), hex(bob_public), hex(alice_private)));
}

TEST(Nacl, KeysOfLowOrderAreRefused) {
  const Bytes low = hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
  EXPECT_FALSE(box_seal(hex(message), hex(nonce), low, hex(alice_private)));
  EXPECT_FALSE(box_open(hex(sealed), hex(nonce), low, hex(alice_private)));
}

// The key both sides of the box above share, as libsodium's test of secretbox has it.
TEST(Nacl, SecretboxIsTheBoxWithItsSharedKey) {
  const Bytes key = hex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
  EXPECT_EQ(hex_encode(secretbox_seal(hex(message), hex(nonce), key)), sealed);
  EXPECT_EQ(hex_encode(*secretbox_open(hex(sealed), hex(nonce), key)), message);
}

TEST(Nacl, AuthOfRfc4231) {
  Bytes key = to_bytes("Jefe");
  key.resize(32);
  const auto text = as_bytes("what do ya want for nothing?");
  const Bytes digest = auth(text, key);
  EXPECT_EQ(hex_encode(digest), "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554");
  EXPECT_TRUE(auth_verify(digest, text, key));
  EXPECT_FALSE(auth_verify(digest, as_bytes("what do ya want for nothing!"), key));
  EXPECT_FALSE(auth_verify(ByteView(digest).first(31), text, key));
}

TEST(Nacl, SignaturesOfWycheproof) {
  std::istringstream lines(test::data_file("crypto/wycheproof/ed25519.txt"));
  Bytes key;
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string first, second, result, number;
    words >> first >> second >> result >> number;
    if (first == "#") continue;
    if (first == "key") {
      const Bytes spki = hex(second);
      key.assign(spki.end() - 32, spki.end());
      continue;
    }
    Bytes signed_message = second == "-" ? Bytes() : hex(second);
    const bool whole = signed_message.size() == 64;
    append(signed_message, first == "-" ? Bytes() : hex(first));
    const auto opened = sign_open(signed_message, key);
    if (whole || !opened) {
      EXPECT_EQ(opened.has_value(), result == "valid") << number;
    }
    ++count;
  }
  EXPECT_GT(count, 100);
}

TEST(Nacl, LibsodiumReadsWhatWeWrite) {
  ASSERT_GE(sodium_init(), 0);
  const KeyPair alice = box_keypair(), bob = box_keypair(), signer = sign_keypair();
  for (std::size_t size : {0u, 1u, 31u, 32u, 1000u}) {
    const Bytes text = system_random().bytes(size), number = system_random().bytes(nonce_size);
    const Bytes box = *box_seal(text, number, bob.public_key, alice.private_key);
    Bytes clear(size + 1);
    ASSERT_EQ(box.size(), size + crypto_box_MACBYTES);
    EXPECT_EQ(crypto_box_open_easy(clear.data(), box.data(), box.size(), number.data(),
                                   alice.public_key.data(), bob.private_key.data()),
              0);
    EXPECT_TRUE(equal(ByteView(clear).first(size), text));

    const Bytes made = sign(text, signer.private_key);
    unsigned long long opened_size = 0;
    Bytes opened(made.size() + 1);
    EXPECT_EQ(
        crypto_sign_open(opened.data(), &opened_size, made.data(), made.size(), signer.public_key.data()), 0);
    EXPECT_TRUE(equal(ByteView(opened).first(opened_size), text));
  }
}

}  // namespace
}  // namespace newel::nacl
