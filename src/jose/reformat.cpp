#include "jose/reformat.h"

#include <span>
#include <vector>

#include "jose/serialization.h"

namespace newel::jose {
namespace {

constexpr std::string_view jws_parts[] = {"protected", "payload", "signature"};
constexpr std::string_view jws_order[] = {"payload", "protected", "signature"};
constexpr std::string_view jwe_parts[] = {"protected", "encrypted_key", "iv", "ciphertext", "tag"};

tl::unexpected<Failure> parsing(const std::string& why) { return failure("error parsing data: " + why); }
tl::unexpected<Failure> no_compact_form() {
  return failure("error serializing data: compact serialization not supported for object");
}

// The base64url text of a member without its padding; "" when absent.
Expected<std::string> part(const json::Object& from, std::string_view name) {
  auto text = json::as_string(json::find(from, name)).value_or("");
  while (text.ends_with('=')) text.pop_back();
  if (const auto octets = decode_part(text); !octets) return parsing(octets.error().text);
  return text;
}

// `inner` is the one signature or recipient; its members stand in the outer object when that is flattened.
Expected<std::string> to_compact(const json::Object& outer, const json::Object& inner,
                                 std::span<const std::string_view> names) {
  for (const json::Object* object : {&outer, &inner}) {
    for (const char* name : {"header", "unprotected", "aad"}) {
      if (json::find(*object, name) != nullptr) return no_compact_form();
    }
  }
  std::string out;
  for (const std::string_view name : names) {
    auto text = part(json::find(inner, name) != nullptr ? inner : outer, name);
    if (!text) return text;
    if (name == "protected") {
      if (const auto header = decode_header(*text); !header) return parsing(header.error().text);
    }
    out += (out.empty() ? "" : ".") + *text;
  }
  return out;
}

Expected<std::string> from_json(std::string_view text) {
  const auto document = json::parse_strict(text);
  if (!document) return parsing(document.error().text);
  if (!document->is_object()) return parsing("a JSON object is wanted");
  const json::Object& outer = document->get_object();
  const bool encrypted = json::find(outer, "ciphertext") != nullptr;
  if (!encrypted && json::find(outer, "payload") == nullptr) return parsing("missing payload in JWS message");
  const std::span<const std::string_view> names =
      encrypted ? std::span<const std::string_view>(jwe_parts) : std::span<const std::string_view>(jws_parts);
  const json::Value* list = json::find(outer, encrypted ? "recipients" : "signatures");
  if (list == nullptr) return to_compact(outer, outer, names);
  const bool single = list->is_array() && list->get_array().size() == 1 && list->get_array()[0].is_object();
  return single ? to_compact(outer, list->get_array()[0].get_object(), names) : no_compact_form();
}

Expected<std::string> from_compact(std::span<const std::string_view> parts,
                                   std::span<const std::string_view> names,
                                   std::span<const std::string_view> order) {
  json::Object members;
  for (std::size_t i = 0; i < parts.size(); ++i) members.emplace(names[i], parts[i]);
  if (const auto header = decode_header(parts[0]); !header) return parsing(header.error().text);
  json::Object out;
  for (const std::string_view name : order) {
    auto text = part(members, name);
    if (!text) return text;
    if (!text->empty()) out.emplace(name, *text);
  }
  return json::write(out);
}

}  // namespace

Expected<std::string> reformat(std::string_view text) {
  const Unspaced input(text);
  if (input.view().starts_with('{')) return from_json(input.view());
  if (const auto parts = split_compact<5>(input.view())) return from_compact(*parts, jwe_parts, jwe_parts);
  if (const auto parts = split_compact<3>(input.view())) return from_compact(*parts, jws_parts, jws_order);
  return parsing("compact JWS format must have three parts");
}

}  // namespace newel::jose
