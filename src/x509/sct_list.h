// The list of certificate transparency timestamps in a certificate (RFC 6962 section 3.3).
#pragma once

#include "base/bytes.h"
#include "base/error.h"

namespace newel::x509 {

struct SignedTimestamp {
  int version = 0;
  Bytes log_id;
  std::uint64_t milliseconds = 0;
  Bytes extensions;
  int hash = 0, signature_algorithm = 0;  ///< as in TLS 1.2
  Bytes signature;
  Bytes signature_struct;  ///< both algorithms, length and signature
};

/// `value` is the extension's: an OCTET STRING around the TLS structure.
Expected<std::vector<SignedTimestamp>> decode_sct_list(ByteView value);

}  // namespace newel::x509
