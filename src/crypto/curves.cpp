#include "crypto/curves.h"

#include <openssl/core_names.h>
#include <openssl/obj_mac.h>

#include <array>

#include "base/error.h"

namespace newel {
namespace {

constexpr Byte oid_p224[] = {0x2b, 0x81, 0x04, 0x00, 0x21};
constexpr Byte oid_p256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr Byte oid_p384[] = {0x2b, 0x81, 0x04, 0x00, 0x22};
constexpr Byte oid_p521[] = {0x2b, 0x81, 0x04, 0x00, 0x23};

constexpr std::array<CurveInfo, 4> curves{{
    {Curve::p224, NID_secp224r1, "P-224", 224, 28, oid_p224},
    {Curve::p256, NID_X9_62_prime256v1, "P-256", 256, 32, oid_p256},
    {Curve::p384, NID_secp384r1, "P-384", 384, 48, oid_p384},
    {Curve::p521, NID_secp521r1, "P-521", 521, 66, oid_p521},
}};

EVP_PKEY* make_template(const CurveInfo& info) {
  openssl::PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  char* group = const_cast<char*>(info.group);
  OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
                         OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  const bool ok = context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEY_PARAMETERS, params) == 1;
  openssl::check(ok, "preparing a curve failed");
  return key;
}

// One lazily made object per curve, each under its own guard: a process that only ever sees P-256 pays for
// P-256.
template <class T, T* (*make)(const CurveInfo&)>
const T* shared_object(Curve curve) {
  switch (curve) {
    case Curve::p224: {
      static T* object = make(curves[0]);
      return object;
    }
    case Curve::p256: {
      static T* object = make(curves[1]);
      return object;
    }
    case Curve::p384: {
      static T* object = make(curves[2]);
      return object;
    }
    default: {
      static T* object = make(curves[3]);
      return object;
    }
  }
}

EC_GROUP* make_group(const CurveInfo& info) {
  EC_GROUP* group = EC_GROUP_new_by_curve_name(info.nid);
  openssl::check(group != nullptr, "preparing a curve failed");
  return group;
}

}  // namespace

const CurveInfo& curve_info(Curve curve) { return curves[static_cast<std::size_t>(curve)]; }

std::optional<Curve> curve_from_oid(ByteView oid) {
  for (const CurveInfo& info : curves) {
    if (equal(info.oid, oid)) return info.curve;
  }
  return std::nullopt;
}

const EC_GROUP* curve_group(Curve curve) { return shared_object<EC_GROUP, make_group>(curve); }
const EVP_PKEY* curve_template(Curve curve) { return shared_object<EVP_PKEY, make_template>(curve); }

bool is_curve_point(Curve curve, ByteView point) {
  const CurveInfo& info = curve_info(curve);
  if (point.size() != 1 + 2 * info.field || point[0] != POINT_CONVERSION_UNCOMPRESSED) return false;
  const EC_GROUP* group = curve_group(curve);
  thread_local const openssl::BigNumberContext scratch(BN_CTX_new());
  const openssl::Point decoded(EC_POINT_new(group));
  const bool on_curve =
      decoded && scratch &&
      EC_POINT_oct2point(group, decoded.get(), point.data(), point.size(), scratch.get()) == 1;
  if (!on_curve) ERR_clear_error();
  return on_curve;
}

}  // namespace newel
