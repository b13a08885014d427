// A serial number as a person types it.
#pragma once

#include <string>
#include <string_view>

namespace newel::cli::ca {

/// Decimal digits of a number in Go's base-0 form: 10, 0x1f, 0b101, 0o17, 017. Throws Error "'<s>' is not a
/// valid serial number
/// - use a base 10 representation or add a prefix indicating the base".
std::string decimal_serial(std::string_view text);

}  // namespace newel::cli::ca
