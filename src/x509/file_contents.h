// The one reader of files with certificates, requests and CRLs, whatever wraps them: PEM with text around and
// between its blocks, plain DER, PKCS#7 and PKCS#12 in either. Keys are crypto/key_files.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/key_files.h"
#include "x509/request.h"

namespace newel::x509 {

/// What a file holds, each kind in the order of the file.
struct FileContents {
  std::vector<Certificate> certificates;
  std::vector<CertificateRequest> requests;
  std::vector<Bytes> crls;  ///< DER of lists, not parsed: a large one costs
  enum class Form { unknown, der, pem } form = Form::unknown;
  bool wrapped = false;  ///< some of it was inside of a PKCS#7 or PKCS#12
  /// Why the first block that is labelled as one of these, yet is none, was left out.
  std::optional<Failure> problem;
};

/// Blocks with other labels (keys, parameters) and blocks that are encrypted are skipped. Never fails: what
/// cannot be read leaves the lists empty, and `problem` says why where that is known. A PKCS#12 is opened
/// only with a source of passwords; then Error is thrown as open_pkcs12() does for `name`.
FileContents read_contents(std::string_view content, const std::string& name = {},
                           const PasswordSource& password = {});
/// Throws Error "open <path> failed: …" and as above.
FileContents read_contents_of_file(const std::string& path, const PasswordSource& password = {});
/// All the certificates found. Throws Error naming the file where one is broken or there is none.
std::vector<Certificate> certificates_of(FileContents found, const std::string& name);
/// load_certificates(path) of x509/certificate.h, with somebody to ask for the password of a PKCS#12 file.
std::vector<Certificate> load_certificates(const std::string& path, const PasswordSource& password);

}  // namespace newel::x509
