// The secret two EC keys agree on, made into a key (RFC 7518 section 4.6, NIST SP 800-56A). Internal to this
// folder.
#pragma once

#include "base/error.h"
#include "base/secret.h"
#include "crypto/private_key.h"

namespace newel::jose {

struct AgreementInfo {
  std::string_view algorithm;  ///< AlgorithmID
  ByteView apu, apv;           ///< PartyUInfo, PartyVInfo; may be empty
};

/// ECDH and the Concat KDF with SHA-256. Failure when the keys are not EC keys on one curve.
Expected<SecretBytes> agree_on_key(const PrivateKey& own, const PublicKey& theirs, const AgreementInfo& info,
                                   std::size_t size);

}  // namespace newel::jose
