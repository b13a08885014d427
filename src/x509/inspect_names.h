// The words in which certificates are described to people: algorithms, keys, usages, numbers.
#pragma once

#include <string>

#include "x509/certificate.h"

namespace newel::x509 {

/// "ECDSA-SHA256"; for algorithms we cannot use their post-quantum name or dotted OID; "Unknown" if even that
/// fails.
std::string signature_algorithm_label(SignatureAlgorithm algorithm, ByteView algorithm_der);

/// True for the names of MD2, MD5 and DSA signatures, which only this description knows.
bool is_old_signature_algorithm(std::string_view label);

/// A public key as far as it can be described: also the kinds that no other part of the program works with.
struct KeyDescription {
  std::string algorithm;         ///< "RSA", "DSA", "ECDSA", "Ed25519", else a name or dotted OID
  std::optional<PublicKey> key;  ///< when it is one of ours
  struct Dsa {
    Bytes y, p, q, g;
  };
  std::optional<Dsa> dsa;
  Bytes raw;  ///< contents of the BIT STRING
};
KeyDescription describe_key(ByteView spki, const Expected<PublicKey>& key);

/// Issuer and subject are equal and its own key verifies it.
bool is_self_signed(const Certificate& certificate);

/// Names of the key usage bits that are set, in the order of RFC 5280.
std::vector<std::string> key_usage_labels(unsigned usage);
/// "JWK" …; "42 (unknown)".
std::string provisioner_type_label(int type);

/// "aa:bb:cc".
std::string colon_hex(ByteView octets, bool upper = false);
/// The octets as UTF-8 with a dot for every character that does not print; `changed` tells whether there was
/// one.
std::string printable_dump(ByteView octets, bool* changed = nullptr);
ByteView without_leading_zeros(ByteView magnitude);

}  // namespace newel::x509
