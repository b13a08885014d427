// The certificates and keys that provisioner types are pointed at by files, as ca.json holds them: base64 of
// PEM.
#pragma once

#include "cli/engine/invocation.h"

namespace newel::cli::ca {

/// Roots of X5C. Throws for one that may not sign certificates.
std::string x5c_roots(const std::string& file);
/// The CA certificates in a file of Nebula's. Throws "error reading <file>: no CA certificates found".
std::string nebula_roots(const std::string& file);
/// Public keys of a Kubernetes cluster. Throws for private ones.
std::string kubernetes_keys(const std::string& file);
/// The roots of a Kubernetes cluster's own server.
std::string kubernetes_roots(const std::string& file);
/// Roots of attestations. Throws "certificate with common name "x" is not a valid CA".
std::string attestation_roots(const std::vector<std::string>& files);
/// The first certificate of a file, for SCEP.
std::string scep_certificate(const std::string& file);
/// One PEM block, kept as it is.
std::string scep_key(const std::string& file);

}  // namespace newel::cli::ca
