#include "jose/jwe_message.h"

#include "base/encoding.h"
#include "jose/deflate.h"
#include "jose/serialization.h"

namespace newel::jose {
namespace {

// The one compression there is (RFC 7516 section 4.1.3).
bool is_deflate(const json::Value& zip) { return json::as_string(&zip) == "DEF"; }

Expected<JweMessage> decode(std::string_view header, std::string_view key, std::string_view iv,
                            std::string_view data, std::string_view tag) {
  JweMessage out;
  if (!header.empty()) {  // the JSON forms may have all of it unprotected
    auto object = decode_header(header);
    if (!object) return tl::unexpected(object.error());
    out.header = std::move(*object);
  }
  out.aad = header;
  out.zip_protected = json::find(out.header, "zip") != nullptr;
  const std::pair<std::string_view, Bytes*> parts[] = {{key, &out.encrypted_key},
                                                       {iv, &out.sealed.iv},
                                                       {data, &out.sealed.ciphertext},
                                                       {tag, &out.sealed.tag}};
  for (const auto& [text, to] : parts) {
    auto octets = decode_part(text);
    if (!octets) return tl::unexpected(octets.error());
    *to = std::move(*octets);
  }
  return out;
}

// Members of an unprotected header; one name may stand in one header only.
Expected<void> merge(const json::Value* from, json::Object& into) {
  if (from == nullptr) return {};
  if (!from->is_object()) return failure("JWE header is not a JSON object");
  for (const auto& member : from->get_object()) {
    if (!into.emplace(member.key(), member.value()).second) {
      return failure("JWE header member stands in more than one header");
    }
  }
  return {};
}

// The JSON serializations of RFC 7516 section 7.2.
Expected<JweMessage> parse_json(std::string_view text) {
  const auto document = json::parse_strict(text);
  if (!document) return tl::unexpected(document.error());
  if (!document->is_object()) return failure("JWE is not a JSON object");
  const json::Object& outer = document->get_object();
  const json::Object* recipient = &outer;
  if (const json::Value* list = json::find(outer, "recipients")) {
    const bool single = list->is_array() && list->get_array().size() == 1 && list->get_array()[0].is_object();
    if (!single) return failure("JWE must have exactly one recipient");
    recipient = &list->get_array()[0].get_object();
  }
  const auto text_of = [](const json::Object& from, std::string_view name) {
    return json::as_string(json::find(from, name)).value_or("");
  };
  auto out = decode(text_of(outer, "protected"), text_of(*recipient, "encrypted_key"), text_of(outer, "iv"),
                    text_of(outer, "ciphertext"), text_of(outer, "tag"));
  if (!out) return out;
  for (const json::Value* header : {json::find(outer, "unprotected"), json::find(*recipient, "header")}) {
    if (auto merged = merge(header, out->header); !merged) return tl::unexpected(merged.error());
  }
  if (const std::string aad = text_of(outer, "aad"); !aad.empty()) out->aad += "." + aad;
  return out;
}

}  // namespace

Expected<JweMessage> JweMessage::parse(std::string_view text) {
  const Unspaced input(text);
  if (input.view().starts_with('{')) return parse_json(input.view());
  const auto parts = split_compact<5>(input.view());
  if (!parts) return failure("compact JWE format must have five parts");
  return decode((*parts)[0], (*parts)[1], (*parts)[2], (*parts)[3], (*parts)[4]);
}

Expected<JweMessage::Methods> JweMessage::methods() const {
  const auto alg = json::as_string(json::find(header, "alg"));
  const auto enc = json::as_string(json::find(header, "enc"));
  if (!alg || !enc) return failure("message is missing alg/enc headers");
  if (json::find(header, "crit") != nullptr) return failure("unsupported crit header");
  const json::Value* zip = json::find(header, "zip");
  if (zip != nullptr && !(zip_protected && is_deflate(*zip)))
    return failure("unsupported compression of a JWE");
  const ContentEncryption* content = content_encryption(*enc);
  if (content == nullptr) return failure("unknown content encryption of a JWE");
  return Methods{*alg, content, zip != nullptr};
}

Expected<SecretBytes> open_message(const JweMessage& message, const JweMessage::Methods& methods,
                                   ByteView key) {
  auto clear = open(*methods.content, key, message.sealed, as_bytes(message.aad));
  if (!clear || !methods.compressed) return clear;
  return inflate(*clear);
}

std::string seal_compact(const json::Object& header, ByteView encrypted_key, const ContentEncryption& how,
                         ByteView key, ByteView plaintext) {
  const std::string aad = base64url(as_bytes(json::write(header)));
  const json::Value* zip = json::find(header, "zip");
  if (zip != nullptr && !is_deflate(*zip)) throw Error("unsupported compression of a JWE");
  const Sealed sealed = zip != nullptr ? seal(how, key, deflate(plaintext), as_bytes(aad))
                                       : seal(how, key, plaintext, as_bytes(aad));
  return aad + "." + base64url(encrypted_key) + "." + base64url(sealed.iv) + "." +
         base64url(sealed.ciphertext) + "." + base64url(sealed.tag);
}

}  // namespace newel::jose
