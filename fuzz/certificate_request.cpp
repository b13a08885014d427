// Certification requests, differentially: whatever our reader accepts OpenSSL must accept.
#include <openssl/x509.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "x509/request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto ours = newel::x509::CertificateRequest::parse({data, size});
  if (!ours) return 0;
  const unsigned char* p = data;
  X509_REQ* theirs = d2i_X509_REQ(nullptr, &p, static_cast<long>(size));
  const bool agrees = theirs != nullptr && p == data + size &&
                      X509_REQ_get_version(theirs) == ours->version() &&
                      X509_REQ_get_attr_count(theirs) == static_cast<int>(ours->attributes().size());
  if (!agrees) {
    std::fprintf(stderr, "OpenSSL does not agree\n");
    std::abort();
  }
  // A signature that verifies here must verify there; the key is decoded by both.
  if (ours->verify_signature() && X509_REQ_verify(theirs, X509_REQ_get0_pubkey(theirs)) != 1) std::abort();
  X509_REQ_free(theirs);
  return 0;
}
