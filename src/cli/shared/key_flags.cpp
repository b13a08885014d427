#include "cli/shared/key_flags.h"

#include <fmt/format.h>

namespace newel::cli {
namespace {

PrivateKey generate_ec(const Invocation& in) {
  if (in.is_set("size")) throw incompatible_flag_value("size", "kty", "EC");
  const std::string name = in.string("curve");
  if (name.empty() || name == "P-256") return PrivateKey::generate_ec(Curve::p256);
  if (name == "P-384") return PrivateKey::generate_ec(Curve::p384);
  if (name == "P-521") return PrivateKey::generate_ec(Curve::p521);
  throw incompatible_values("kty", "EC", "curve", name, "P-256, P-384, P-521");
}

PrivateKey generate_okp(const Invocation& in) {
  if (in.is_set("size")) throw incompatible_flag_value("size", "kty", "OKP");
  const std::string name = in.string("curve");
  if (name.empty() || name == "Ed25519") return PrivateKey::generate_ed25519();
  throw incompatible_values("kty", "OKP", "curve", name, "Ed25519");
}

PrivateKey generate_rsa(const Invocation& in) {
  if (in.is_set("curve")) throw incompatible_flag_value("curve", "kty", "RSA");
  const std::int64_t bits = in.is_set("size") ? in.integer("size") : 2048;
  if (bits < 2048 && !in.boolean("insecure")) throw min_size_insecure("size", "2048");
  if (bits <= 0) throw min_size("size", "0");
  if (bits < 1024) {
    throw Error(fmt::format(
        "error generating RSA key: crypto/rsa: {}-bit keys are insecure; use at least 1024 bits", bits));
  }
  if (bits > 16384)
    throw invalid_flag_value_hint("size", std::to_string(bits), "the largest RSA key is 16384 bits");
  return PrivateKey::generate_rsa(static_cast<int>(bits));
}

}  // namespace

PrivateKey generate_key(const Invocation& in) {
  if (!in.is_set("kty")) {
    if (in.is_set("curve")) throw required_with("curve", "kty");
    if (in.is_set("size")) throw required_with("size", "kty");
    return PrivateKey::generate_ec(Curve::p256);
  }
  const std::string kty = in.string("kty");
  if (kty == "EC") return generate_ec(in);
  if (kty == "OKP") return generate_okp(in);
  if (kty == "RSA") return generate_rsa(in);
  throw invalid_flag_value("kty", kty, "RSA, EC, OKP");
}

}  // namespace newel::cli
