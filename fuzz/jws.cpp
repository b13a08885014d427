// JWS and JWT: no text that was not signed verifies, and parsing does not depend on verifying.
#include "jose/jwt.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel;
  static const PrivateKey ec = PrivateKey::generate_ec(Curve::p256);
  static const PrivateKey ed = PrivateKey::generate_ed25519();
  static const Bytes secret = to_bytes("a secret the corpus does not know");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto jws = jose::Jws::parse(text)) {
    if (jws->verify(ec.public_key()) || jws->verify(ed.public_key()) || jws->verify_hmac(secret))
      std::abort();
  }
  if (const auto jwt = jose::Jwt::parse(text)) {
    if (!jose::Jws::parse(text)) std::abort();
    (void)jose::validate(jwt->claims, {});
  }
  return 0;
}
