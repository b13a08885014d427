// Private keys: OpenSSL's objects inside, our own reader and writer of their DER forms around them
// (RFC 5208 and RFC 5958 PKCS#8, RFC 5915 SEC1, RFC 8017 PKCS#1, RFC 8410).
//
// OpenSSL's decoders try every format they know under a lock (342 us for one P-256 key), accept more than the
// reference does, and cannot be told which parts to write.
#include "crypto/private_key.h"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "crypto/context_pool.h"
#include "crypto/curves.h"
#include "crypto/der_lite.h"
#include "crypto/key_oids.h"
#include "crypto/rsa_numbers.h"
#include "crypto/signature_scheme.h"

namespace newel {
namespace {

constexpr std::size_t raw_size = 32;  // Ed25519 and X25519
constexpr Byte no_unused_bits[] = {0};
constexpr Byte context_0 = 0xa0;
constexpr Byte context_1 = 0xa1;

SecretBytes secret_number(const EVP_PKEY* key, const char* name, std::size_t length = 0) {
  BIGNUM* found = nullptr;
  openssl::check(EVP_PKEY_get_bn_param(key, name, &found) == 1, "reading a private key failed");
  const openssl::BigNumber number(found);
  SecretBytes out(length != 0 ? length : static_cast<std::size_t>(BN_num_bytes(found)));
  openssl::check(BN_bn2binpad(found, out.data(), static_cast<int>(out.size())) >= 0,
                 "reading a private key failed");
  return out;
}

Expected<PublicKey> public_half(const EVP_PKEY* key, KeyType type, Curve curve) {
  if (type == KeyType::rsa) {
    return PublicKey::from_rsa(secret_number(key, OSSL_PKEY_PARAM_RSA_N),
                               secret_number(key, OSSL_PKEY_PARAM_RSA_E));
  }
  if (type == KeyType::ec) {
    const std::size_t field = curve_info(curve).field;
    return PublicKey::from_ec(curve, secret_number(key, OSSL_PKEY_PARAM_EC_PUB_X, field),
                              secret_number(key, OSSL_PKEY_PARAM_EC_PUB_Y, field));
  }
  Bytes raw(raw_size);
  std::size_t size = raw.size();
  openssl::check(EVP_PKEY_get_raw_public_key(key, raw.data(), &size) == 1, "reading a public key failed");
  return PublicKey::from_raw(type, raw);
}

}  // namespace

struct PrivateKey::Impl {
  Impl(openssl::PKey pkey, PublicKey half) : key(std::move(pkey)), public_key(std::move(half)) {}

  /// For a key whose parts are known to fit each other.
  static PrivateKey wrap(openssl::PKey key, KeyType type, Curve curve = Curve::p256) {
    PublicKey half = value_or_throw(public_half(key.get(), type, curve));
    return PrivateKey(std::make_shared<const Impl>(std::move(key), std::move(half)));
  }

  openssl::PKey key;
  PublicKey public_key;
  mutable ContextPool signers;
};

PrivateKey PrivateKey::generate_ec(Curve curve) {
  openssl::PKey key(EVP_EC_gen(curve_info(curve).group));
  openssl::check(key != nullptr, "generating an EC key failed");
  return Impl::wrap(std::move(key), KeyType::ec, curve);
}

PrivateKey PrivateKey::generate_rsa(int bits) {
  openssl::PKey key(bits > 0 ? EVP_RSA_gen(static_cast<unsigned>(bits)) : nullptr);
  openssl::check(key != nullptr, "generating an RSA key failed");
  return Impl::wrap(std::move(key), KeyType::rsa);
}

PrivateKey PrivateKey::generate_ed25519() {
  openssl::PKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  openssl::check(key != nullptr, "generating an Ed25519 key failed");
  return Impl::wrap(std::move(key), KeyType::ed25519);
}

Expected<PrivateKey> PrivateKey::from_ec_scalar(Curve curve, ByteView d) {
  const openssl::ErrorQueueGuard guard;
  const auto invalid = failure("x509: invalid elliptic curve private key value");
  while (!d.empty() && d[0] == 0) d = d.subspan(1);
  const CurveInfo& info = curve_info(curve);
  if (d.empty() || d.size() > info.field) return invalid;

  const EC_GROUP* group = curve_group(curve);
  const openssl::BigNumber scalar(BN_bin2bn(d.data(), static_cast<int>(d.size()), nullptr));
  openssl::check(scalar != nullptr, "reading an EC private key failed");
  if (BN_cmp(scalar.get(), EC_GROUP_get0_order(group)) >= 0) return invalid;
  BN_set_flags(scalar.get(), BN_FLG_CONSTTIME);

  // The public point is always computed: one that comes with the key need not be its own.
  const openssl::BigNumberContext scratch(BN_CTX_secure_new());
  const openssl::Point point(EC_POINT_new(group));
  Bytes encoded(1 + 2 * info.field);
  openssl::check(scratch && point &&
                     EC_POINT_mul(group, point.get(), scalar.get(), nullptr, nullptr, scratch.get()) == 1 &&
                     EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded.data(),
                                        encoded.size(), scratch.get()) == encoded.size(),
                 "computing an EC public key failed");

  const openssl::ParamBuilder builder(OSSL_PARAM_BLD_new());
  openssl::check(
      builder &&
          OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, info.group, 0) == 1 &&
          OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, encoded.data(),
                                           encoded.size()) == 1 &&
          OSSL_PARAM_BLD_push_BN_pad(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar.get(),
                                     static_cast<std::size_t>((info.bits + 7) / 8)) == 1,
      "reading an EC private key failed");
  const openssl::Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const openssl::PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  openssl::check(params && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                     EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) == 1,
                 "reading an EC private key failed");
  return Impl::wrap(openssl::PKey(key), KeyType::ec, curve);
}

Expected<PrivateKey> PrivateKey::from_ed25519_seed(ByteView seed) {
  if (seed.size() != raw_size) return failure("x509: invalid Ed25519 private key length");
  openssl::PKey key(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, seed.data(), seed.size()));
  openssl::check(key != nullptr, "reading an Ed25519 private key failed");
  return Impl::wrap(std::move(key), KeyType::ed25519);
}

Expected<PrivateKey> PrivateKey::from_x25519(ByteView scalar) {
  if (scalar.size() != raw_size) return failure("x509: invalid X25519 private key length");
  openssl::PKey key(
      EVP_PKEY_new_raw_private_key_ex(nullptr, "X25519", nullptr, scalar.data(), scalar.size()));
  openssl::check(key != nullptr, "reading an X25519 private key failed");
  return Impl::wrap(std::move(key), KeyType::x25519);
}

Expected<PrivateKey> PrivateKey::from_rsa(const RsaParts& parts) {
  const openssl::ErrorQueueGuard guard;
  // The public half first: its rules for modulus and exponent are the rules here too.
  auto half = PublicKey::from_rsa(parts.n, parts.e);
  if (!half) return tl::unexpected(half.error());
  auto key = rsa_key_from_parts(parts.n, parts.e, parts.d, parts.p, parts.q);
  if (!key) return tl::unexpected(key.error());
  return PrivateKey(std::make_shared<const Impl>(std::move(*key), std::move(*half)));
}

Expected<PrivateKey> PrivateKey::from_pkcs1(ByteView der) {
  const auto malformed = failure("x509: malformed PKCS#1 private key");
  const auto outer = der_lite::contents(der, der_lite::sequence);
  if (!outer) return malformed;
  der_lite::Cursor fields(*outer);
  const auto version = fields.take_small();
  if (!version || *version > 1) return malformed;
  if (*version == 1) return failure("x509: RSA keys of more than two primes are not supported");
  RsaParts parts;
  const auto n = fields.take_unsigned();
  const auto e = fields.take_unsigned();
  const auto d = fields.take_unsigned();
  const auto p = fields.take_unsigned();
  const auto q = fields.take_unsigned();
  const bool crt = fields.take_unsigned() && fields.take_unsigned() && fields.take_unsigned();
  if (!n || !e || !d || !p || !q || !crt || !fields.at_end()) return malformed;
  return from_rsa({to_bytes(*n), to_bytes(*e), to_secret(*d), to_secret(*p), to_secret(*q)});
}

namespace {

// ECPrivateKey of RFC 5915. The curve comes from it, or from around it (PKCS#8), and must not differ.
Expected<PrivateKey> read_ec_private_key(ByteView der, std::optional<Curve> outer_curve) {
  const auto malformed = failure("x509: failed to parse EC private key");
  const auto content = der_lite::contents(der, der_lite::sequence);
  if (!content) return malformed;
  der_lite::Cursor fields(*content);
  const auto version = fields.take_small();
  const auto scalar = fields.take(der_lite::octet_string);
  if (!version || !scalar) return malformed;
  if (*version != 1) return failure("x509: unknown EC private key version " + std::to_string(*version));
  std::optional<Curve> curve = outer_curve;
  if (fields.next_is(context_0)) {
    const auto parameters = fields.take(context_0);
    const auto oid = parameters ? der_lite::contents(*parameters, der_lite::oid) : std::nullopt;
    if (!oid) return malformed;
    const auto named = curve_from_oid(*oid);
    if (!named || (outer_curve && named != outer_curve)) return failure("x509: unknown elliptic curve");
    curve = named;
  }
  if (fields.next_is(context_1) && !fields.take(context_1)) return malformed;
  if (!fields.at_end()) return malformed;
  if (!curve) return failure("x509: unknown elliptic curve");
  return PrivateKey::from_ec_scalar(*curve, *scalar);
}

}  // namespace

Expected<PrivateKey> PrivateKey::from_sec1(ByteView der) { return read_ec_private_key(der, std::nullopt); }

Expected<PrivateKey> PrivateKey::from_pkcs8(ByteView der) {
  const auto malformed = failure("x509: malformed PKCS#8 private key");
  const auto outer = der_lite::contents(der, der_lite::sequence);
  if (!outer) return malformed;
  der_lite::Cursor fields(*outer);
  const auto version = fields.take_small();
  const auto algorithm = fields.take(der_lite::sequence);
  const auto key = fields.take(der_lite::octet_string);
  if (!version || *version > 1 || !algorithm || !key) return malformed;
  // Attributes and the public key (RFC 5958) may follow; neither is used.
  if (fields.next_is(context_0) && !fields.take(context_0)) return malformed;
  constexpr Byte implicit_bit_string = 0x81;
  if (fields.next_is(implicit_bit_string) && !fields.take(implicit_bit_string)) return malformed;
  if (!fields.at_end()) return malformed;

  der_lite::Cursor parameters(*algorithm);
  const auto oid = parameters.take(der_lite::oid);
  if (!oid) return malformed;
  if (equal(*oid, key_oid::rsa)) return from_pkcs1(*key);
  if (equal(*oid, key_oid::ec)) {
    const auto name = parameters.take(der_lite::oid);
    const auto curve = name ? curve_from_oid(*name) : std::nullopt;
    if (!curve) return failure("x509: unknown elliptic curve");
    return read_ec_private_key(*key, curve);
  }
  if (equal(*oid, key_oid::ed25519) || equal(*oid, key_oid::x25519)) {
    const bool edwards = equal(*oid, key_oid::ed25519);
    const auto raw = der_lite::contents(*key, der_lite::octet_string);
    if (!parameters.at_end() || !raw) return malformed;
    return edwards ? from_ed25519_seed(*raw) : from_x25519(*raw);
  }
  return failure("x509: PKCS#8 wrapping contained private key with unknown algorithm");
}

const PublicKey& PrivateKey::public_key() const { return impl_->public_key; }
EVP_PKEY* PrivateKey::native() const { return impl_->key.get(); }

EVP_PKEY* PrivateKey::tls_key() const {
  if (impl_->public_key.type() == KeyType::x25519) throw Error("an X25519 key cannot serve TLS");
  return impl_->key.get();
}

Bytes PrivateKey::sign(SignatureAlgorithm algorithm, ByteView message) const {
  const PublicKey& half = impl_->public_key;
  const auto scheme = signature_scheme(algorithm);
  if (!scheme || scheme->key != half.type()) {
    throw Error("a key of type " + half.describe() + " cannot sign with " +
                std::string(signature_algorithm_name(algorithm)));
  }
  if (half.type() == KeyType::rsa && half.bits() < smallest_rsa_bits) {
    throw Error("crypto/rsa: " + std::to_string(half.bits()) +
                "-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)");
  }
  Bytes out(static_cast<std::size_t>(EVP_PKEY_get_size(impl_->key.get())));
  std::size_t size = out.size();

  if (half.type() == KeyType::ed25519) {
    const openssl::DigestContext context(EVP_MD_CTX_new());
    openssl::check(context &&
                       EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, impl_->key.get()) == 1 &&
                       EVP_DigestSign(context.get(), out.data(), &size, message.data(), message.size()) == 1,
                   "signing failed");
    return out;
  }

  Byte hash[EVP_MAX_MD_SIZE];
  unsigned hash_size = 0;
  openssl::check(EVP_Digest(message.data(), message.size(), hash, &hash_size, openssl::digest(scheme->hash),
                            nullptr) == 1,
                 "hashing failed");
  auto context = impl_->signers.take(algorithm);
  if (!context) {
    context.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, impl_->key.get(), nullptr));
    openssl::check(
        context && EVP_PKEY_sign_init(context.get()) == 1 && prepare_context(context.get(), *scheme),
        "preparing to sign failed");
  }
  openssl::check(EVP_PKEY_sign(context.get(), out.data(), &size, hash, hash_size) == 1, "signing failed");
  impl_->signers.give_back(algorithm, std::move(context));
  out.resize(size);
  return out;
}

SecretBytes PrivateKey::ec_scalar() const {
  if (public_key().type() != KeyType::ec) throw Error("only an EC key has a scalar");
  return secret_number(impl_->key.get(), OSSL_PKEY_PARAM_PRIV_KEY, curve_info(public_key().curve()).field);
}

namespace {

SecretBytes raw_private(const EVP_PKEY* key) {
  SecretBytes out(raw_size);
  std::size_t size = out.size();
  openssl::check(EVP_PKEY_get_raw_private_key(key, out.data(), &size) == 1, "reading a private key failed");
  return out;
}

}  // namespace

SecretBytes PrivateKey::ed25519_seed() const {
  if (public_key().type() != KeyType::ed25519) throw Error("only an Ed25519 key has a seed");
  return raw_private(impl_->key.get());
}

SecretBytes PrivateKey::x25519_scalar() const {
  if (public_key().type() != KeyType::x25519) throw Error("only an X25519 key has this form");
  return raw_private(impl_->key.get());
}

PrivateKey::RsaSecrets PrivateKey::rsa_secrets() const {
  if (public_key().type() != KeyType::rsa) throw Error("only an RSA key has primes");
  const EVP_PKEY* key = impl_->key.get();
  return {secret_number(key, OSSL_PKEY_PARAM_RSA_D),
          secret_number(key, OSSL_PKEY_PARAM_RSA_FACTOR1),
          secret_number(key, OSSL_PKEY_PARAM_RSA_FACTOR2),
          secret_number(key, OSSL_PKEY_PARAM_RSA_EXPONENT1),
          secret_number(key, OSSL_PKEY_PARAM_RSA_EXPONENT2),
          secret_number(key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1)};
}

SecretBytes PrivateKey::to_pkcs1() const {
  using der_lite::unsigned_integer;
  const RsaSecrets s = rsa_secrets();
  return der_lite::element(
      der_lite::sequence,
      {der_lite::small_integer(0), unsigned_integer(public_key().rsa_modulus()),
       unsigned_integer(public_key().rsa_exponent()), unsigned_integer(s.d), unsigned_integer(s.p),
       unsigned_integer(s.q), unsigned_integer(s.dp), unsigned_integer(s.dq), unsigned_integer(s.qi)});
}

namespace {

SecretBytes write_ec_private_key(const PrivateKey& key, bool with_curve) {
  const CurveInfo& info = curve_info(key.public_key().curve());
  const auto curve = der_lite::element(context_0, {der_lite::element(der_lite::oid, {info.oid})});
  const auto point = der_lite::element(
      context_1,
      {der_lite::element(der_lite::bit_string, {no_unused_bits, key.public_key().subject_public_key()})});
  return der_lite::element(der_lite::sequence, {der_lite::small_integer(1),
                                                der_lite::element(der_lite::octet_string, {key.ec_scalar()}),
                                                with_curve ? ByteView(curve) : ByteView(), point});
}

}  // namespace

SecretBytes PrivateKey::to_sec1() const { return write_ec_private_key(*this, true); }

SecretBytes PrivateKey::to_pkcs8() const {
  // The AlgorithmIdentifier is the one of the public key.
  der_lite::Cursor spki(*der_lite::contents(public_key().spki(), der_lite::sequence));
  const ByteView algorithm = *spki.take_whole(der_lite::sequence);
  SecretBytes key;
  switch (public_key().type()) {
    case KeyType::rsa:
      key = to_pkcs1();
      break;
    case KeyType::ec:
      key = write_ec_private_key(*this, false);
      break;
    default:
      key = der_lite::element(der_lite::octet_string, {raw_private(impl_->key.get())});
      break;
  }
  return der_lite::element(der_lite::sequence, {der_lite::small_integer(0), algorithm,
                                                der_lite::element(der_lite::octet_string, {key})});
}

}  // namespace newel
