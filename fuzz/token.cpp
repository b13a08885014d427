// A token from any octets, at a CA with provisioners of several types: found, refused or authorized, never
// signed for: no key of ours has signed it.
#include <cstdlib>

#include "base/encoding.h"
#include "crypto/key_files.h"
#include "provisioner/collection.h"
#include "x509/builder.h"

namespace {

using namespace newel;

constexpr std::string_view nebula_ca = R"(-----BEGIN NEBULA CERTIFICATE-----
ClYKEFRlc3QgQ0EgdjEtMjU1MTkSCYCAhFCAgPz/DyIDd2ViIgJkYij14q/YBjD1
7o+FCTogl+m+ihaV0buEc0fRUSvG5BKoG4fsR6MqFuTF1qAr28NAARJA7ekhW97t
GQ1j9gxBUkgxqSAkVSgAFfnEAOONqnVe4O2UFhjzW+ysbaKvWGn1NJV/BZtDK80g
9IkQ6v70fmh+CQ==
-----END NEBULA CERTIFICATE-----
)";

std::string base64(std::string_view text) { return base64_encode(as_bytes(text)); }

std::string root_pem() {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  x509::CertificateTemplate root;
  root.subject = x509::Name::from_common_name("root");
  root.not_before = from_unix(1'700'000'000);
  root.not_after = from_unix(4'000'000'000);
  root.public_key = key.public_key();
  return x509::issue_self_signed(root, key).pem();
}

// The documents and keys of identity providers, without a network.
Expected<provisioner::Fetched> fetch(const std::string& url) {
  if (url.ends_with("openid-configuration"))
    return provisioner::Fetched{200, R"({"issuer":"https://idp.test/","jwks_uri":"https://idp.test/keys"})",
                                ""};
  static const jose::Jwk key{PrivateKey::generate_ec(Curve::p256).public_key(), {}, "k", {}, {}, {}, {}, {}};
  return provisioner::Fetched{200, json::write(json::Object{{"keys", json::Array{key.to_json()}}}), ""};
}

provisioner::Collection make_provisioners() {
  provisioner::Environment environment;
  environment.audiences = provisioner::Audiences::for_dns_names({"ca.test", "::1"});
  environment.fetch = fetch;
  static const ManualClock clock(from_unix(1'800'000'000));
  environment.clock = &clock;
  provisioner::Collection out(environment.audiences);
  const PublicKey own = PrivateKey::generate_ec(Curve::p256).public_key();
  const jose::Jwk jwk{own, {}, "kid", {}, {}, {}, {}, {}};
  const json::Object documents[] = {
      {{"type", "JWK"}, {"name", "joe"}, {"key", jwk.to_json()}},
      {{"type", "X5C"}, {"name", "corp"}, {"roots", base64(root_pem())}},
      {{"type", "Nebula"}, {"name", "mesh"}, {"roots", base64(nebula_ca)}},
      {{"type", "K8sSA"}, {"name", "pods"}, {"publicKeys", base64(write_public_key(own))}},
      {{"type", "AWS"}, {"name", "aws"}, {"disableCustomSANs", true}, {"instanceAge", "1h"}},
      {{"type", "GCP"}, {"name", "gcp"}, {"disableCustomSANs", true}, {"instanceAge", "1h"}},
      {{"type", "OIDC"},
       {"name", "oidc"},
       {"clientID", "client"},
       {"configurationEndpoint", "https://idp.test"}},
      {{"type", "Azure"}, {"name", "azure"}, {"tenantID", "tenant"}}};
  for (const auto& document : documents) {
    auto made = provisioner::make_provisioner(document, environment);
    if (!made->disabled_reason().empty()) std::abort();
    out.add(std::move(made));
  }
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
