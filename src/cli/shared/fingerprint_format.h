// Fingerprints as text: hexadecimal, base64 in its forms, or one emoji an octet, for eyes that compare.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace newel::cli {

/// hex, base64, base64url, base64raw, base64urlraw, emoji and their spellings; case and outer blanks are
/// ignored. Throws Error "error parsing fingerprint format: '<v>' is not a valid fingerprint format".
std::string format_fingerprint(ByteView digest, std::string_view format);

}  // namespace newel::cli
