// Does a revocation list speak about a certificate, and what does it say (RFC 5280 section 6.3.3)?
#pragma once

#include "x509/crl.h"

namespace newel::x509 {

struct CrlCheckOptions {
  Time at{};
  /// Where the list came from: a list for one distribution point speaks about certificates that do not name
  /// the point when it was fetched from there. Empty: unknown.
  std::string fetched_from;
  bool check_signature = true;
  bool check_dates = true;
};

/// The entry that revokes the certificate, nullopt when the list says it is good; a failure when the list is
/// no authority on it: another issuer, a wrong signature, out of date, a part of the certificates or of the
/// reasons only, or a critical extension that we do not know. A list that may not be complete still revokes.
/// Indirect lists count for the certificates of the issuer that signed them; delta lists not at all.
Expected<std::optional<RevokedEntry>> check_crl(const RevocationList& list, const Certificate& subject,
                                                const Certificate& issuer, const CrlCheckOptions& options);

}  // namespace newel::x509
