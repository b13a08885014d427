// Semantic versions: read leniently ("v1.2" counts), compared by precedence, matched against constraints.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "template/value.h"

namespace newel::templates {

namespace types {
extern const Type semver;
}

struct Version final : Object {
  std::uint64_t major = 0, minor = 0, patch = 0;
  std::string prerelease, metadata, original;

  std::string text() const;
  int compare(const Version& other) const;
  bool equals(const Object& other) const override { return compare(static_cast<const Version&>(other)) == 0; }
};

Expected<Version> parse_version(std::string_view text);
Expected<bool> satisfies(const Version& version, std::string_view constraint);

}  // namespace newel::templates
