#include "crypto/nacl.h"

#include <sodium.h>

namespace newel::nacl {
namespace {

void ready() {
  static const bool started = sodium_init() >= 0;
  if (!started) throw Error("libsodium could not be started");
}

tl::unexpected<Failure> not_opened() { return failure("error authenticating or decrypting input"); }

}  // namespace

KeyPair box_keypair() {
  ready();
  KeyPair pair{Bytes(crypto_box_PUBLICKEYBYTES), SecretBytes(crypto_box_SECRETKEYBYTES)};
  crypto_box_keypair(pair.public_key.data(), pair.private_key.data());
  return pair;
}

KeyPair sign_keypair() {
  ready();
  KeyPair pair{Bytes(crypto_sign_PUBLICKEYBYTES), SecretBytes(crypto_sign_SECRETKEYBYTES)};
  crypto_sign_keypair(pair.public_key.data(), pair.private_key.data());
  return pair;
}

Bytes auth(ByteView message, ByteView key) {
  Bytes out(crypto_auth_BYTES);
  crypto_auth(out.data(), message.data(), message.size(), key.data());
  return out;
}

bool auth_verify(ByteView digest, ByteView message, ByteView key) {
  return digest.size() == crypto_auth_BYTES &&
         crypto_auth_verify(digest.data(), message.data(), message.size(), key.data()) == 0;
}

Bytes secretbox_seal(ByteView message, ByteView nonce, ByteView key) {
  Bytes out(message.size() + crypto_secretbox_MACBYTES);
  crypto_secretbox_easy(out.data(), message.data(), message.size(), nonce.data(), key.data());
  return out;
}

Expected<Bytes> secretbox_open(ByteView sealed, ByteView nonce, ByteView key) {
  if (sealed.size() < crypto_secretbox_MACBYTES) return not_opened();
  Bytes out(sealed.size() - crypto_secretbox_MACBYTES);
  if (crypto_secretbox_open_easy(out.data(), sealed.data(), sealed.size(), nonce.data(), key.data()) != 0)
    return not_opened();
  return out;
}

Expected<Bytes> box_seal(ByteView message, ByteView nonce, ByteView recipient, ByteView own_private) {
  Bytes out(message.size() + crypto_box_MACBYTES);
  if (crypto_box_easy(out.data(), message.data(), message.size(), nonce.data(), recipient.data(),
                      own_private.data()) != 0) {
    return failure("invalid public key: it is of low order");
  }
  return out;
}

Expected<Bytes> box_open(ByteView sealed, ByteView nonce, ByteView sender, ByteView own_private) {
  if (sealed.size() < crypto_box_MACBYTES) return not_opened();
  Bytes out(sealed.size() - crypto_box_MACBYTES);
  if (crypto_box_open_easy(out.data(), sealed.data(), sealed.size(), nonce.data(), sender.data(),
                           own_private.data()) != 0) {
    return not_opened();
  }
  return out;
}

Bytes sign(ByteView message, ByteView private_key) {
  Bytes out(message.size() + crypto_sign_BYTES);
  crypto_sign(out.data(), nullptr, message.data(), message.size(), private_key.data());
  return out;
}

Expected<Bytes> sign_open(ByteView signed_message, ByteView public_key) {
  if (signed_message.size() < crypto_sign_BYTES) return failure("error authenticating input");
  Bytes out(signed_message.size() - crypto_sign_BYTES);
  if (crypto_sign_open(out.data(), nullptr, signed_message.data(), signed_message.size(),
                       public_key.data()) != 0) {
    return failure("error authenticating input");
  }
  return out;
}

}  // namespace newel::nacl
