// Decoding a JSON tree into structures by the rules of Go's encoding/json.
//
// Members match exactly or else ignoring case; null leaves a plain member as it is; unknown members are
// ignored, and of two with one name the last one counts. A value of the wrong kind in a plain member does not
// end the decoding: the first such mismatch is reported when everything else has been read. Members with a
// decoding of their own throw Error at once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "template/json_tree.h"

namespace newel::templates {

/// Where the decoding is, for messages: the Go structure and the path of members from the root.
class JsonPlace {
 public:
  JsonPlace(std::string_view structure, std::optional<std::string>& first_mismatch)
      : structure_(structure), first_mismatch_(&first_mismatch) {}
  /// A structure inside the member `name` of this one.
  JsonPlace inside(std::string_view structure, std::string_view name) const;
  /// "json: cannot unmarshal <kind> into Go struct field <S>.<path> of type <T>", unless something went wrong
  /// before. `number`: the digits follow, as for integers that do not fit.
  void mismatch(std::string_view name, const JsonNode& node, std::string_view type,
                bool number = false) const;
  void fail(std::string text) const;

 private:
  std::string_view structure_;
  std::string path_;
  std::optional<std::string>* first_mismatch_;
};

/// Plain members. Each leaves `out` alone for null.
void read_text(const JsonPlace& place, std::string_view name, const JsonNode& node, std::string& out);
void read_boolean(const JsonPlace& place, std::string_view name, const JsonNode& node, bool& out);
void read_integer(const JsonPlace& place, std::string_view name, const JsonNode& node, std::int64_t& out,
                  std::string_view type = "int");
/// Base64, or a list of octets as numbers. null: no octets at all, which is something else than none of them.
void read_octets(const JsonPlace& place, std::string_view name, const JsonNode& node,
                 std::optional<Bytes>& out, std::string_view type = "[]uint8");

/// A text; throws "json: cannot unmarshal <kind> into Go value of type string". null is "".
std::string text_value(const JsonNode& node);
/// A text or a list of texts; nullopt for null. Mismatches carry "error unmarshaling json: " `wraps` times.
std::optional<std::vector<std::string>> texts_value(const JsonNode& node, int wraps);

template <class T>
struct JsonMember {
  std::string_view name;
  void (*read)(T&, const JsonPlace&, const JsonNode&);
};

bool names_member(std::string_view member, std::string_view key);  ///< ignoring case as Go folds it

/// Reads the members of an object; the caller has seen that it is one.
template <class T>
void read_members(T& out, const JsonPlace& place, const JsonNode& node,
                  std::span<const JsonMember<T>> members) {
  for (const auto& [key, value] : node.members) {
    const JsonMember<T>* found = nullptr;
    for (const JsonMember<T>& member : members) {
      if (member.name == key) {
        found = &member;
        break;
      }
      if (found == nullptr && names_member(member.name, key)) found = &member;
    }
    if (found != nullptr) found->read(out, place, value);
  }
}

}  // namespace newel::templates
