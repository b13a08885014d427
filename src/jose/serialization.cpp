#include "jose/serialization.h"

#include <algorithm>
#include <vector>

#include "base/encoding.h"

namespace newel::jose {
namespace {

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

Unspaced::Unspaced(std::string_view text) : view_(text) {
  if (std::none_of(text.begin(), text.end(), is_ascii_space)) return;
  copy_.reserve(text.size());
  std::remove_copy_if(text.begin(), text.end(), std::back_inserter(copy_), is_ascii_space);
  view_ = copy_;
}

Expected<Bytes> decode_part(std::string_view part) {
  while (part.ends_with('=')) part.remove_suffix(1);
  return base64_decode(part, Base64::url_raw);
}

Expected<json::Object> decode_header(std::string_view part) {
  const auto text = decode_part(part);
  if (!text) return tl::unexpected(text.error());
  auto value = json::parse_strict(as_text(*text));
  if (!value) return tl::unexpected(value.error());
  if (!value->is_object()) {
    return failure(std::string("json: cannot unmarshal ") +
                   (value->is_array()    ? "array"
                    : value->is_string() ? "string"
                    : value->is_bool()   ? "bool"
                    : value->is_null()   ? "null"
                                         : "number") +
                   " into Go value of type jose.rawHeader");
  }
  return std::move(value->get_object());
}

json::Object sorted_by_name(const json::Object& object) {
  std::vector<const json::Object::value_type*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->key() < b->key(); });
  json::Object out;
  out.reserve(object.size());
  for (const auto* member : members) out.emplace(member->key(), member->value());
  return out;
}

}  // namespace newel::jose
