// The types of key managers that a configuration may name.
#pragma once

#include <string_view>

namespace newel::kms {

enum class Support {
  available,
  later,      ///< a valid type whose driver this build does not have yet
  elsewhere,  ///< valid in a configuration, but never part of the server (platform key stores)
};

struct KmsType {
  std::string_view name;  ///< also the scheme of its URIs
  Support support;
};

/// nullptr for an unknown type; `name` in lower case.
const KmsType* find_kms_type(std::string_view name);

}  // namespace newel::kms
