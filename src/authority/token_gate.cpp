#include "authority/token_gate.h"

#include "base/text.h"
#include "crypto/digest.h"

namespace newel::authority {
namespace {

using provisioner::ParsedToken;
using provisioner::TokenId;

// A token without expiry can come back at any time.
const Time never = from_unix(253402300799);  // 9999-12-31T23:59:59Z

// Until when the token itself would still be accepted: its expiry and the leeway granted on it.
Time guarded_until(const jose::Claims& claims) {
  const Duration leeway = jose::Expectations{}.leeway;
  return claims.expiry && *claims.expiry < never ? *claims.expiry + leeway : never;
}

std::string key_of(const TokenId& id, const ParsedToken& token) {
  return id.id.empty() ? sha256_hex(as_bytes(token.raw)) : id.id;
}

}  // namespace

AcceptedToken TokenGate::accept(std::string_view token) const {
  auto parsed = jose::Jwt::parse(token);
  if (!parsed) throw Error::unauthorized("error parsing token: " + parsed.error().text);
  const provisioner::Provisioner* found = provisioners_.by_token(*parsed);
  if (found == nullptr) {
    throw Error::unauthorized("provisioner not found or invalid audience (" +
                              printable(join(parsed->claims.audience, ", ")) + ")");
  }
  found->require_enabled();
  if (started_ && !found->takes_old_tokens() && parsed->claims.issued_at &&
      *parsed->claims.issued_at < *started_) {
    throw Error::unauthorized("token issued before the bootstrap of certificate authority");
  }
  AcceptedToken out{found, {std::string(token), std::move(*parsed)}, {}};
  out.id = found->token_id(out.token);
  if (out.id.kind == TokenId::Kind::not_supported) {
    throw Error::bad_request("token flow is not supported");
  }
  return out;
}

void TokenGate::refuse_used(const AcceptedToken& accepted) const {
  const TokenId& id = accepted.id;
  if (id.kind == TokenId::Kind::id && store_.is_token_used(key_of(id, accepted.token)))
    throw Error::unauthorized("token already used");
}

void TokenGate::use(const AcceptedToken& accepted, store::Transaction& transaction) const {
  record(accepted.id, accepted.token, transaction);
}

void TokenGate::use_for_renewal(const provisioner::Provisioner& provisioner, const ParsedToken& token,
                                store::Transaction& transaction) const {
  record(provisioner.token_id(token), token, transaction);
}

void TokenGate::use_once(const ParsedToken& token, store::Transaction& transaction) const {
  record({TokenId::Kind::id, token.jwt.claims.id}, token, transaction);
}

void TokenGate::record(const TokenId& id, const ParsedToken& token, store::Transaction& transaction) const {
  if (id.kind != TokenId::Kind::id) return;
  // Whether it was used before, the commit decides. A look now would spare a replayed token its signature,
  // and cost every other one a query: four system calls with SQLite, a trip over the wire with a server.
  const Time until = id.outlives_token ? never : guarded_until(token.jwt.claims);
  transaction.add(store::UseToken{key_of(id, token), until});
}

}  // namespace newel::authority
