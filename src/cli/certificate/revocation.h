// Has the issuer taken a certificate back? Asked of its revocation lists and its OCSP responders.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "x509/certificate.h"

namespace newel::cli::certificate {

/// What one question needs.
struct RevocationQuestion {
  x509::Certificate subject;
  x509::Certificate issuer;
  std::string endpoint;                  ///< instead of those the certificate names; empty: those
  std::vector<x509::Certificate> roots;  ///< for https:// endpoints; empty: the system's
  bool verbose = false;                  ///< print why an endpoint was of no use
  bool check_signature = true;           ///< of revocation lists
};

/// The URL that said "good". Throws Error when one says "revoked" (or, OCSP, "unknown"), and when none says
/// anything that can be believed. An endpoint of no use is followed by the next.
std::string check_revocation_lists(const RevocationQuestion& question);
std::string check_ocsp_responders(const RevocationQuestion& question);

/// The CA certificate at the first caIssuers URL of a certificate. Throws Error.
x509::Certificate download_issuer(const x509::Certificate& subject,
                                  const std::vector<x509::Certificate>& roots);

}  // namespace newel::cli::certificate
