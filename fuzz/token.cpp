// A token from any octets, at a CA with provisioners of several types: found, refused or authorized, never
// signed for: no key of ours has signed it.
#include <cstdlib>

#include "provisioner/collection.h"

namespace {

using namespace newel;

provisioner::Collection make_provisioners() {
  provisioner::Environment environment;
  environment.audiences = provisioner::Audiences::for_dns_names({"ca.test", "::1"});
  provisioner::Collection out(environment.audiences);
  const jose::Jwk jwk{PrivateKey::generate_ec(Curve::p256).public_key(), {}, "kid", {}, {}, {}, {}, {}};
  const json::Object documents[] = {{{"type", "JWK"}, {"name", "joe"}, {"key", jwk.to_json()}},
                                    {{"type", "X5C"}, {"name", "corp"}},
                                    {{"type", "OIDC"}, {"name", "oidc"}, {"clientID", "client"}},
                                    {{"type", "Azure"}, {"name", "azure"}, {"tenantID", "tenant"}}};
  for (const auto& document : documents) out.add(provisioner::make_provisioner(document, environment));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const provisioner::Collection provisioners = make_provisioners();
  auto token = jose::Jwt::parse({reinterpret_cast<const char*>(data), size});
  if (!token) return 0;
  const provisioner::Provisioner* found = provisioners.by_token(*token);
  if (found == nullptr) return 0;
  const provisioner::ParsedToken parsed{std::string(reinterpret_cast<const char*>(data), size),
                                        std::move(*token)};
  try {
    found->token_id(parsed);
    found->authorize_sign(parsed, provisioner::Method::sign);
    std::abort();
  } catch (const Error& e) {
    if (e.status() != 401) std::abort();
  }
  return 0;
}
