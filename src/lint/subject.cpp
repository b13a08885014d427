#include "lint/subject.h"

#include <algorithm>

#include "x509/directory_string.h"
#include "x509/oids.h"

namespace newel::lint {
namespace {

bool is_character_string(unsigned tag) {
  switch (tag) {
    case tag_utf8:
    case 18:  // NumericString
    case tag_printable:
    case tag_t61:
    case tag_ia5:
    case tag_bmp:
      return true;
    default:
      return false;
  }
}

std::optional<Attribute> read_attribute(const Element& pair) {
  if (!pair.is_sequence()) return std::nullopt;
  const auto parts = fields(pair.content);
  if (parts.size() < 2 || !parts[0].is_universal(tag_oid)) return std::nullopt;
  const Element& value = parts[1];
  Attribute out;
  out.oid = read_oid(parts[0].content);
  out.tag = value.number;
  out.is_text =
      value.tag_class == TagClass::universal && !value.constructed && is_character_string(value.number);
  if (!out.is_text) return out;
  const auto converted =
      value.number == tag_bmp ? x509::decode_string(x509::Tag::bmp_string, value.content) : std::nullopt;
  out.text = converted ? *converted : to_text(value.content);
  return out;
}

}  // namespace

Subject Subject::parse(ByteView der) {
  Subject out;
  const auto sets = sequence(der);
  if (!sets) return out;
  for (const Element& set : *sets) {
    const auto pairs = set.is_set() ? elements(set.content) : std::nullopt;
    if (!pairs) return out;
    auto& rdn = out.rdns.emplace_back();
    for (const Element& pair : *pairs) {
      auto attribute = read_attribute(pair);
      if (!attribute) return out;
      rdn.push_back(std::move(*attribute));
    }
    if (!rdn.empty()) out.heads_.push_back(rdn.front());
  }
  out.well_formed = true;
  return out;
}

bool Subject::has(std::string_view oid) const {
  return std::any_of(heads_.begin(), heads_.end(), [&](const Attribute& a) { return a.oid == oid; });
}

std::vector<std::string> Subject::values(std::string_view oid) const {
  std::vector<std::string> out;
  for (const Attribute& attribute : heads_) {
    if (attribute.is_text && attribute.oid == oid) out.push_back(attribute.text);
  }
  return out;
}

bool Subject::has_text(std::string_view oid) const {
  return std::any_of(heads_.begin(), heads_.end(),
                     [&](const Attribute& a) { return a.is_text && a.oid == oid; });
}

std::string Subject::last(std::string_view oid) const {
  for (auto a = heads_.rbegin(); a != heads_.rend(); ++a) {
    if (a->is_text && a->oid == oid) return a->text;
  }
  return {};
}

std::string Subject::common_name() const { return last(x509::oids::common_name); }
std::string Subject::serial_number() const { return last(x509::oids::serial_number); }

}  // namespace newel::lint
