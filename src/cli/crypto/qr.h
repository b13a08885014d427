// A QR code as a PNG picture.
#pragma once

#include <string>

#include "base/bytes.h"

namespace newel::cli::crypto {

/// Grey, error correction level M, about `pixels` wide and high with its quiet zone. Throws Error for a text
/// too long.
Bytes qr_png(const std::string& text, unsigned pixels);

}  // namespace newel::cli::crypto
