// The certificates in the signature of a Windows executable (Microsoft's "PE Format" and "Authenticode"
// documents).
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/error.h"

namespace newel {

/// DER of each certificate, in the order of the file, of a PE32 or PE32+ executable. Nothing is verified.
/// Failures: "Unable to open the PE file: …", "Error parsing the executable's headers: No Certificate Table
/// found", "Error to parse the certificate table from the executable's table: …".
Expected<std::vector<Bytes>> authenticode_certificates(ByteView executable);

}  // namespace newel
