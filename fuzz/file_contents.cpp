// Files with certificates, requests and CRLs in any wrapping, and all that `inspect` prints of them: never
// crashes, never hangs, and what it prints stays within a multiple of what it was given.
#include "x509/file_contents.h"

#include <openssl/err.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "x509/inspect_json.h"
#include "x509/inspect_short.h"
#include "x509/inspect_text.h"

namespace {

// An octet is three characters in hexadecimal, six escaped in JSON, and some members are printed more than
// once.
void print_all(std::size_t der_size, const std::string& text, const std::string& summary,
               const std::string& json) {
  const std::size_t most = 200 * der_size + 20'000;
  if (text.size() <= most && summary.size() <= most && json.size() <= most) return;
  std::fprintf(stderr, "%zu octets printed as %zu, %zu and %zu\n", der_size, text.size(), summary.size(),
               json.size());
  std::abort();
}

// An extension that is not what its name says is refused by name.
template <class Subject>
void inspect(const Subject& subject) {
  using namespace newel::x509;
  try {
    print_all(subject.der().size(), inspect_text(subject), inspect_short(subject), inspect_json(subject));
  } catch (const newel::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel::x509;
  const FileContents found = read_contents({reinterpret_cast<const char*>(data), size});
  std::size_t total = 0;
  for (const Certificate& c : found.certificates) {
    total += c.der().size();
    inspect(c);
  }
  for (const CertificateRequest& r : found.requests) {
    total += r.der().size();
    inspect(r);
  }
  for (const newel::Bytes& crl : found.crls) total += crl.size();
  // BER may be shorter than the DER made of it, by a few octets an element.
  if (total > 4 * size + 64) std::abort();
  ERR_clear_error();
  return 0;
}
