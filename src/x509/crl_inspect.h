// Revocation lists for people and programs: what `step crl inspect` prints.
#pragma once

#include <string>

#include "x509/crl.h"

namespace newel::x509 {

/// What checking a list against its issuer gave.
struct CrlVerdict {
  bool valid = false;
  std::string reason;  ///< why not; empty also when nobody checked
};

/// The signature is the CA's, the CA has not expired, and neither has the list. A list without nextUpdate
/// does not expire.
CrlVerdict check_crl(const RevocationList& crl, const Certificate& ca, Time now);
/// The same with the first of the CAs that may have made the list: it may sign lists, and the key
/// identifiers, where both have one, are equal.
CrlVerdict check_crl_against(const RevocationList& crl, const std::vector<Certificate>& cas, Time now);

std::string crl_text(const RevocationList& crl, const CrlVerdict& verdict);
/// Indent of two blanks, final line break.
std::string crl_json(const RevocationList& crl, const CrlVerdict& verdict);

}  // namespace newel::x509
