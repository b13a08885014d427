#include "client/identity.h"

#include "base/files.h"
#include "base/text.h"
#include "crypto/key_files.h"

namespace newel::client {

std::optional<Identity> load_identity(const std::string& identity_file, Time now) {
  const auto text = read_file(identity_file, 1u << 20);
  if (!text) return std::nullopt;
  const auto document = json::parse(*text);
  if (!document || !document->is_object()) return std::nullopt;
  auto member = [&](std::string_view name) {
    return json::as_string(json::find_ci(document->get_object(), name)).value_or("");
  };
  const std::string type = to_lower(member("type"));
  if (type != "mtls" && type != "ttls") return std::nullopt;
  try {
    const auto chain = x509::load_certificates(member("crt"));
    if (chain.empty()) return std::nullopt;
    if (now < chain[0].not_before() - std::chrono::minutes(1) || now > chain[0].not_after())
      return std::nullopt;
    Identity identity;
    for (const auto& certificate : chain) identity.chain.push_back(to_bytes(certificate.der()));
    identity.key = std::make_shared<PrivateKey>(load_private_key(member("key"), {}));
    return identity;
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace newel::client
