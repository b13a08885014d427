// The certificates and CRLs that a PKCS#7 or CMS SignedData carries (RFC 2315 section 9.1, RFC 5652
// section 5.1): .p7b and .p7c files, and the signatures of executables. Nothing in it is verified.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/error.h"

namespace newel {

struct Pkcs7Contents {
  std::vector<Bytes> certificates;  ///< DER, in the order of the file
  std::vector<Bytes> crls;          ///< DER
};

/// DER, with anything behind it ignored (executables fill up with zeros); BER with indefinite lengths is read
/// too. Failure: "it is not a PKCS#7 SignedData".
Expected<Pkcs7Contents> read_pkcs7(ByteView message);

/// Whether the octets begin as such a message does, so that a failure to read it is worth telling.
bool looks_like_pkcs7(ByteView message);

}  // namespace newel
