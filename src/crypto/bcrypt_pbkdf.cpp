// OpenBSD's bcrypt_pbkdf: PBKDF2 with bcrypt in the place of HMAC, and an output woven from all blocks.
//
// bcrypt is Blowfish with a key schedule made expensive: the schedule is run alternately with salt and
// password, here 64 times each, and then encrypts a fixed text 64 times. PBKDF2 would give octet i of the key
// from block i / 32, so that who wants only the first half pays only half; here octet i comes from block
// i mod count, so that every part of the key needs every block.
#include "crypto/bcrypt_pbkdf.h"

#include <openssl/sha.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "crypto/digest.h"

namespace newel {
namespace {

constexpr std::size_t block_size = 32;
constexpr int schedule_turns = 64;
constexpr int encryptions = 64;

// Reads big-endian words from octets that repeat without end.
class WordStream {
 public:
  explicit WordStream(ByteView octets) : octets_(octets) {}
  std::uint32_t next() {
    std::uint32_t word = 0;
    for (int i = 0; i < 4; ++i) {
      word = word << 8 | octets_[at_];
      at_ = (at_ + 1) % octets_.size();
    }
    return word;
  }

 private:
  ByteView octets_;
  std::size_t at_ = 0;
};

class Blowfish {
 public:
  Blowfish() {
    std::copy_n(pi_words.begin(), subkeys_.size(), subkeys_.begin());
    std::copy(pi_words.begin() + subkeys_.size(), pi_words.end(), boxes_.begin());
  }
  Blowfish(const Blowfish&) = delete;
  Blowfish& operator=(const Blowfish&) = delete;
  ~Blowfish() {
    OPENSSL_cleanse(subkeys_.data(), sizeof subkeys_);
    OPENSSL_cleanse(boxes_.data(), sizeof boxes_);
  }

  void encrypt(std::uint32_t& left, std::uint32_t& right) const {
    for (std::size_t round = 0; round < 16; round += 2) {
      left ^= subkeys_[round];
      right ^= mix(left) ^ subkeys_[round + 1];
      left ^= mix(right);
    }
    const std::uint32_t last = left ^ subkeys_[16];
    left = right ^ subkeys_[17];
    right = last;
  }

  // The schedule: the key goes into the subkeys, then what the cipher makes of salt (or of zeros) replaces
  // subkeys and boxes.
  void schedule(ByteView key, ByteView salt = {}) {
    WordStream keys(key);
    for (auto& subkey : subkeys_) subkey ^= keys.next();
    constexpr Byte zero[] = {0};
    WordStream salts(salt.empty() ? ByteView(zero) : salt);
    std::uint32_t left = 0, right = 0;
    const auto replace = [&](auto& words) {
      for (std::size_t i = 0; i < words.size(); i += 2) {
        left ^= salts.next();
        right ^= salts.next();
        encrypt(left, right);
        words[i] = left;
        words[i + 1] = right;
      }
    };
    replace(subkeys_);
    replace(boxes_);
  }

 private:
  std::uint32_t mix(std::uint32_t x) const {
    return ((boxes_[x >> 24] + boxes_[256 + (x >> 16 & 0xff)]) ^ boxes_[512 + (x >> 8 & 0xff)]) +
           boxes_[768 + (x & 0xff)];
  }

  std::array<std::uint32_t, 18> subkeys_;
  std::array<std::uint32_t, 4 * 256> boxes_;
};

using Block = std::array<Byte, block_size>;

Block bcrypt_block(ByteView password_hash, ByteView salt_hash) {
  Blowfish cipher;
  cipher.schedule(password_hash, salt_hash);
  for (int i = 0; i < schedule_turns; ++i) {
    cipher.schedule(salt_hash);
    cipher.schedule(password_hash);
  }
  std::array<std::uint32_t, block_size / 4> words;
  WordStream text(as_bytes("OxychromaticBlowfishSwatDynamite"));
  for (auto& word : words) word = text.next();
  for (int i = 0; i < encryptions; ++i) {
    for (std::size_t j = 0; j < words.size(); j += 2) cipher.encrypt(words[j], words[j + 1]);
  }
  Block out;  // little-endian, unlike everything else
  for (std::size_t i = 0; i < block_size; ++i) out[i] = static_cast<Byte>(words[i / 4] >> (8 * (i % 4)));
  OPENSSL_cleanse(words.data(), sizeof words);
  return out;
}

SecretBytes sha512(ByteView data) {
  SecretBytes out(SHA512_DIGEST_LENGTH);
  SHA512(data.data(), data.size(), out.data());
  return out;
}

// Block `number` (from 1) of the output, all its rounds added up.
Block derive_block(ByteView password_hash, ByteView salt, std::uint32_t number, std::uint32_t rounds) {
  Bytes numbered = to_bytes(salt);
  for (int shift = 24; shift >= 0; shift -= 8) numbered.push_back(static_cast<Byte>(number >> shift));
  Block last = bcrypt_block(password_hash, sha512(numbered));
  Block sum = last;
  for (std::uint32_t round = 1; round < rounds; ++round) {
    last = bcrypt_block(password_hash, sha512(last));
    for (std::size_t i = 0; i < block_size; ++i) sum[i] ^= last[i];
  }
  OPENSSL_cleanse(last.data(), last.size());
  return sum;
}

}  // namespace

SecretBytes bcrypt_pbkdf(const Secret& password, ByteView salt, std::uint32_t rounds, std::size_t size) {
  constexpr std::size_t most = 1024;
  if (password.empty() || salt.empty() || rounds == 0 || size == 0 || size > most)
    throw Error("bcrypt_pbkdf needs a password, a salt, a round and at most 1024 octets to make");
  const SecretBytes password_hash = sha512(password.bytes());
  const std::size_t blocks = (size + block_size - 1) / block_size;
  SecretBytes key(size);
  for (std::size_t block = 0; block < blocks; ++block) {
    Block octets = derive_block(password_hash, salt, static_cast<std::uint32_t>(block + 1), rounds);
    for (std::size_t i = 0; i * blocks + block < size && i < block_size; ++i)
      key[i * blocks + block] = octets[i];
    OPENSSL_cleanse(octets.data(), octets.size());
  }
  return key;
}

}  // namespace newel
