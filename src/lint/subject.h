// Distinguished names as the rules look at them.
#pragma once

#include <string>
#include <vector>

#include "lint/asn1.h"

namespace newel::lint {

struct Attribute {
  std::string oid;
  unsigned tag = 0;
  bool is_text = false;  ///< one of the character string types
  std::string text;      ///< octets as they are, BMPString as UTF-8
};

struct Subject {
  bool well_formed = false;
  std::vector<std::vector<Attribute>> rdns;

  // What follows looks at the first attribute of each RDN only: that is what the reference's rules see, and
  // their results are to be the same.
  bool empty() const { return heads_.empty(); }
  const std::vector<Attribute>& heads() const { return heads_; }
  bool has(std::string_view oid) const;
  std::vector<std::string> values(std::string_view oid) const;
  bool has_text(std::string_view oid) const;
  /// The last one; empty if there is none.
  std::string common_name() const;
  std::string serial_number() const;

  static Subject parse(ByteView der);

 private:
  std::string last(std::string_view oid) const;
  std::vector<Attribute> heads_;
};

}  // namespace newel::lint
