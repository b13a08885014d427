// A Montgomery key is turned into the Edwards key with sign bit 0, and the signature is then an Ed25519 one:
// libsodium verifies it. Only the map u -> y = (u - 1) / (u + 1) is not in libsodium's interface; public keys
// are no secret, so OpenSSL's big numbers do it.
#include "crypto/xeddsa.h"

#include <openssl/bn.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "base/secret.h"

namespace newel {
namespace {

constexpr std::size_t key_size = 32, signature_size = 64, hash_size = 64;
using KeyOctets = std::array<Byte, key_size>;

struct Number {
  BIGNUM* n = BN_new();
  Number() = default;
  Number(const Number&) = delete;
  Number& operator=(const Number&) = delete;
  ~Number() { BN_free(n); }
};

void ready() {
  static const bool started = sodium_init() >= 0;
  if (!started) throw Error("libsodium could not be started");
}

// nullopt for u >= 2^255 - 19 (not canonical) and for u = -1, which has no image.
std::optional<KeyOctets> edwards_key(ByteView u_octets) {
  Number u, p, numerator, denominator, y;
  const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), BN_CTX_free);
  KeyOctets out{};
  const bool done = BN_lebin2bn(u_octets.data(), key_size, u.n) != nullptr && BN_set_bit(p.n, 255) == 1 &&
                    BN_sub_word(p.n, 19) == 1 && BN_cmp(u.n, p.n) < 0 &&
                    BN_copy(numerator.n, u.n) != nullptr && BN_copy(denominator.n, u.n) != nullptr &&
                    BN_add_word(denominator.n, 1) == 1 &&
                    BN_mod_sub(numerator.n, u.n, BN_value_one(), p.n, context.get()) == 1 &&
                    BN_mod_inverse(denominator.n, denominator.n, p.n, context.get()) != nullptr &&
                    BN_mod_mul(y.n, numerator.n, denominator.n, p.n, context.get()) == 1 &&
                    BN_bn2lebinpad(y.n, out.data(), key_size) == static_cast<int>(key_size);
  if (!done) return std::nullopt;
  return out;
}

// SHA-512 of the parts as a number modulo the order of the group.
void hash_to_scalar(std::initializer_list<ByteView> parts, Byte* out) {
  crypto_hash_sha512_state state;
  crypto_hash_sha512_init(&state);
  for (const ByteView part : parts) crypto_hash_sha512_update(&state, part.data(), part.size());
  SecretBytes digest(hash_size);
  crypto_hash_sha512_final(&state, digest.data());
  crypto_core_ed25519_scalar_reduce(out, digest.data());
  sodium_memzero(&state, sizeof state);
}

void base_point_times(const Byte* scalar, Byte* out) {
  if (crypto_scalarmult_ed25519_base_noclamp(out, scalar) != 0) throw Error("XEdDSA: unusable private key");
}

struct EdwardsPair {
  SecretBytes scalar = SecretBytes(key_size);
  KeyOctets point{};
};

// calculate_key_pair of the specification: the scalar is negated where the point would have sign bit 1.
EdwardsPair edwards_pair(SecretBytes scalar) {
  scalar[0] &= 248;
  scalar[31] = static_cast<Byte>((scalar[31] & 127) | 64);
  EdwardsPair out;
  SecretBytes wide(hash_size);
  std::copy(scalar.begin(), scalar.end(), wide.begin());
  crypto_core_ed25519_scalar_reduce(out.scalar.data(), wide.data());
  base_point_times(out.scalar.data(), out.point.data());
  if ((out.point[31] & 0x80) != 0) {
    SecretBytes negated(key_size);
    crypto_core_ed25519_scalar_negate(negated.data(), out.scalar.data());
    out.scalar = std::move(negated);
    out.point[31] &= 0x7f;
  }
  return out;
}

}  // namespace

Bytes xeddsa_sign(const PrivateKey& key, ByteView message, const Random& random) {
  ready();
  if (key.public_key().type() != KeyType::x25519) throw Error("XEdDSA needs an X25519 key");
  const EdwardsPair pair = edwards_pair(key.x25519_scalar());
  const Bytes nonce = random.bytes(hash_size);
  // hash_1 of the specification: a prefix of 2^256 - 2, little-endian, keeps it apart from the other hash.
  KeyOctets prefix;
  prefix.fill(0xff);
  prefix[0] = 0xfe;
  SecretBytes r(key_size);
  hash_to_scalar({prefix, ByteView(pair.scalar.data(), key_size), message, nonce}, r.data());
  Bytes signature(signature_size);
  base_point_times(r.data(), signature.data());
  SecretBytes h(key_size), product(key_size);
  hash_to_scalar({ByteView(signature).first(key_size), pair.point, message}, h.data());
  crypto_core_ed25519_scalar_mul(product.data(), h.data(), pair.scalar.data());
  crypto_core_ed25519_scalar_add(signature.data() + key_size, r.data(), product.data());
  return signature;
}

bool xeddsa_verify(const PublicKey& key, ByteView message, ByteView signature) {
  if (key.type() != KeyType::x25519 || signature.size() != signature_size) return false;
  ready();
  const auto point = edwards_key(key.raw());
  return point && crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(),
                                                      point->data()) == 0;
}

}  // namespace newel
