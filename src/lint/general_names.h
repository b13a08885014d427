// Alternative names and name constraints, without judgement of the names in them.
#pragma once

#include <string>
#include <vector>

#include "base/ip.h"
#include "lint/asn1.h"

namespace newel::lint {

struct GeneralNamesView {
  std::vector<std::string> dns, emails, uris;  ///< octets as they are
  std::vector<IpAddress> ips;                  ///< of 4 or 16 octets only
  bool has_other_names = false, has_directory_names = false, has_edi_party_names = false,
       has_registered_ids = false;
};
/// An empty view for contents that are no GeneralNames.
GeneralNamesView read_general_names(ByteView extension_value);

/// One GeneralSubtree of name constraints.
struct SubtreeView {
  unsigned kind = 0;  ///< tag of the GeneralName: 1 rfc822Name, 2 dNSName, 3 x400Address …
  bool excluded = false;
  bool has_minimum = false, has_maximum = false;  ///< other than zero
};
using SubtreesView = std::vector<SubtreeView>;
SubtreesView read_name_constraints(ByteView extension_value);

}  // namespace newel::lint
