// The extensions of revocation lists and their entries, described.
#pragma once

#include <string>
#include <vector>

#include "x509/extensions.h"
#include "x509/json_text.h"

namespace newel::x509 {

struct CrlExtension {
  std::string header;                ///< "X509v3 CRL Number:", "X509v3 …: critical", a bare OID
  std::vector<std::string> details;  ///< lines below it
};
CrlExtension describe_crl_extension(const Extension& extension);
/// `{"crl_number": "7"}`, with "critical" when it is; members sorted.
void write_json_crl_extension(JsonText& out, const Extension& extension);

/// "Key Compromise", "ReasonCode(7): unknown".
std::string revocation_reason_name(int code);

/// Key identifier of an authorityKeyIdentifier; nullopt if there is none.
std::optional<Bytes> crl_authority_key_id(const std::vector<Extension>& extensions);

}  // namespace newel::x509
