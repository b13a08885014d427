// Reading the members that all provisioner types share.
#pragma once

#include "provisioner/provisioner.h"

namespace newel::provisioner {

/// The text of a member; "" if it is absent, null or not a string.
std::string text_member(const json::Object& document, std::string_view name);

/// Members of a document, read strictly: absent and null are empty, any other JSON kind throws Error "error
/// unmarshaling provisioner: json: cannot unmarshal …".
std::string strict_text_member(const json::Object& document, std::string_view name);
std::vector<std::string> list_member(const json::Object& document, std::string_view name);
bool bool_member(const json::Object& document, std::string_view name);
Duration duration_member(const json::Object& document, std::string_view name);
/// Base64 of a text (a PEM bundle); nullopt when absent or null.
std::optional<std::string> base64_member(const json::Object& document, std::string_view name);

/// Type, name and claims, checked. Throws Error "provisioner name cannot be empty" and the like.
struct CommonMembers {
  std::string name;
  EffectiveClaims claims;
};
/// The first two errors of every type; other members are looked at after it.
void require_type_and_name(const json::Object& document);
CommonMembers read_common_members(const json::Object& document, const Environment& environment);

}  // namespace newel::provisioner
