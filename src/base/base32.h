// Base32 (RFC 4648 section 6): the form in which one-time password secrets are written.
#pragma once

#include "base/bytes.h"
#include "base/error.h"

namespace newel {

std::string base32_encode(ByteView bytes);  ///< upper case, without padding
/// Either case, padding optional.
Expected<Bytes> base32_decode(std::string_view text);

}  // namespace newel
