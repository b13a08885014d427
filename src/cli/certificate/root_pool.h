// The certificates a chain may end in: --roots, or the system's.
#pragma once

#include <string>
#include <vector>

#include "x509/certificate.h"

namespace newel::cli::certificate {

/// --roots: every entry of a folder, or a comma-separated list of files; all PEM certificates in them. Throws
/// Error "error reading cert pool: ...".
std::vector<x509::Certificate> load_root_pool(const std::string& roots);

/// What this system trusts: the file in SSL_CERT_FILE, the folders in SSL_CERT_DIR, else the usual bundle.
/// Certificates that cannot be read are left out, as others do. Empty when there are none.
std::vector<x509::Certificate> load_system_roots();

/// load_root_pool(), or the system's for "".
std::vector<x509::Certificate> load_roots(const std::string& roots);

}  // namespace newel::cli::certificate
