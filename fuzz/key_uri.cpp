// Key URIs from any octets.
#include <cstdlib>

#include "kms/kms.h"
#include "kms/softkms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto uri = kms::parse_key_uri(text);
  if (kms::is_key_uri(text) && uri && uri->scheme.size() >= text.size()) std::abort();
  try {
    kms::file_of_key_name(text);
  } catch (const Error&) {
  }
  return 0;
}
