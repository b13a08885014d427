// The JSON of a provisioner as it is listed and written back: the reference's member order, durations in
// their normal form, absent members left out.
#pragma once

#include "base/json.h"
#include "provisioner/provisioner.h"

namespace newel::provisioner {

/// `type` is kept as it was written. Members nobody knows, and members whose content does not parse, are kept
/// as they are, behind the known ones.
json::Object normalized_document(const json::Object& document);

/// The same for everybody to see, as GET /provisioners lists it: of a key that is private, symmetric or
/// broken only what is public stays.
json::Object listed_document(const json::Object& document);

/// Every member that ca.json may have in a provisioner of this type; empty for a type we do not know the
/// members of.
std::vector<std::string_view> member_names(Type type);

/// Replaces the member of this name, however its case is written, or appends it: defaults that a type fills
/// in before it is listed.
void set_member(json::Object& document, std::string_view name, json::Value value);

}  // namespace newel::provisioner
