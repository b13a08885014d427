// What is known of each curve: names, sizes, encodings, and the shared OpenSSL objects. Internal to this
// folder.
#pragma once

#include <optional>

#include "base/bytes.h"
#include "crypto/openssl.h"

namespace newel {

struct CurveInfo {
  Curve curve;
  int nid;
  const char* group;  ///< OpenSSL's name
  int bits;
  std::size_t field;  ///< octets of a coordinate
  ByteView oid;       ///< contents octets
};

const CurveInfo& curve_info(Curve curve);
std::optional<Curve> curve_from_oid(ByteView oid);

/// Shared for the life of the process; read-only, so any thread may use it.
const EC_GROUP* curve_group(Curve curve);
/// A key without a point: copying its parameters is a third of the price of naming the curve again.
const EVP_PKEY* curve_template(Curve curve);

/// True for 0x04 || x || y with the point on the curve (the uncompressed form of SEC 1 section 2.3.3).
bool is_curve_point(Curve curve, ByteView point);

}  // namespace newel
