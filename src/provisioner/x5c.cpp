#include "provisioner/x5c.h"

#include "base/encoding.h"
#include "base/text.h"
#include "crypto/pem.h"
#include "provisioner/document.h"
#include "provisioner/members.h"
#include "provisioner/step_payload.h"
#include "x509/oids.h"
#include "x509/verify.h"

namespace newel::provisioner {
namespace {

// Longer chains cost verifications and mean nothing.
constexpr std::size_t max_chain = 16;

std::vector<x509::Certificate> read_roots(const json::Object& document) {
  require_type_and_name(document);
  const std::string pem = base64_member(document, "roots").value_or("");
  if (pem.empty()) throw Error("provisioner root(s) cannot be empty");
  std::vector<x509::Certificate> out;
  for (const PemBlock& block : pem_decode_all(pem)) {
    out.push_back(
        value_or_throw(x509::Certificate::parse(block.der), "error parsing x509 certificate from PEM block"));
  }
  if (out.empty()) {
    throw Error("no x509 certificates found in roots attribute for provisioner '" +
                text_member(document, "name") + "'");
  }
  return out;
}

Error rejected(const std::string& why) { return Error::unauthorized("x5c.authorizeToken; " + why); }

Error broken_chain(const std::string& why) {
  return rejected("error verifying x5c certificate chain in token: " + why);
}

// Header `x5c` (RFC 7515 section 4.1.6): base64 (not url) of DER, leaf first.
std::vector<x509::Certificate> read_chain(const json::Object& header) {
  const json::Value* list = json::find(header, "x5c");
  if (list == nullptr || !list->is_array() || list->get_array().empty())
    throw broken_chain("go-jose/go-jose: no x5c header present in message");
  if (list->get_array().size() > max_chain) throw broken_chain("x5c header has too many certificates");
  std::vector<x509::Certificate> out;
  for (const json::Value& item : list->get_array()) {
    const auto text = json::as_string(&item);
    if (!text) throw broken_chain("failed to parse x5c header");
    const auto der = base64_decode(*text);
    if (!der) throw broken_chain("failed to parse x5c header: " + der.error().text);
    auto certificate = x509::Certificate::parse(*der);
    if (!certificate) throw broken_chain("failed to parse x5c header: " + certificate.error().text);
    out.push_back(std::move(*certificate));
  }
  return out;
}

}  // namespace

X5cProvisioner::X5cProvisioner(const json::Object& document, const Environment& environment)
    : Provisioner(Type::x5c, text_member(document, "name"), listed_document(document)),
      roots_(read_roots(document)),
      clock_(environment.clock),
      audiences_(environment.audiences.with_fragment("x5c/" + name_)),
      sign_audiences_(audiences_.sign),
      revoke_audiences_(audiences_.revoke) {
  claims_ = read_common_members(document, environment).claims;
  token_key_ = "x5c/" + name_;
}

std::vector<x509::Certificate> X5cProvisioner::authorize_token(const ParsedToken& token,
                                                               const AudienceMatcher& allowed,
                                                               const std::vector<std::string>& wanted) const {
  std::vector<x509::Certificate> chain = read_chain(token.jwt.jws.header);
  const x509::Certificate& leaf = chain.front();
  x509::VerifyOptions options;
  options.roots = roots_;
  options.intermediates.assign(chain.begin() + 1, chain.end());
  options.at = clock_->now();
  options.extended_key_usage = {std::string(x509::oids::client_auth)};
  if (const auto path = x509::verify_chain(leaf, options); !path) throw broken_chain(path.error().text);
  // Absent key usage allows nothing here, as in the reference.
  if ((leaf.key_usage().value_or(0) & x509::digital_signature) == 0) {
    throw rejected("certificate used to sign x5c token cannot be used for digital signature");
  }
  const auto& key = leaf.public_key();
  if (!key || !token.jwt.jws.verify(*key))
    throw rejected("error parsing x5c claims: go-jose/go-jose: error in cryptographic primitive");
  const jose::Claims& claims = token.jwt.claims;
  jose::Expectations expected;
  expected.issuer = name_;
  expected.now = options.at;
  if (const auto valid = jose::validate(claims, expected); !valid)
    throw rejected("invalid x5c claims: " + valid.error().text);
  if (!allowed.matches_any(claims.audience)) {
    throw rejected("x5c token has invalid audience claim (aud); expected " + go_list(wanted) + ", but got " +
                   go_list(claims.audience));
  }
  if (claims.subject.empty()) throw rejected("x5c token subject cannot be empty");
  return chain;
}

SignOptions X5cProvisioner::authorize_sign(const ParsedToken& token, Method method) const try {
  std::vector<x509::Certificate> chain = authorize_token(token, sign_audiences_, audiences_.sign);
  const x509::Certificate leaf = chain.front();
  auto payload = read_step_payload(token.jwt.claims.all);
  if (!payload) throw rejected("error parsing x5c claims: " + payload.error().text);
  const std::string& subject = token.jwt.claims.subject;
  if (payload->sans.empty()) payload->sans.push_back(subject);

  SignOptions out;
  out.provisioner = shared_from_this();
  out.ra_json = std::move(payload->ra_json);
  out.authorization_principal = leaf.subject().common_name();
  out.authorization_certificate = leaf;
  out.tmpl.fallback = DefaultTemplate::leaf;
  out.tmpl.common_name = subject;
  out.tmpl.names = payload->sans;
  out.tmpl.authorization_chain = std::move(chain);
  out.csr_fingerprint = std::move(payload->csr_fingerprint);
  out.common_names = {subject};
  out.sans = std::move(payload->sans);
  out.san_rule = SanRule::exact;
  out.ignore_uris = method == Method::sign_identity;
  if (!claims_.disable_smallstep_extensions)
    out.extension = x509::StepProvisioner{static_cast<int>(Type::x5c), name_, {}, {}};
  out.window = CredentialWindow{leaf.not_before(), leaf.not_after()};
  out.lifetime = claims_.tls;
  return out;
} catch (const Error& e) {
  throw e.wrapped("x5c.AuthorizeSign", 500);
}

void X5cProvisioner::authorize_revoke(const ParsedToken& token) const try {
  authorize_token(token, revoke_audiences_, audiences_.revoke);
} catch (const Error& e) {
  throw e.wrapped("x5c.AuthorizeRevoke", 500);
}

}  // namespace newel::provisioner
