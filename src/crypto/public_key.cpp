// Public keys without OpenSSL's decoders.
//
// d2i_PUBKEY costs about 95 us and takes locks that keep two threads from going faster than one: as much as
// the P-256 verification it prepares. Our own reader of the six forms we support costs less than a
// microsecond plus the check that the point lies on its curve, and the OpenSSL key is made (from a template
// of the curve, 4 us) only when a signature is first verified. A certificate that is only stored or shown
// never pays for it.
#include "crypto/public_key.h"

#include <openssl/core_names.h>
#include <openssl/x509.h>

#include <atomic>
#include <mutex>

#include "crypto/context_pool.h"
#include "crypto/curves.h"
#include "crypto/der_lite.h"
#include "crypto/digest.h"
#include "crypto/key_oids.h"
#include "crypto/one_time_key.h"
#include "crypto/signature_scheme.h"

namespace newel {
namespace {

constexpr std::size_t raw_size = 32;  // Ed25519 and X25519
constexpr std::size_t largest_rsa_octets = 16384 / 8;
constexpr Byte no_unused_bits[] = {0};

int bit_length(ByteView magnitude) {
  int bits = static_cast<int>(magnitude.size()) * 8;
  for (Byte mask = 0x80; mask != 0 && (magnitude[0] & mask) == 0; mask >>= 1) --bits;
  return bits;
}

openssl::PKey make_ec(Curve curve, ByteView point) {
  openssl::PKey key(EVP_PKEY_new());
  const bool ok = key && EVP_PKEY_copy_parameters(key.get(), curve_template(curve)) == 1 &&
                  EVP_PKEY_set1_encoded_public_key(key.get(), point.data(), point.size()) == 1;
  openssl::check(ok, "preparing an EC public key failed");
  return key;
}

openssl::BigNumber number(ByteView magnitude) {
  return openssl::BigNumber(BN_bin2bn(magnitude.data(), static_cast<int>(magnitude.size()), nullptr));
}

openssl::PKey make_rsa(ByteView modulus, ByteView exponent) {
  const auto n = number(modulus);
  const auto e = number(exponent);
  const openssl::ParamBuilder builder(OSSL_PARAM_BLD_new());
  openssl::check(n && e && builder &&
                     OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
                     OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1,
                 "preparing an RSA public key failed");
  const openssl::Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const openssl::PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  openssl::check(params && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                     EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) == 1,
                 "preparing an RSA public key failed");
  return openssl::PKey(key);
}

openssl::PKey make_raw(KeyType type, ByteView raw) {
  const char* name = type == KeyType::ed25519 ? "ED25519" : "X25519";
  openssl::PKey key(EVP_PKEY_new_raw_public_key_ex(nullptr, name, nullptr, raw.data(), raw.size()));
  openssl::check(key != nullptr, "preparing a public key failed");
  return key;
}

}  // namespace

struct PublicKey::Impl {
  KeyType type = KeyType::rsa;
  Curve curve = Curve::p256;
  int bits = 0;
  Bytes spki;
  ByteView subject_key;  // views into spki
  ByteView modulus, exponent;

  EVP_PKEY* native() const {
    std::call_once(made_, [this] {
      switch (type) {
        case KeyType::ec:
          key_ = make_ec(curve, subject_key);
          break;
        case KeyType::rsa:
          key_ = make_rsa(modulus, exponent);
          break;
        default:
          key_ = make_raw(type, subject_key);
          break;
      }
    });
    return key_.get();
  }
  ContextPool& verifiers() const { return verifiers_; }
  /// True once.
  bool is_first_verification() const {
    return !verified_.load(std::memory_order_relaxed) && !verified_.exchange(true);
  }

  // Each fills what the algorithm's parameters and the key's octets say; nullptr on success, else what is
  // wrong.
  const char* read_ec(der_lite::Cursor& parameters);
  const char* read_rsa(der_lite::Cursor& parameters);
  const char* read_raw(der_lite::Cursor& parameters);

 private:
  mutable std::once_flag made_;
  mutable openssl::PKey key_;
  mutable ContextPool verifiers_;
  mutable std::atomic<bool> verified_{false};
};

const char* PublicKey::Impl::read_ec(der_lite::Cursor& parameters) {
  const auto oid = parameters.take(der_lite::oid);
  if (!oid || !parameters.at_end()) return "x509: failed to parse ECDSA parameters as named curve";
  const auto found = curve_from_oid(*oid);
  if (!found) return "x509: unsupported elliptic curve";
  type = KeyType::ec;
  curve = *found;
  bits = curve_info(curve).bits;
  if (!is_curve_point(curve, subject_key)) return "x509: failed to unmarshal elliptic curve point";
  return nullptr;
}

const char* PublicKey::Impl::read_rsa(der_lite::Cursor& parameters) {
  const auto null = parameters.take(der_lite::null);
  if (!null || !null->empty() || !parameters.at_end()) return "x509: RSA key missing NULL parameters";
  const auto key = der_lite::contents(subject_key, der_lite::sequence);
  if (!key) return "x509: invalid RSA public key";
  der_lite::Cursor numbers(*key);
  const auto n = numbers.take_unsigned();
  const auto e = numbers.take_unsigned();
  if (!n || !e || !numbers.at_end()) return "x509: invalid RSA public key";
  if (n->empty() || n->size() > largest_rsa_octets || (n->back() & 1) == 0)
    return "x509: invalid RSA modulus";
  // As crypto/rsa: odd, at least 3, below 2^31.
  const bool exponent_fits = !e->empty() && (e->size() < 4 || (e->size() == 4 && (*e)[0] < 0x80));
  const bool is_one = e->size() == 1 && (*e)[0] == 1;
  if (!exponent_fits || is_one || (e->back() & 1) == 0) return "x509: invalid RSA public exponent";
  type = KeyType::rsa;
  modulus = *n;
  exponent = *e;
  bits = bit_length(modulus);
  return nullptr;
}

const char* PublicKey::Impl::read_raw(der_lite::Cursor& parameters) {
  const bool edwards = type == KeyType::ed25519;
  if (!parameters.at_end()) {
    return edwards ? "x509: Ed25519 key encoded with illegal parameters"
                   : "x509: X25519 key encoded with illegal parameters";
  }
  if (subject_key.size() != raw_size) {
    return edwards ? "x509: wrong Ed25519 public key size" : "x509: wrong X25519 public key size";
  }
  bits = 256;
  return nullptr;
}

Expected<PublicKey> PublicKey::from_spki(ByteView der) {
  const auto malformed = failure("x509: malformed public key");
  auto impl = std::make_shared<Impl>();
  impl->spki = to_bytes(der);
  const auto outer = der_lite::contents(impl->spki, der_lite::sequence);
  if (!outer) return malformed;
  der_lite::Cursor fields(*outer);
  const auto algorithm = fields.take(der_lite::sequence);
  const auto key = fields.take(der_lite::bit_string);
  if (!algorithm || !key || !fields.at_end() || key->empty() || (*key)[0] != 0) return malformed;
  impl->subject_key = key->subspan(1);

  der_lite::Cursor parameters(*algorithm);
  const auto oid = parameters.take(der_lite::oid);
  if (!oid) return malformed;
  const char* wrong = "x509: unknown public key algorithm";
  if (equal(*oid, key_oid::ec)) {
    wrong = impl->read_ec(parameters);
  } else if (equal(*oid, key_oid::rsa)) {
    wrong = impl->read_rsa(parameters);
  } else if (equal(*oid, key_oid::ed25519) || equal(*oid, key_oid::x25519)) {
    impl->type = equal(*oid, key_oid::ed25519) ? KeyType::ed25519 : KeyType::x25519;
    wrong = impl->read_raw(parameters);
  }
  if (wrong != nullptr) return failure(wrong);
  return PublicKey(std::move(impl));
}

Expected<PublicKey> PublicKey::from_ec(Curve curve, ByteView x, ByteView y) {
  const CurveInfo& info = curve_info(curve);
  if (x.size() != info.field || y.size() != info.field)
    return failure("EC coordinates have the wrong length");
  constexpr Byte uncompressed[] = {POINT_CONVERSION_UNCOMPRESSED};
  const auto algorithm = der_lite::element(
      der_lite::sequence,
      {der_lite::element(der_lite::oid, {key_oid::ec}), der_lite::element(der_lite::oid, {info.oid})});
  const auto key = der_lite::element(der_lite::bit_string, {no_unused_bits, uncompressed, x, y});
  return from_spki(der_lite::element(der_lite::sequence, {algorithm, key}));
}

Expected<PublicKey> PublicKey::from_rsa(ByteView modulus, ByteView exponent) {
  const auto algorithm = der_lite::element(
      der_lite::sequence,
      {der_lite::element(der_lite::oid, {key_oid::rsa}), der_lite::element(der_lite::null, {})});
  const auto numbers = der_lite::element(
      der_lite::sequence, {der_lite::unsigned_integer(modulus), der_lite::unsigned_integer(exponent)});
  const auto key = der_lite::element(der_lite::bit_string, {no_unused_bits, numbers});
  return from_spki(der_lite::element(der_lite::sequence, {algorithm, key}));
}

Expected<PublicKey> PublicKey::from_raw(KeyType type, ByteView raw) {
  if (type != KeyType::ed25519 && type != KeyType::x25519) return failure("this kind of key has no raw form");
  const ByteView oid = type == KeyType::ed25519 ? ByteView(key_oid::ed25519) : ByteView(key_oid::x25519);
  const auto algorithm = der_lite::element(der_lite::sequence, {der_lite::element(der_lite::oid, {oid})});
  const auto key = der_lite::element(der_lite::bit_string, {no_unused_bits, raw});
  return from_spki(der_lite::element(der_lite::sequence, {algorithm, key}));
}

KeyType PublicKey::type() const { return impl_->type; }
Curve PublicKey::curve() const { return impl_->curve; }
int PublicKey::bits() const { return impl_->bits; }
ByteView PublicKey::spki() const { return impl_->spki; }
ByteView PublicKey::subject_public_key() const { return impl_->subject_key; }
EVP_PKEY* PublicKey::native() const { return impl_->native(); }

Bytes PublicKey::ec_x() const {
  if (impl_->type != KeyType::ec) throw Error("only an EC key has coordinates");
  return to_bytes(impl_->subject_key.subspan(1, curve_info(impl_->curve).field));
}

Bytes PublicKey::ec_y() const {
  if (impl_->type != KeyType::ec) throw Error("only an EC key has coordinates");
  return to_bytes(impl_->subject_key.subspan(1 + curve_info(impl_->curve).field));
}

Bytes PublicKey::rsa_modulus() const { return to_bytes(impl_->modulus); }
Bytes PublicKey::rsa_exponent() const { return to_bytes(impl_->exponent); }
ByteView PublicKey::raw() const { return impl_->subject_key; }

bool PublicKey::verify(SignatureAlgorithm algorithm, ByteView message, ByteView signature) const {
  const auto scheme = signature_scheme(algorithm);
  if (!scheme || scheme->key != impl_->type) return false;
  if (impl_->type == KeyType::rsa && impl_->bits < smallest_rsa_bits) return false;
  const openssl::ErrorQueueGuard guard;

  if (impl_->type == KeyType::ed25519) {
    const openssl::DigestContext context(EVP_MD_CTX_new());
    return context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, impl_->native()) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
  }

  Byte hash[EVP_MAX_MD_SIZE];
  unsigned hash_size = 0;
  if (EVP_Digest(message.data(), message.size(), hash, &hash_size, openssl::digest(scheme->hash), nullptr) !=
      1) {
    return false;
  }
  if (impl_->type == KeyType::ec && impl_->is_first_verification())
    return verify_once(impl_->curve, impl_->subject_key, {hash, hash_size}, signature);
  auto context = impl_->verifiers().take(algorithm);
  if (!context) {
    context.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, impl_->native(), nullptr));
    openssl::check(
        context && EVP_PKEY_verify_init(context.get()) == 1 && prepare_context(context.get(), *scheme),
        "preparing to verify a signature failed");
  }
  const bool good = EVP_PKEY_verify(context.get(), signature.data(), signature.size(), hash, hash_size) == 1;
  impl_->verifiers().give_back(algorithm, std::move(context));
  return good;
}

std::string PublicKey::describe() const {
  std::string out(key_type_name(impl_->type));
  if (impl_->type == KeyType::ec) out.append(" ").append(curve_name(impl_->curve));
  if (impl_->type == KeyType::rsa) out.append(" ").append(std::to_string(impl_->bits));
  return out;
}

Bytes PublicKey::key_id() const { return to_bytes(sha1(impl_->subject_key)); }

bool PublicKey::operator==(const PublicKey& other) const {
  return impl_ == other.impl_ || equal(impl_->spki, other.impl_->spki);
}

}  // namespace newel
