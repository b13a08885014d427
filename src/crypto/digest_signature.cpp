#include "crypto/digest_signature.h"

#include <openssl/rsa.h>

#include "crypto/openssl.h"
#include "crypto/signature_scheme.h"

namespace newel {
namespace {

struct NamedDigest {
  std::string_view name;
  const char* openssl_name;
};
constexpr NamedDigest digests[] = {{"sha1", "SHA1"},
                                   {"sha224", "SHA2-224"},
                                   {"sha256", "SHA2-256"},
                                   {"sha384", "SHA2-384"},
                                   {"sha512", "SHA2-512"},
                                   {"sha512-224", "SHA2-512/224"},
                                   {"sha512-256", "SHA2-512/256"},
                                   {"md5", "MD5"}};

std::string_view hash_of_curve(Curve curve) {
  switch (curve) {
    case Curve::p224:
      return "sha224";
    case Curve::p384:
      return "sha384";
    case Curve::p521:
      return "sha512";
    default:
      return "sha256";
  }
}

// nullptr for Ed25519, which hashes inside.
const char* openssl_digest(const PublicKey& key, const DigestSignature& how) {
  if (key.type() == KeyType::ed25519) return nullptr;
  const std::string_view wanted = key.type() == KeyType::ec ? hash_of_curve(key.curve()) : how.rsa_hash;
  for (const NamedDigest& known : digests) {
    if (known.name == wanted) return known.openssl_name;
  }
  throw Error("unsupported algorithm " + std::string(wanted));
}

bool use_pss(EVP_PKEY_CTX* context, const PublicKey& key, const DigestSignature& how, int salt) {
  if (key.type() != KeyType::rsa || !how.pss) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt) == 1;
}

bool too_small(const PublicKey& key) { return key.type() == KeyType::rsa && key.bits() < smallest_rsa_bits; }

}  // namespace

bool is_digest_name(std::string_view name) {
  for (const NamedDigest& known : digests) {
    if (known.name == name) return true;
  }
  return false;
}

Bytes sign_digest(const PrivateKey& key, const DigestSignature& how, ByteView message) {
  const PublicKey& half = key.public_key();
  if (half.type() == KeyType::x25519) throw Error("an X25519 key cannot sign");
  if (too_small(half)) return key.sign(default_signature_algorithm(half), message);  // which refuses in words
  const openssl::DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* details = nullptr;
  openssl::check(context &&
                     EVP_DigestSignInit_ex(context.get(), &details, openssl_digest(half, how), nullptr,
                                           nullptr, key.native(), nullptr) == 1 &&
                     use_pss(details, half, how, RSA_PSS_SALTLEN_MAX),
                 "preparing to sign failed");
  Bytes out(static_cast<std::size_t>(EVP_PKEY_get_size(key.native())));
  std::size_t size = out.size();
  openssl::check(EVP_DigestSign(context.get(), out.data(), &size, message.data(), message.size()) == 1,
                 "signing failed");
  out.resize(size);
  return out;
}

bool verify_digest(const PublicKey& key, const DigestSignature& how, ByteView message, ByteView signature) {
  if (key.type() == KeyType::x25519 || too_small(key)) return false;
  const openssl::ErrorQueueGuard guard;
  const openssl::DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* details = nullptr;
  openssl::check(context &&
                     EVP_DigestVerifyInit_ex(context.get(), &details, openssl_digest(key, how), nullptr,
                                             nullptr, key.native(), nullptr) == 1 &&
                     use_pss(details, key, how, RSA_PSS_SALTLEN_AUTO),
                 "preparing to verify a signature failed");
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                          message.size()) == 1;
}

}  // namespace newel
