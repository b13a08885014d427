#include "cli/ca/node_tokens.h"

#include "base/files.h"
#include "base/text.h"
#include "cli/ca/key_files.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "client/cloud_identity.h"
#include "crypto/pem.h"
#include "provisioner/nebula/certificate.h"

namespace newel::cli::ca {
namespace {

using provisioner::Type;
namespace nebula = provisioner::nebula;

struct NebulaCredential {
  Bytes raw;  // the certificate
  PrivateKey key;
};

// PEM, or the octets of a certificate of version 1.
Bytes raw_certificate(const std::string& content, const std::string& file) {
  std::string_view rest = content;
  const auto block = pem_next(rest);
  if (!block) return to_bytes(std::string_view(content));
  if (block->label != nebula::v1_label && block->label != nebula::v2_label)
    throw Error("error reading " + file + ": not a proper nebula certificate");
  return block->der;
}

NebulaCredential read_credential(const Invocation& in) {
  const std::string file = in.string("nebula-cert"), key_file = in.string("nebula-key");
  Bytes raw = raw_certificate(read_input(file), file);
  const auto certificate = nebula::Certificate::parse(raw);
  if (!certificate) throw Error("error reading " + file + ": not a proper nebula certificate");
  PrivateKey key = load_private_key(key_file, key_password(in));
  const auto certified = certificate->host_key();
  if (!certified) throw Error("error validating " + file + ": " + certified.error().text);
  if (key.public_key().type() != certified->type()) {
    throw Error("key content is not a valid nebula key; got type " +
                std::string(key_type_name(key.public_key().type())));
  }
  if (!(*certified == key.public_key()))
    throw Error("error validating " + file + ": public key and private key are not a pair");
  return {std::move(raw), std::move(key)};
}

bool boolean_member(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find_ci(object, name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

}  // namespace

std::string nebula_token(const Invocation& in, CaService& service, const client::ListedProvisioner& chosen,
                         const TokenWish& wish) {
  for (const char* flag : {"nebula-cert", "nebula-key"}) {
    if (in.string(flag).empty()) throw required_with_provisioner_type("Nebula", flag);
  }
  NebulaCredential credential = read_credential(in);
  client::TokenRequest request = token_request(service, chosen, wish);
  request.audience += "#nebula/" + chosen.name;
  request.kid = client::key_thumbprint(credential.key);
  request.nebula_certificate = std::move(credential.raw);
  return client::make_token(request, credential.key);
}

std::string k8ssa_token(const Invocation& in) {
  const std::string file = in.string("k8ssa-token-path");
  const auto content = read_file(file);
  if (!content) throw Error("error reading kubernetes service account token: " + content.error().text);
  // The file ends without a line break in a pod, and with one where a person wrote it.
  return std::string(trim(*content));
}

std::string cloud_token(CaService& service, const client::ListedProvisioner& chosen, TokenWish& wish) {
  wish.disable_custom_sans = boolean_member(chosen.document, "disableCustomSANs");
  // Instances only sign: the reference, too, names this audience whatever the token is for.
  const std::string sign_url = service.audience(provisioner::Method::sign);
  switch (chosen.type) {
    case Type::aws:
      return client::aws_identity_token(chosen.document, wish.subject, sign_url);
    case Type::gcp:
      return client::gcp_identity_token(chosen.document, sign_url);
    default:
      return client::azure_identity_token();
  }
}

}  // namespace newel::cli::ca
