// Distinguished names (RFC 5280 section 4.1.2.4, RFC 4514).
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"

namespace newel::x509 {

struct NameAttribute {
  std::string oid;
  std::string value;  ///< as UTF-8; undecodable strings keep their raw octets and `is_text` false
  Byte tag = 0;       ///< string type it was read with; 0 lets the writer choose
  bool is_text = true;
};

/// An ordered list of RDNs; a multi-valued RDN keeps its attributes together.
struct Name {
  std::vector<std::vector<NameAttribute>> rdns;
  Bytes raw;  ///< DER it was read from; empty for a name built here

  static Expected<Name> parse(ByteView der);
  static Name from_common_name(std::string_view cn);
  Bytes encode() const;  ///< `raw` if there is one
  bool empty() const { return rdns.empty(); }
  std::string common_name() const;  ///< the last CN, as Go takes it; "" if none
  std::vector<std::string> values(std::string_view oid) const;
};

/// The fields of Go's pkix.Name, in its encoding order: C, ST, L, STREET, POSTALCODE, O, OU (each one RDN,
/// multi-valued), CN, serialNumber, then extra names.
struct NameFields {
  std::vector<std::string> country, organization, organizational_unit, locality, province, street_address,
      postal_code;
  std::string serial_number, common_name;
  std::vector<NameAttribute> extra;
  Name to_name() const;
  static NameFields from_name(const Name& name);
};

}  // namespace newel::x509
