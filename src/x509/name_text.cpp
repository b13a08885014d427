#include "x509/name_text.h"

#include <array>

#include "base/encoding.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

struct ShortName {
  std::string_view oid, name;
};
constexpr std::array short_names = {
    ShortName{oids::common_name, "CN"},
    ShortName{oids::serial_number, "SERIALNUMBER"},
    ShortName{oids::country, "C"},
    ShortName{oids::locality, "L"},
    ShortName{oids::province, "ST"},
    ShortName{oids::street_address, "STREET"},
    ShortName{oids::organization, "O"},
    ShortName{oids::organizational_unit, "OU"},
    ShortName{oids::postal_code, "POSTALCODE"},
};

std::string_view short_name(std::string_view oid) {
  for (const ShortName& entry : short_names) {
    if (entry.oid == oid) return entry.name;
  }
  return oid;
}

// RFC 4514 section 2.4.
void append_value(std::string& out, std::string_view value) {
  constexpr std::string_view special = ",+\"\\<>;";
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool edge_space = c == ' ' && (i == 0 || i + 1 == value.size());
    if (special.find(c) != std::string_view::npos || edge_space || (c == '#' && i == 0)) out.push_back('\\');
    out.push_back(c);
  }
}

void append_attribute(std::string& out, const NameAttribute& attribute) {
  out += short_name(attribute.oid);
  out.push_back('=');
  if (attribute.is_text) {
    append_value(out, attribute.value);
  } else {
    out += "#" + hex_encode(as_bytes(attribute.value));
  }
}

}  // namespace

std::string readable_name(const Name& name) {
  std::string out;
  for (auto rdn = name.rdns.rbegin(); rdn != name.rdns.rend(); ++rdn) {
    if (!out.empty()) out.push_back(',');
    for (std::size_t i = 0; i < rdn->size(); ++i) {
      if (i > 0) out.push_back('+');
      append_attribute(out, (*rdn)[i]);
    }
  }
  return out;
}

}  // namespace newel::x509
