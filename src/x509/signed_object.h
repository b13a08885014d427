// SEQUENCE { toBeSigned, signatureAlgorithm, signature }: what certificates, requests and revocation lists
// are.
#pragma once

#include "crypto/signer.h"
#include "x509/der_reader.h"
#include "x509/der_writer.h"

namespace newel::x509 {

/// Views into the input.
struct SignedObject {
  ByteView tbs;        ///< whole SEQUENCE: what is signed
  ByteView contents;   ///< of that SEQUENCE
  ByteView algorithm;  ///< whole AlgorithmIdentifier
  ByteView signature;
};

/// `what` names the object in failures: "certificate" gives "x509: malformed certificate", "x509: malformed
/// tbs certificate".
Expected<SignedObject> parse_signed_object(ByteView der, std::string_view what);

/// Signs `tbs` and writes the whole object. Throws Error when the key cannot sign so.
Bytes sign_object(ByteView tbs, ByteView algorithm_der, SignatureAlgorithm algorithm, const Signer& signer);

/// A whole AlgorithmIdentifier: SEQUENCE { OBJECT IDENTIFIER, parameters ANY OPTIONAL }.
Expected<ByteView> read_algorithm(DerReader& reader);
/// A whole SubjectPublicKeyInfo of sound shape; what is in it is not looked at.
Expected<ByteView> read_spki(DerReader& reader);

}  // namespace newel::x509
