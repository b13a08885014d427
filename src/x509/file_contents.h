// The one reader of files with certificates, requests and CRLs, whatever wraps them: PEM with text around and
// between its blocks, plain DER, PKCS#7 in either. Keys are crypto/key_files.h, passwords are no matter here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "x509/request.h"

namespace newel::x509 {

/// What a file holds, each kind in the order of the file.
struct FileContents {
  std::vector<Certificate> certificates;
  std::vector<CertificateRequest> requests;
  std::vector<Bytes> crls;  ///< DER of lists, not parsed: a large one costs
  enum class Form { unknown, der, pem } form = Form::unknown;
  bool wrapped = false;  ///< some of it was inside of a PKCS#7
  /// Why the first block that is labelled as one of these, yet is none, was left out.
  std::optional<Failure> problem;
};

/// Blocks with other labels (keys, parameters) and blocks that are encrypted are skipped. Never fails: what
/// cannot be read leaves the lists empty, and `problem` says why where that is known.
FileContents read_contents(std::string_view content);
FileContents read_contents_of_file(const std::string& path);  ///< throws Error "open <path> failed: …"

}  // namespace newel::x509
