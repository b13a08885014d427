// Templates from any octets: parsed, examined and, within tight limits, executed.
#include "template/template.h"
#include "template/examine.h"
#include "template/json_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel;
  using namespace newel::templates;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.time = std::chrono::milliseconds(200);
  limits.output = 1 << 16;
  limits.depth = 100;
  try {
    const auto input = from_json(R"({"a":{"b":1.5},"l":[1,"x",null],"n":null,"s":"str","t":true})");
    Template::parse("template", text).execute(*input, limits);
  } catch (const Error&) {
  }
  (void)from_json(text);
  (void)examine_template(text, CertificateKind::x509);
  return 0;
}
