// An OCSP response: any octets are read or refused; what is read is judged without harm.
#include <openssl/ocsp.h>

#include <cstdlib>

#include "x509/ocsp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel;
  const ByteView input(data, size);
  const auto response = x509::OcspResponse::parse(input);
  if (!response) return 0;
  // What our strict reader takes, OpenSSL takes, too.
  const unsigned char* at = data;
  OCSP_RESPONSE* theirs = d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(size));
  if (theirs == nullptr) std::abort();
  if (response->response_status == 0) {
    OCSP_BASICRESP* basic = OCSP_response_get1_basic(theirs);
    if (basic == nullptr) std::abort();
    OCSP_BASICRESP_free(basic);
  }
  OCSP_RESPONSE_free(theirs);
  for (const x509::Certificate& certificate : response->certificates) {
    (void)x509::check_ocsp_response(*response, certificate, certificate, {}, from_unix(1'700'000'000));
  }
  return 0;
}
