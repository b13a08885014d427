// ca.json from any octets: parsed, validated and written back. What is written must parse, and writing it
// again must change nothing.
#include <cstdlib>

#include "config/config.h"
#include "config/database.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel;
  try {
    const auto config = config::parse({reinterpret_cast<const char*>(data), size}, "ca.json");
    const std::string once = config::write(config);
    const auto again = config::parse(once, "ca.json");
    if (config::write(again) != once) std::abort();
    try {
      config::store_options(config);
    } catch (const Error&) {
    }
    config::validate(config);
  } catch (const Error&) {
  }
  return 0;
}
