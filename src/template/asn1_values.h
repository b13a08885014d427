// DER as Go's encoding/asn1 writes values, and the text forms "[<type>[,<parameter>...]:]<value>" that
// asn1Enc and the otherNames of certificate documents share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "template/value.h"

namespace newel::templates {

/// An object identifier as it was written; it may be one that has no encoding ("", "1", "5.6").
struct Oid {
  std::vector<std::int64_t> arcs;
  std::string dotted() const;
  /// What its encoding reads back as: negative arcs have none. Throws Error like encode_oid_content().
  std::string encoded_dotted() const;
  bool operator==(const Oid&) const = default;
};
/// nullopt when an arc is no decimal number. "" has no arcs.
std::optional<Oid> parse_oid(std::string_view text);
/// The content octets. Throws Error "asn1: structure error: invalid object identifier".
std::string encode_oid_content(const Oid& oid);

/// How a value is written: the parameters of asn1Marshal, "utf8,explicit,tag:1".
struct Asn1Params {
  int string_type = 0;  ///< universal tag; 0: by content
  int time_type = 0;
  std::optional<int> tag;
  int tag_class = 0x80;
  bool is_explicit = false, set = false, omit_empty = false, optional = false;
  std::optional<std::int64_t> fallback;
};
Asn1Params parse_asn1_params(std::string_view text);

/// Throws Error "asn1: structure error: unknown Go type: <T>" and the like.
std::string marshal_asn1(const Value& value, const Asn1Params& params);
/// The value that `text` stands for under `type` ("int", "utf8,tag:1", ...). Throws Error "invalid <type>
/// value".
std::string marshal_asn1_text(std::string_view text, std::string_view type);
/// "<type>:<value>" taken apart at the first colon; type "printable" without one.
std::pair<std::string_view, std::string_view> split_asn1_text(std::string_view text);
/// An element of DER; `first` holds class and constructed bit.
std::string asn1_element(int first, int tag, const std::string& content);

}  // namespace newel::templates
