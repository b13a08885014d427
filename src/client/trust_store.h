// The operating system's list of trusted roots.
//
// Linux systems keep a folder of extra roots and a program that merges it into the bundle that everything
// reads. Which folder and which program is the only difference between distributions.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "x509/certificate.h"

namespace newel::client {

struct TrustStore {
  std::string folder;
  std::string extension;             ///< ".crt", ".pem"
  std::vector<std::string> refresh;  ///< the program that merges the folder
  std::string bundle;                ///< what it merges into, to be looked at afterwards; empty: unknown
};

/// The first known folder that exists. Throws Error "install is not supported on this system".
TrustStore system_trust_store();

/// "<prefix><decimal serial>"; the prefix defaults to "<common name> ".
std::string trust_store_name(const x509::Certificate& root, const std::string& prefix = {});

/// Writes the certificate there and refreshes, through sudo when we are not root and sudo is there. What was
/// written is read back. Throws Error `failed to execute "<command>" failed with: <reason>`.
void install_root(const x509::Certificate& root, const TrustStore& store, const std::string& prefix = {});
void uninstall_root(const x509::Certificate& root, const TrustStore& store, const std::string& prefix = {});

}  // namespace newel::client
