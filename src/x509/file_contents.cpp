// DER or PEM is decided by what parses, not by what the file looks like: a certificate may hold the text
// "-----BEGIN " in a comment, and a text may begin with the octet of a SEQUENCE, which is '0'.
#include "x509/file_contents.h"

#include "base/files.h"
#include "crypto/pem.h"
#include "crypto/pkcs12.h"
#include "crypto/pkcs7.h"
#include "x509/crl.h"

namespace newel::x509 {
namespace {

/// Where the content came from and who knows its password.
struct Origin {
  const std::string& name;
  const PasswordSource& password;
};

template <class T>
bool add(Expected<T>&& parsed, std::vector<T>& list, FileContents& out) {
  if (parsed) {
    list.push_back(std::move(*parsed));
  } else if (!out.problem) {
    out.problem = parsed.error();
  }
  return parsed.has_value();
}

void add_pkcs7(ByteView message, FileContents& out) {
  out.wrapped = true;
  auto found = read_pkcs7(message);
  if (!found) {
    if (!out.problem) out.problem = found.error();
    return;
  }
  for (const Bytes& der : found->certificates) add(Certificate::parse(der), out.certificates, out);
  for (Bytes& der : found->crls) out.crls.push_back(std::move(der));
}

void add_pkcs12(ByteView der, const Origin& origin, FileContents& out) {
  out.wrapped = true;
  const auto opened = open_pkcs12(der, origin.name, origin.password);
  if (!opened) {
    if (!out.problem) out.problem = opened.error();
    return;
  }
  for (const Bytes& certificate : opened->certificates)
    add(Certificate::parse(certificate), out.certificates, out);
}

void add_block(PemBlock& block, const Origin& origin, FileContents& out) {
  // A block with headers is something else wearing the label (an encrypted one, say).
  if (!block.headers.empty()) return;
  const std::string& label = block.label;
  if (label == "CERTIFICATE" || label == "X509 CERTIFICATE") {
    add(Certificate::parse(block.der), out.certificates, out);
  } else if (label == "CERTIFICATE REQUEST" || label == "NEW CERTIFICATE REQUEST") {
    add(CertificateRequest::parse(block.der), out.requests, out);
  } else if (label == "X509 CRL") {
    out.crls.push_back(std::move(block.der));
  } else if (label == "PKCS7" || label == "CMS" || label == "PKCS #7 SIGNED DATA") {
    add_pkcs7(block.der, out);
  } else if (label == "PKCS12") {
    add_pkcs12(block.der, origin, out);
  }
}

bool add_der(ByteView der, const Origin& origin, FileContents& out) {
  if (looks_like_pkcs7(der)) {
    add_pkcs7(der, out);
    return true;
  }
  if (looks_like_pkcs12(der)) {
    add_pkcs12(der, origin, out);
    return true;
  }
  auto certificate = Certificate::parse(der);
  if (certificate) {
    out.certificates.push_back(std::move(*certificate));
    return true;
  }
  if (auto request = CertificateRequest::parse(der)) {
    out.requests.push_back(std::move(*request));
    return true;
  }
  if (RevocationList::parse(der)) {
    out.crls.push_back(to_bytes(der));
    return true;
  }
  out.problem = certificate.error();
  return false;
}

}  // namespace

FileContents read_contents(std::string_view content, const std::string& name,
                           const PasswordSource& password) {
  const Origin origin{name, password};
  FileContents out;
  const bool may_be_der = content.starts_with('0');
  if (may_be_der && add_der(as_bytes(content), origin, out)) {
    out.form = FileContents::Form::der;
    return out;
  }
  if (!looks_like_pem(content)) return out;
  out.problem.reset();
  out.form = FileContents::Form::pem;
  while (auto block = pem_next(content)) add_block(*block, origin, out);
  return out;
}

FileContents read_contents_of_file(const std::string& path, const PasswordSource& password) {
  return read_contents(value_or_throw(read_file(path)), path, password);
}

}  // namespace newel::x509
