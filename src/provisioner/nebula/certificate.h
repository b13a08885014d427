// Certificates of the Nebula overlay network, both versions: 1 is protobuf, 2 is ASN.1 (reference:
// github.com/slackhq/nebula cert/).
//
// Both readers are strict: of every certificate there is exactly one encoding, the one Nebula writes, so that
// what was signed and what is fingerprinted are pieces of the input and nothing is written again to verify.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "base/ip.h"
#include "base/time.h"
#include "crypto/public_key.h"

namespace newel::provisioner::nebula {

inline constexpr std::string_view v1_label = "NEBULA CERTIFICATE", v2_label = "NEBULA CERTIFICATE V2";

/// An address and the length of its network's prefix: "10.1.0.7/16".
struct Prefix {
  IpAddress address;
  int bits = 0;
  std::string to_string() const { return address.to_string() + "/" + std::to_string(bits); }
  /// `other` lies within this network.
  bool contains(const Prefix& other) const;
  bool operator==(const Prefix&) const = default;
};

enum class CurveKind : Byte { curve25519 = 0, p256 = 1 };

struct Certificate {
  int version = 1;
  std::string name;
  std::vector<Prefix> networks, unsafe_networks;
  std::vector<std::string> groups;
  bool is_ca = false;
  Time not_before{}, not_after{};
  std::string issuer;  ///< fingerprint of the CA, hexadecimal; "" for a CA
  CurveKind curve = CurveKind::curve25519;
  Bytes public_key;   ///< 32 octets, or 65 of an uncompressed point
  Bytes signature;    ///< Ed25519, or DER of ECDSA
  Bytes raw;          ///< all of it, as it was read
  Bytes signed_part;  ///< what the signature is over
  std::string fingerprint;

  static Expected<Certificate> parse_v1(ByteView protobuf);
  static Expected<Certificate> parse_v2(ByteView der);
  /// Version 1, else version 2.
  static Expected<Certificate> parse(ByteView octets);
  /// The first PEM block. Failure: "input did not contain a valid PEM encoded block", "bytes did not contain
  /// a proper certificate banner".
  static Expected<Certificate> parse_pem(std::string_view pem);

  /// Neither before nor after its validity.
  bool is_valid_at(Time t) const { return not_before <= t && t <= not_after; }
  /// The key a host signs with: X25519 (XEdDSA) or P-256.
  Expected<PublicKey> host_key() const;
  /// Signed by this certificate's key, as that of a CA: Ed25519 or P-256.
  bool has_signed(const Certificate& other) const;
  /// The name, then the addresses: what the certificate says its owner is called.
  std::vector<std::string> identities() const;
};

}  // namespace newel::provisioner::nebula
