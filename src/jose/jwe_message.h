// A JWE taken apart (RFC 7516 sections 3 and 7). Internal to this folder.
#pragma once

#include <string>

#include "base/json.h"
#include "jose/content_encryption.h"

namespace newel::jose {

struct JweMessage {
  json::Object header;         ///< all headers together: RFC 7516 section 4
  bool zip_protected = false;  ///< a `zip` counts in the protected header only (section 4.1.3)
  Bytes encrypted_key;
  Sealed sealed;
  std::string aad;

  /// Either serialization, one recipient; white space is ignored.
  static Expected<JweMessage> parse(std::string_view text);
  /// alg, and how the content is encrypted. Failure for a message that lacks one, or that asks for what we do
  /// not support (`crit`, a `zip` other than DEF).
  struct Methods {
    std::string alg;
    const ContentEncryption* content;
    bool compressed = false;
  };
  Expected<Methods> methods() const;
};

/// The clear text under the content encryption key, decompressed if need be.
Expected<SecretBytes> open_message(const JweMessage& message, const JweMessage::Methods& methods,
                                   ByteView key);

/// The compact serialization: compresses what the header's `zip` asks to be, seals the content under `key`,
/// bound to the header.
std::string seal_compact(const json::Object& header, ByteView encrypted_key, const ContentEncryption& how,
                         ByteView key, ByteView plaintext);

}  // namespace newel::jose
