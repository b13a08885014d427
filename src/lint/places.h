// Countries and addresses that mean something to the Baseline Requirements.
#pragma once

#include <string_view>

#include "base/ip.h"

namespace newel::lint {

/// ISO 3166-1 alpha-2, the codes of places that were, and XX. Any case.
bool is_country_code(std::string_view code);
/// Set apart by IANA for something else than hosts on the internet.
bool is_reserved_address(const IpAddress& ip);

}  // namespace newel::lint
