#include "jose/key_agreement.h"

#include "crypto/digest.h"
#include "crypto/openssl.h"

namespace newel::jose {
namespace {

Expected<SecretBytes> shared_secret(const PrivateKey& own, const PublicKey& theirs) {
  const PublicKey& half = own.public_key();
  if (half.type() != KeyType::ec || theirs.type() != KeyType::ec || half.curve() != theirs.curve())
    return failure("ECDH-ES needs two EC keys on the same curve");
  const openssl::ErrorQueueGuard guard;
  const openssl::PKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, own.native(), nullptr));
  std::size_t size = 0;
  if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer(context.get(), theirs.native()) != 1 ||
      EVP_PKEY_derive(context.get(), nullptr, &size) != 1) {
    return failure("error in cryptographic primitive");
  }
  SecretBytes out(size);
  if (EVP_PKEY_derive(context.get(), out.data(), &size) != 1)
    return failure("error in cryptographic primitive");
  out.resize(size);
  return out;
}

void put_number(SecretBytes& to, std::size_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<Byte>(number >> shift));
}

void put_prefixed(SecretBytes& to, ByteView octets) {
  put_number(to, octets.size());
  to.insert(to.end(), octets.begin(), octets.end());
}

}  // namespace

Expected<SecretBytes> agree_on_key(const PrivateKey& own, const PublicKey& theirs, const AgreementInfo& info,
                                   std::size_t size) {
  const auto secret = shared_secret(own, theirs);
  if (!secret) return secret;
  SecretBytes out;
  for (std::size_t round = 1; out.size() < size; ++round) {
    SecretBytes input;
    put_number(input, round);
    input.insert(input.end(), secret->begin(), secret->end());
    put_prefixed(input, as_bytes(info.algorithm));
    put_prefixed(input, info.apu);
    put_prefixed(input, info.apv);
    put_number(input, size * 8);  // SuppPubInfo
    const Sha256Digest block = sha256(input);
    out.insert(out.end(), block.begin(), block.end());
  }
  out.resize(size);
  return out;
}

}  // namespace newel::jose
