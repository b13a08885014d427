// Names as a set of well-known fields: what templates and configuration files speak of (reference:
// pkix.Name).
#include "x509/name.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

struct ListField {
  std::string_view oid;
  std::vector<std::string> NameFields::*list;
};
// In the order they are encoded in.
constexpr ListField list_fields[] = {
    {oids::country, &NameFields::country},
    {oids::province, &NameFields::province},
    {oids::locality, &NameFields::locality},
    {oids::street_address, &NameFields::street_address},
    {oids::postal_code, &NameFields::postal_code},
    {oids::organization, &NameFields::organization},
    {oids::organizational_unit, &NameFields::organizational_unit},
};

void take_attribute(NameFields& fields, const NameAttribute& attribute) {
  if (!attribute.is_text) {
    fields.extra.push_back(attribute);
    return;
  }
  for (const ListField& field : list_fields) {
    if (attribute.oid == field.oid) {
      (fields.*field.list).push_back(attribute.value);
      return;
    }
  }
  if (attribute.oid == oids::common_name) {
    fields.common_name = attribute.value;
  } else if (attribute.oid == oids::serial_number) {
    fields.serial_number = attribute.value;
  } else {
    fields.extra.push_back(attribute);
  }
}

}  // namespace

Name NameFields::to_name() const {
  Name out;
  for (const ListField& field : list_fields) {
    const auto& values = this->*field.list;
    if (values.empty()) continue;
    auto& rdn = out.rdns.emplace_back();
    for (const std::string& value : values) rdn.push_back({std::string(field.oid), value});
  }
  if (!common_name.empty()) out.rdns.push_back({NameAttribute{std::string(oids::common_name), common_name}});
  if (!serial_number.empty())
    out.rdns.push_back({NameAttribute{std::string(oids::serial_number), serial_number}});
  for (const NameAttribute& attribute : extra) out.rdns.push_back({attribute});
  return out;
}

NameFields NameFields::from_name(const Name& name) {
  NameFields out;
  for (const auto& rdn : name.rdns) {
    for (const NameAttribute& attribute : rdn) take_attribute(out, attribute);
  }
  return out;
}

}  // namespace newel::x509
