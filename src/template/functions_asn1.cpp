// asn1Enc, asn1Marshal, asn1Seq and asn1Set: DER in base64.
#include "base/encoding.h"
#include "template/asn1_values.h"
#include "template/cast.h"
#include "template/function.h"

namespace newel::templates {
namespace {

std::string encoded(const std::string& der) { return base64_encode(as_bytes(der)); }

Value asn1_marshal(Call&, Args a) {
  std::string params;
  for (const Value& p : a.subspan(1)) params += (params.empty() ? "" : ",") + p.as_string();
  return encoded(marshal_asn1(a[0], parse_asn1_params(params)));
}

Value wrapped(Args a, int tag) {
  std::string content;
  for (const Value& part : a) content += newel::to_text(value_or_throw(base64_decode(part.as_string())));
  return encoded(asn1_element(0x20, tag, content));
}

Value asn1_encode(Call&, Args a) {
  const auto [type, value] = split_asn1_text(a[0].as_string());
  return encoded(marshal_asn1_text(value, type));
}

constexpr Function table[] = {
    {"asn1Enc", "s", asn1_encode},
    {"asn1Marshal", "as*", asn1_marshal},
    {"asn1Seq", "s*", [](Call&, Args a) { return wrapped(a, 16); }},
    {"asn1Set", "s*", [](Call&, Args a) { return wrapped(a, 17); }},
};

}  // namespace

std::span<const Function> asn1_functions() { return table; }

}  // namespace newel::templates
