// A verification computes u1·G + u2·Q. OpenSSL has the multiples of the curve's generator G in a table, so
// that u1·G takes a fifth of the time of u2·Q, whose Q is different for every key. But it also makes such a
// table for the generator of any group (EC_GROUP_precompute_mult, for this curve in ecp_nistz256.c), and a
// group may be given another generator: Q. The point arithmetic is OpenSSL's own, then; what is ours is the
// half page of SEC 1 section 4.1.4 around it. Nothing here is secret. tests/crypto/busy_p256_key_test.cpp has
// OpenSSL's ECDSA as the judge.
#include "crypto/busy_p256_key.h"

#include <openssl/obj_mac.h>

#include <algorithm>

#include "crypto/ecdsa_signature.h"

namespace newel {
namespace {

constexpr std::size_t field = 32;

using Group = std::unique_ptr<EC_GROUP, openssl::Deleter<EC_GROUP_free>>;

// OpenSSL 3.0 discourages callers from making tables, because most of its curves ignore them now. This one
// does not; should it one day, verifying is no slower than without.
bool make_table(EC_GROUP* group, BN_CTX* scratch) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  return EC_GROUP_precompute_mult(group, scratch) == 1 && EC_GROUP_have_precompute_mult(group) == 1;
#pragma GCC diagnostic pop
}

/// Numbers for one verification, given back at its end.
class Scratch {
 public:
  Scratch() : context_(shared()) { BN_CTX_start(context_); }
  ~Scratch() { BN_CTX_end(context_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  BIGNUM* number() { return BN_CTX_get(context_); }  // null once it fails
  BN_CTX* context() const { return context_; }

 private:
  static BN_CTX* shared() {
    thread_local const openssl::BigNumberContext one(BN_CTX_new());
    return one.get();
  }
  BN_CTX* context_;
};

}  // namespace

struct BusyP256Key::Groups {
  Group curve;  // generator G
  Group key;    // generator Q
};

BusyP256Key::BusyP256Key(std::unique_ptr<const Groups> groups) : groups_(std::move(groups)) {}
BusyP256Key::~BusyP256Key() = default;

std::unique_ptr<const BusyP256Key> BusyP256Key::make(ByteView point) {
  const openssl::ErrorQueueGuard guard;
  auto groups = std::make_unique<Groups>();
  groups->curve.reset(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  groups->key.reset(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const openssl::BigNumberContext scratch(BN_CTX_new());
  if (!groups->curve || !groups->key || !scratch) return nullptr;
  const openssl::Point q(EC_POINT_new(groups->key.get()));
  const bool good =
      q && EC_POINT_oct2point(groups->key.get(), q.get(), point.data(), point.size(), scratch.get()) == 1 &&
      EC_POINT_is_at_infinity(groups->key.get(), q.get()) == 0 &&
      EC_GROUP_set_generator(groups->key.get(), q.get(), EC_GROUP_get0_order(groups->curve.get()),
                             BN_value_one()) == 1 &&
      make_table(groups->key.get(), scratch.get());
  if (!good) return nullptr;
  return std::unique_ptr<const BusyP256Key>(new BusyP256Key(std::move(groups)));
}

bool BusyP256Key::verify(ByteView hash, ByteView signature) const {
  const openssl::ErrorQueueGuard guard;
  const auto raw = ecdsa_der_to_raw(signature, field);
  if (!raw) return false;
  const EC_GROUP* curve = groups_->curve.get();
  const EC_GROUP* key = groups_->key.get();
  const BIGNUM* n = EC_GROUP_get0_order(curve);
  Scratch scratch;
  BIGNUM *r = scratch.number(), *s = scratch.number(), *e = scratch.number(), *w = scratch.number(),
         *x = scratch.number();
  const openssl::Point sum(EC_POINT_new(curve)), other(EC_POINT_new(key));
  if (x == nullptr || !sum || !other) return false;
  // The leftmost bits of the hash, as many as the order has.
  const bool read = BN_bin2bn(raw->data(), field, r) != nullptr &&
                    BN_bin2bn(raw->data() + field, field, s) != nullptr &&
                    BN_bin2bn(hash.data(), static_cast<int>(std::min(hash.size(), field)), e) != nullptr;
  if (!read) return false;
  // 1. r and s are in [1, n - 1].
  if (BN_is_zero(r) || BN_is_zero(s) || BN_cmp(r, n) >= 0 || BN_cmp(s, n) >= 0) return false;
  // 3. and 4. w = 1/s, u1 = e·w, u2 = r·w.
  BN_CTX* context = scratch.context();
  if (BN_mod_inverse(w, s, n, context) == nullptr || BN_mod_mul(e, e, w, n, context) != 1 ||
      BN_mod_mul(w, r, w, n, context) != 1) {
    return false;
  }
  // 5. R = u1·G + u2·Q, not at infinity.
  if (EC_POINT_mul(curve, sum.get(), e, nullptr, nullptr, context) != 1 ||
      EC_POINT_mul(key, other.get(), w, nullptr, nullptr, context) != 1 ||
      EC_POINT_add(curve, sum.get(), sum.get(), other.get(), context) != 1 ||
      EC_POINT_is_at_infinity(curve, sum.get()) != 0) {
    return false;
  }
  // 6. to 8. The x coordinate of R, modulo n, is r.
  return EC_POINT_get_affine_coordinates(curve, sum.get(), x, nullptr, context) == 1 &&
         BN_nnmod(x, x, n, context) == 1 && BN_cmp(x, r) == 0;
}

}  // namespace newel
