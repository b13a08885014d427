// Reading the members that all provisioner types share.
#pragma once

#include "provisioner/provisioner.h"

namespace newel::provisioner {

/// The text of a member; "" if it is absent, null or not a string.
std::string text_member(const json::Object& document, std::string_view name);

/// The texts of a member that is a list; entries of other kinds are left out.
std::vector<std::string> text_list_member(const json::Object& document, std::string_view name);

/// Type, name and claims, checked. Throws Error "provisioner name cannot be empty" and the like.
struct CommonMembers {
  std::string name;
  EffectiveClaims claims;
};
CommonMembers read_common_members(const json::Object& document, const Environment& environment);

}  // namespace newel::provisioner
