#include "cli/ca/token_flow.h"

#include "base/clock.h"
#include "cli/ca/connection.h"
#include "cli/ca/key_files.h"
#include "cli/ca/node_tokens.h"
#include "cli/ca/oidc_token.h"
#include "cli/ca/signing_key.h"
#include "cli/engine/errors.h"
#include "cli/engine/prompt.h"
#include "cli/shared/named_key.h"

namespace newel::cli::ca {
namespace {

using provisioner::Method;
using provisioner::Type;

bool is_sign(Method method) { return method == Method::sign || method == Method::sign_identity; }

// Credentials on the command line say which types can use them.
std::optional<Type> implied_type(const Invocation& in) {
  auto given = [&](std::string_view flag) { return !in.string(flag).empty(); };
  if (given("x5c-cert") || given("x5c-key")) return Type::x5c;
  refuse_unsupported(in, {"sshpop-cert", "sshpop-key"});
  if (given("nebula-cert") || given("nebula-key")) return Type::nebula;
  if (in.is_set("k8ssa-token-path")) return Type::k8ssa;  // it has a default
  return std::nullopt;
}

// The flag as typed would be nicer, but errors name the first spelling, as the reference does.
client::ProvisionerFilter filter_of(const Invocation& in) {
  client::ProvisionerFilter filter;
  filter.only = implied_type(in);
  filter.kid = in.string("kid");
  for (const char* flag : {"admin-provisioner", "provisioner"}) {
    if (const std::string name = in.string(flag); !name.empty()) filter.names.push_back({flag, name});
  }
  return filter;
}

void ask_subject(TokenWish& wish) {
  if (!wish.subject.empty()) return;
  wish.subject =
      ask({.label = "What DNS names or IP addresses would you like to use? (e.g. internal.smallstep.com)",
           .valid = not_empty()});
}

std::string jwk_token(const Invocation& in, CaService& service, const client::ListedProvisioner& chosen,
                      const TokenWish& wish) {
  const std::string file = in.string("key");
  client::TokenRequest request = token_request(service, chosen, wish);
  request.kid = chosen.kid;
  if (!file.empty() && is_in_key_store(in.string("kms"), file))
    return client::make_token(request, *load_named_signer(in.string("kms"), file, key_password(in)));
  const jose::Jwk key = file.empty()
                            ? open_provisioner_key(in, service.encrypted_key(chosen.document, chosen.kid))
                            : load_signing_key(in, file);
  return client::make_token(request, key.private_key(), key.alg);
}

std::string x5c_token(const Invocation& in, CaService& service, const client::ListedProvisioner& chosen,
                      const TokenWish& wish) {
  for (const char* flag : {"x5c-cert", "x5c-key"}) {
    if (in.string(flag).empty()) throw required_with_provisioner_type("X5C", flag);
  }
  const X5cCredential credential = x5c_credential(in);
  client::TokenRequest request = token_request(service, chosen, wish);
  request.audience += "#x5c/" + chosen.name;
  request.kid = in.string("x5c-key");
  request.chain = credential.chain;
  request.chain_is_insecure = in.boolean("x5c-insecure");
  return client::make_token(request, *credential.key);
}

}  // namespace

client::TokenRequest token_request(CaService& service, const client::ListedProvisioner& chosen,
                                   const TokenWish& wish) {
  client::TokenRequest request;
  request.issuer = chosen.name;
  request.subject = wish.subject;
  request.audience = service.audience(wish.method);
  request.validity = wish.validity.value_or(client::TokenValidity::starting(system_clock().now()));
  request.root_fingerprint = service.root_fingerprint();
  request.csr_fingerprint = wish.csr_fingerprint;
  request.user = wish.user;
  request.step = wish.step;
  if (is_sign(wish.method)) {
    request.sans = wish.sans.empty() ? std::vector<std::string>{wish.subject} : wish.sans;
  }
  return request;
}

client::ListedProvisioner choose_provisioner(const Invocation& in, const json::Array& documents) {
  const auto candidates = client::filter_provisioners(client::list_provisioners(documents), filter_of(in));
  Choice choice;
  choice.label = "What provisioner key do you want to use?";
  choice.name = "Provisioner";
  choice.flag = "provisioner";
  for (const auto& candidate : candidates) choice.items.push_back(candidate.label());
  return candidates.at(choose(choice));
}

std::string make_token(const Invocation& in, CaService& service, const client::ListedProvisioner& chosen,
                       TokenWish& wish) {
  if (chosen.type == Type::acme || chosen.type == Type::scep) {
    throw Error("step " + std::string(provisioner::type_name(chosen.type)) +
                " provisioners do not support token auth flows");
  }
  if (chosen.type == Type::oidc) return oidc_token(in, chosen);  // the provider says who it is
  if (chosen.type == Type::sshpop) {
    throw Error("not supported yet: tokens of " + std::string(provisioner::type_name(chosen.type)) +
                " provisioners; choose another one with --provisioner");
  }
  ask_subject(wish);
  switch (chosen.type) {
    case Type::jwk:
      return jwk_token(in, service, chosen, wish);
    case Type::x5c:
      return x5c_token(in, service, chosen, wish);
    case Type::nebula:
      return nebula_token(in, service, chosen, wish);
    case Type::k8ssa:
      return k8ssa_token(in);
    default:
      return cloud_token(service, chosen, wish);
  }
}

std::string new_token(const Invocation& in, CaService& service, TokenWish& wish) {
  return make_token(in, service, choose_provisioner(in, service.provisioners()), wish);
}

namespace {

CertificateAndKey x5c_pair(const Invocation& in) {
  const std::string invalid =
      "error validating x5c certificate chain and key for use in x5c header: ValidateX5C: ";
  try {
    CertificateAndKey pair =
        load_certificate_and_key(in, in.string("x5c-cert"), in.string("x5c-key"), in.string("kms"));
    if (pair.leaf().has_key_usage(x509::digital_signature)) return pair;
  } catch (const NotAPair& error) {
    throw Error(invalid + "error verifying certificate and key: " + error.why);
  }
  throw Error(invalid +
              "certificate/private-key pair used to sign token is not approved for digital signature");
}

}  // namespace

X5cCredential x5c_credential(const Invocation& in) {
  const CertificateAndKey pair = x5c_pair(in);
  X5cCredential out{pair.identity().chain, pair.leaf().subject().common_name(), pair.key};
  for (const std::string& file : in.strings("x5c-chain")) {
    for (const auto& certificate : x509::load_certificates(file))
      out.chain.push_back(to_bytes(certificate.der()));
  }
  return out;
}

}  // namespace newel::cli::ca
