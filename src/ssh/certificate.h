// OpenSSH certificates (its PROTOCOL.certkeys): the values, their wire form, and signing them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "crypto/signer.h"

namespace newel::ssh {

enum class CertificateType : std::uint32_t { none = 0, user = 1, host = 2 };
/// "user" and "host" in any case.
std::optional<CertificateType> parse_certificate_type(std::string_view text);
std::string_view certificate_type_name(CertificateType type);  ///< "" for none

/// Everything of a certificate but the signature.
struct CertificateFields {
  Bytes nonce;  ///< empty: 32 random octets when it is signed
  std::optional<PublicKey> key;
  std::uint64_t serial = 0;  ///< 0: random when it is signed
  CertificateType type = CertificateType::none;
  std::string key_id;
  std::vector<std::string> principals;
  std::uint64_t valid_after = 0, valid_before = 0;                  ///< seconds since 1970
  std::map<std::string, std::string> critical_options, extensions;  ///< written in this order
  Bytes reserved;
};

/// The certificate's blob. RSA keys sign with rsa-sha2-256. Throws Error for a key SSH has no name for.
Bytes sign_certificate(CertificateFields fields, const Signer& signer,
                       const Random& random = system_random());

}  // namespace newel::ssh
