// What the certificate commands read: the contents of a file or of standard input in any form
// (x509/file_contents.h), what a server presents, what a key store keeps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/engine/command.h"
#include "cli/engine/invocation.h"
#include "x509/file_contents.h"

namespace newel::cli::certificate {

inline constexpr Flag input_password_flag{"password-file", Kind::string,
                                          "The <file> with the password of a PKCS#12 file that is read."};

struct InputContents : x509::FileContents {
  std::string content;  ///< of the file as it was read; empty for a server's and a key store's certificates
};

/// What a name stands for: the URL of a server (certificate/remote.h), a certificate in a key store, "-" for
/// standard input, else a file. The command has the flags of remote_flags and `input_password_flag`.
/// `prefix`, "error reading file" say, stands before errors of the file system. Throws Error.
InputContents read_contents_of(const Invocation& in, const std::string& name, const std::string& prefix = {});

/// Certificates, or one certification request.
struct CertificateInput {
  std::vector<x509::Certificate> certificates;
  std::optional<x509::CertificateRequest> request;
};

/// The same for commands that print what they find. The request counts only where no certificate is. Throws
/// Error "file <f> does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks", with the reason
/// behind it when a block is broken; a broken certificate in a bundle is no bundle.
CertificateInput read_certificate_input(const Invocation& in, const std::string& name);

}  // namespace newel::cli::certificate
