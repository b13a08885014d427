// certificatePolicies with their qualifiers (RFC 5280 section 4.2.1.4).
#pragma once

#include "base/bytes.h"
#include "base/error.h"

namespace newel::x509 {

struct UserNotice {
  std::string explicit_text;
  bool has_reference = false;
  std::string organization;
  std::vector<std::int64_t> notice_numbers;
};

struct PolicyInformation {
  std::string oid;
  std::vector<std::string> cps;  ///< addresses of practice statements
  std::vector<UserNotice> notices;
};

Expected<std::vector<PolicyInformation>> decode_policy_information(ByteView value);

}  // namespace newel::x509
