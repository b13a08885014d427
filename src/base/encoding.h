// Hexadecimal and base64 (RFC 4648), strict.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/error.h"

namespace newel {

std::string hex_encode(ByteView bytes);        ///< lower case
std::string hex_encode_upper(ByteView bytes);  ///< upper case
Expected<Bytes> hex_decode(std::string_view text);

enum class Base64 {
  standard,      ///< A-Za-z0-9+/ with padding
  standard_raw,  ///< the same without padding
  url,           ///< A-Za-z0-9-_ with padding
  url_raw,       ///< the same without padding: the JOSE form
};

std::string base64_encode(ByteView bytes, Base64 form = Base64::standard);

/// Line breaks (CR, LF) are skipped as Go's decoder skips them; anything else foreign is an error
/// "illegal base64 data at input byte N". Trailing bits that are not zero are accepted, as in Go.
Expected<Bytes> base64_decode(std::string_view text, Base64 form = Base64::standard);

inline std::string base64url(ByteView bytes) { return base64_encode(bytes, Base64::url_raw); }

}  // namespace newel
