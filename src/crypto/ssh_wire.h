// The data types of the SSH protocol (RFC 4251 section 5), and public keys written with them (RFC 4253
// section 6.6, RFC 5656 section 3.1, RFC 8709 section 4).
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/secret.h"
#include "crypto/public_key.h"

namespace newel::ssh_wire {

/// Takes values off the front of its input; every method returns nullopt when the input is too short. Views
/// borrow from the input.
class Reader {
 public:
  explicit Reader(ByteView input) : rest_(input) {}
  bool at_end() const { return rest_.empty(); }
  ByteView rest() const { return rest_; }
  std::optional<std::uint32_t> take_uint32();
  std::optional<ByteView> take_string();
  /// The magnitude of an mpint that is not negative, without leading zeros.
  std::optional<ByteView> take_magnitude();

 private:
  ByteView rest_;
};

/// Builds such a sequence in memory that is wiped: private keys are written with it.
class Writer {
 public:
  Writer& raw(ByteView octets);
  Writer& uint32(std::uint32_t number);
  Writer& string(ByteView octets);
  Writer& string(std::string_view text) { return string(as_bytes(text)); }
  /// A big-endian magnitude; leading zeros are dropped.
  Writer& mpint(ByteView magnitude);
  const SecretBytes& bytes() const { return out_; }

 private:
  SecretBytes out_;
};

/// "ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa". Throws Error for a key SSH has no name for.
std::string_view key_type(const PublicKey& key);
/// "nistp256"; only for EC keys that key_type() knows.
std::string_view curve_identifier(Curve curve);
std::optional<Curve> curve_by_key_type(std::string_view type);

/// The public key blob: what fingerprints hash and authorized_keys lines hold.
Bytes public_blob(const PublicKey& key);
Expected<PublicKey> parse_public_blob(ByteView blob);

}  // namespace newel::ssh_wire
