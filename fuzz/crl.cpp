// Revocation lists, differentially: whatever our reader accepts OpenSSL must accept, and we can print.
#include <openssl/x509.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "base/json.h"
#include "x509/crl_inspect.h"

namespace {

// Lines of text that no outside octet broke into, and a JSON document.
bool prints(const newel::x509::RevocationList& list) {
  const newel::x509::CrlVerdict verdict =
      newel::x509::check_crl_against(list, std::vector<newel::x509::Certificate>{}, {});
  const std::string text = newel::x509::crl_text(list, verdict);
  return text.ends_with('\n') &&
         text.starts_with("Certificate Revocation List (CRL):\n    Data:\n        Valid: false\n") &&
         newel::json::parse(newel::x509::crl_json(list, verdict)).has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto ours = newel::x509::RevocationList::parse({data, size});
  if (!ours) return 0;
  const unsigned char* p = data;
  X509_CRL* theirs = d2i_X509_CRL(nullptr, &p, static_cast<long>(size));
  const auto* revoked = theirs == nullptr ? nullptr : X509_CRL_get_REVOKED(theirs);
  const int count = revoked == nullptr ? 0 : sk_X509_REVOKED_num(revoked);
  const bool agrees = theirs != nullptr && p == data + size &&
                      count == static_cast<int>(ours->entries().size()) &&
                      (X509_CRL_get0_nextUpdate(theirs) != nullptr) == ours->next_update().has_value();
  if (!agrees) {
    std::fprintf(stderr, "OpenSSL does not agree\n");
    std::abort();
  }
  X509_CRL_free(theirs);
  if (!prints(*ours)) {
    std::fprintf(stderr, "it cannot be printed\n");
    std::abort();
  }
  return 0;
}
