// The two serializations of a JWS (RFC 7515 section 7) or JWE (RFC 7516 section 7), one into the other.
#pragma once

#include <string>

#include "base/error.h"

namespace newel::jose {

/// JSON becomes compact, compact becomes flattened JSON on one line. White space is ignored. Failure: "error
/// parsing data: …", and "error serializing data: …" for what has no compact form (several signatures or
/// recipients, unprotected headers).
Expected<std::string> reformat(std::string_view text);

}  // namespace newel::jose
