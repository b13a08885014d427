// The validation level in the JSON form of a certificate.
#pragma once

#include "x509/certificate.h"

namespace newel::x509 {

/// "DV", "OV", "EV" or "unknown".
std::string_view validation_level(const Certificate& certificate);

}  // namespace newel::x509
