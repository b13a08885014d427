// Renewing without a TLS client certificate: a token signed by the certificate's own key, with its chain in
// the header x5cInsecure. It serves certificates that have expired (the chain is verified as of one minute
// before its end) and clients behind proxies that end TLS (reference: authority/authorize.go,
// AuthorizeRenewToken).
#include "authority/authority.h"
#include "authority/token_gate.h"
#include "base/encoding.h"
#include "x509/oids.h"

namespace newel::authority {
namespace {

constexpr std::string_view client_issuer = "step-ca-client/1.0";
constexpr std::string_view prefix = "error validating renew token";
constexpr std::size_t max_chain = 10;

Error refused(const std::string& text, std::string_view why = {}) {
  std::string message(prefix);
  if (!why.empty()) message.append(": ").append(why);
  return {401, message + ": " + text, message};
}

std::vector<x509::Certificate> read_chain(const jose::Jws& jws) {
  const json::Value* header = json::find(jws.header, "x5cInsecure");
  if (header == nullptr || !header->is_array() || header->get_array().empty())
    throw refused("x5cInsecure header is missing");
  if (header->get_array().size() > max_chain) throw refused("x5cInsecure header has too many certificates");
  std::vector<x509::Certificate> out;
  for (const json::Value& item : header->get_array()) {
    const auto text = json::as_string(&item);
    const auto der = text ? base64_decode(*text) : failure("x5cInsecure header is not an array of strings");
    if (!der) throw refused(der.error().text);
    auto certificate = x509::Certificate::parse(*der);
    if (!certificate) throw refused(certificate.error().text);
    out.push_back(std::move(*certificate));
  }
  return out;
}

void verify_as_of_its_end(const std::vector<x509::Certificate>& chain,
                          const std::vector<x509::Certificate>& roots) {
  x509::VerifyOptions options;
  options.roots = roots;
  options.intermediates.assign(chain.begin() + 1, chain.end());
  options.at = chain.front().not_after() - std::chrono::minutes(1);
  options.extended_key_usage = {std::string(x509::oids::client_auth)};
  const auto verified = x509::verify_chain(chain.front(), options);
  if (!verified) throw refused(verified.error().text);
  // A certificate without the extension has no digitalSignature bit here, as in the reference.
  if ((chain.front().key_usage().value_or(0) & x509::digital_signature) == 0) {
    throw refused("certificate used to sign x5c token cannot be used for digital signature");
  }
}

// "failed, token is expired (exp)" becomes the part that clients are told.
std::string_view public_reason(std::string_view failure) {
  for (const std::string_view known : {"invalid subject claim (sub)", "token not valid yet (nbf)",
                                       "token is expired (exp)", "token issued in the future (iat)"}) {
    if (failure.ends_with(known)) return known;
  }
  return {};
}

}  // namespace

x509::Certificate Authority::authorize_renew_token(std::string_view token,
                                                   store::Transaction& transaction) const {
  auto parsed = jose::Jwt::parse(token);
  if (!parsed) throw refused("error parsing token: " + parsed.error().text);
  const auto chain = read_chain(parsed->jws);
  const x509::Certificate& leaf = chain.front();
  verify_as_of_its_end(chain, roots_);
  const auto& key = leaf.public_key();
  if (!key || !parsed->jws.verify(*key)) throw refused("error in cryptographic primitive");

  const CertificateOrigin origin = origin_of_certificate(leaf);
  if (origin.provisioner == nullptr || origin.provisioner->type() == provisioner::Type::noop) {
    throw Error::unauthorized(std::string(prefix) + ": cannot get provisioner from certificate");
  }
  const provisioner::ParsedToken renewal{std::string(token), std::move(*parsed)};
  const jose::Claims& claims = renewal.jwt.claims;
  jose::Expectations expected;
  expected.now = clock().now();
  if (const std::string name = leaf.subject().common_name(); !name.empty()) expected.subject = name;
  if (const auto valid = jose::validate(claims, expected); !valid) {
    throw refused(valid.error().text, public_reason(valid.error().text));
  }
  const bool through_ra = origin.row && !origin.row->ra_json.empty();
  if (!through_ra && !renew_audiences_.matches_any(claims.audience)) {
    throw refused("no audience of ours", "invalid audience claim (aud)");
  }
  if (claims.issuer != client_issuer && claims.issuer != origin.provisioner->name()) {
    throw refused("issuer is neither the client nor the provisioner", "invalid issuer claim (iss)");
  }
  gate_->use_for_renewal(*origin.provisioner, renewal, transaction);
  return leaf;
}

}  // namespace newel::authority
