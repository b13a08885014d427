// Certificates that a server presents: https://, tls://, tcp://, smtps://, ldaps:// in place of a file name.
#pragma once

#include <string>
#include <vector>

#include "cli/engine/command.h"
#include "cli/engine/invocation.h"
#include "x509/certificate.h"

namespace newel::cli::certificate {

inline constexpr Flag roots_flag{
    "roots", Kind::string,
    "The <roots> that a remote certificate must lead to: a file, a comma-separated list of "
    "files, or a folder. The system's otherwise."};
inline constexpr Flag servername_flag{
    "servername", Kind::string,
    "The <name> asked of a remote server by SNI, and verified; the host of the URL "
    "otherwise."};

inline constexpr Flag insecure_remote_flag{"insecure", Kind::boolean,
                                           "Do not verify the certificate of a remote server."};

bool is_remote(std::string_view name);

/// Connects and gives the certificates in the order the server sent them. Throws Error "failed to connect:
/// ...", and for a URL of another scheme.
std::vector<x509::Certificate> fetch_remote(const std::string& url, const std::string& roots,
                                            const std::string& server_name, bool insecure);

/// As the command's --roots, --servername and --insecure say; always verified without the last.
std::vector<x509::Certificate> fetch_remote(const Invocation& in, const std::string& url);

}  // namespace newel::cli::certificate
