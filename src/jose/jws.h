// JSON Web Signatures (RFC 7515): both serializations are read, the compact one is written.
#pragma once

#include <string>

#include "base/json.h"
#include "jose/jwk.h"

namespace newel::jose {

/// A parsed, not yet verified, JWS with one signature.
struct Jws {
  json::Object header;         ///< the protected one: the only one that verification looks at
  json::Object unprotected;    ///< of the JSON serialization
  std::string protected_part;  ///< base64url text
  std::string payload_part;    ///< base64url text
  Bytes payload;
  Bytes signature;

  std::string algorithm() const;  ///< "" if absent
  std::string kid() const;
  std::string header_text(std::string_view name) const;  ///< "" if absent or not a string

  /// Compact, or (text that begins with '{') flattened or general JSON with one signature. White space is
  /// ignored and trailing '=' tolerated, as the reference does. Failures as the reference's JOSE library,
  /// without its name in front: "compact JWS format must have three parts".
  static Expected<Jws> parse(std::string_view text);
  /// The algorithm of the header must fit the key type; "none" never verifies; `crit` makes it fail.
  bool verify(const PublicKey& key) const;
  bool verify_hmac(ByteView key) const;
};

/// `header` gets "alg"; its members are sorted by name. Throws Error if the key cannot sign with `algorithm`.
std::string sign_compact(json::Object header, ByteView payload, const Signer& key,
                         std::string_view algorithm);
/// XEdDSA, with an X25519 key.
std::string sign_compact_xeddsa(json::Object header, ByteView payload, const PrivateKey& key);
std::string sign_compact_hmac(json::Object header, ByteView payload, ByteView key,
                              std::string_view algorithm);

}  // namespace newel::jose
