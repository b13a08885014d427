#include "crypto/one_time_key.h"

#include <array>

#include "crypto/curves.h"

namespace newel {
namespace {

struct KeptKey {
  openssl::PKey key;
  openssl::PKeyContext context;
};

// Of this thread. Null parts when OpenSSL has no memory.
KeptKey& kept_key(Curve curve) {
  thread_local std::array<KeptKey, 4> all;
  KeptKey& one = all.at(static_cast<std::size_t>(curve));
  if (one.context != nullptr) return one;
  one.key.reset(EVP_PKEY_new());
  if (one.key && EVP_PKEY_copy_parameters(one.key.get(), curve_template(curve)) == 1)
    one.context.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, one.key.get(), nullptr));
  return one;
}

}  // namespace

bool verify_once(Curve curve, ByteView point, ByteView hash, ByteView signature) {
  const openssl::ErrorQueueGuard guard;
  KeptKey& kept = kept_key(curve);
  // The context is initialised anew for every point: what it has taken from the key before is forgotten.
  const bool ready = kept.context &&
                     EVP_PKEY_set1_encoded_public_key(kept.key.get(), point.data(), point.size()) == 1 &&
                     EVP_PKEY_verify_init(kept.context.get()) == 1;
  if (!ready) kept = {};
  openssl::check(ready, "preparing to verify a signature failed");
  return EVP_PKEY_verify(kept.context.get(), signature.data(), signature.size(), hash.data(), hash.size()) ==
         1;
}

}  // namespace newel
