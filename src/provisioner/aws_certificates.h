// What AWS signs instance identity documents with.
#pragma once

#include <span>
#include <string_view>

namespace newel::provisioner {

/// Certificates of all regions, built in: base64 of DER.
std::span<const std::string_view> aws_certificates();

}  // namespace newel::provisioner
