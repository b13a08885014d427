// A provisioner: who may ask for what, as a pure function of token and configuration.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "jose/jwt.h"
#include "policy/policy.h"
#include "provisioner/audiences.h"
#include "provisioner/claims.h"
#include "provisioner/fetch.h"
#include "provisioner/key_source.h"
#include "provisioner/sign_options.h"
#include "provisioner/x509_options.h"
#include "webhook/webhook.h"
#include "x509/certificate.h"

namespace newel::provisioner {

/// Numbers as in the provisioner extension.
enum class Type { noop = 0, jwk, oidc, gcp, aws, azure, acme, x5c, k8ssa, sshpop, scep, nebula };
std::string_view type_name(Type type);  ///< "JWK", "K8sSA": as in JSON output and records
/// Ignoring case; nullopt for an unknown type.
std::optional<Type> parse_type(std::string_view text);
/// Whether it has `options`, templates and webhooks: every type has but SSHPOP, which signs nothing of its
/// own.
bool has_options(Type type);

/// What every provisioner is given when it is set up.
struct Environment {
  EffectiveClaims claims;  ///< built-in merged with the authority's
  Audiences audiences;
  std::string step_path;  ///< for relative template files
  const Clock* clock = &system_clock();
  Fetch fetch = http_fetch({});  ///< of documents of identity providers
  RunBeside beside{};            ///< fetches again what has grown old
};

/// The one-time id of a token.
struct TokenId {
  enum class Kind { id, reuse_allowed, not_supported };
  Kind kind = Kind::id;
  std::string id;  ///< may be empty: then the SHA-256 of the token is used
  /// The id is of an instance, not of the token (trust on first use): it stays used when the token expires.
  bool outlives_token = false;
};

/// A token that has been parsed, not verified.
struct ParsedToken {
  std::string raw;
  jose::Jwt jwt;
};

/// Immutable after construction; thread-safe. Operations a type lacks throw Error 401
/// "provisioner.<Op> not implemented". Errors carry the reference's log texts.
class Provisioner : public std::enable_shared_from_this<Provisioner> {
 public:
  virtual ~Provisioner() = default;

  Type type() const { return type_; }
  const std::string& name() const { return name_; }
  /// Database id if it came from there, else token_key().
  const std::string& id() const { return id_.empty() ? token_key_ : id_; }
  /// How tokens find it: "<name>:<kid>", "x5c/<name>", ...
  const std::string& token_key() const { return token_key_; }
  const EffectiveClaims& claims() const { return claims_; }
  /// The document of ca.json, as it is listed by GET /provisioners (secrets redacted).
  const json::Object& document() const { return document_; }
  /// Its own certificate template and data; nullptr when it has none.
  const X509Options* x509_options() const { return x509_options_.get(); }
  /// Not empty when set-up failed: it is listed, and every use answers 401.
  const std::string& disabled_reason() const { return disabled_reason_; }
  /// Its own name policy, applied beside the authority's; nullptr: none.
  const policy::Policy* policy() const { return policy_.get(); }
  /// This and set_webhooks(): only before it is shared.
  void restrict_names(std::shared_ptr<const policy::Policy> policy) { policy_ = std::move(policy); }
  /// Whom to ask before its certificates are signed.
  const std::vector<webhook::Webhook>& webhooks() const { return webhooks_; }
  void set_webhooks(std::vector<webhook::Webhook> webhooks) { webhooks_ = std::move(webhooks); }
  /// JWK: its kid and encrypted private key (JWE), if it has one.
  virtual std::optional<std::pair<std::string, std::string>> encrypted_key() const { return std::nullopt; }

  /// True when judging this token may wait for somebody else (an identity provider, a cluster): the caller
  /// then does it where waiting stalls nobody.
  virtual bool may_wait(const ParsedToken&) const { return false; }
  /// True when its tokens live through a restart of the CA: one issued before it started is then accepted.
  virtual bool takes_old_tokens() const { return false; }
  /// Whether may_wait() is true for some tokens, or webhooks are asked.
  bool asks_others() const {
    return !webhooks_.empty() || type_ == Type::oidc || type_ == Type::gcp || type_ == Type::azure ||
           type_ == Type::k8ssa;
  }
  virtual TokenId token_id(const ParsedToken& token) const;
  virtual SignOptions authorize_sign(const ParsedToken& token, Method method) const;
  virtual void authorize_revoke(const ParsedToken& token) const;
  /// The renewal rule of the claims (reference: controller.go); `now` is truncated to seconds.
  virtual void authorize_renew(const x509::Certificate& certificate, Time now) const;
  /// Throws the 401 of a disabled provisioner.
  void require_enabled() const;
  /// For whoever makes it, before anybody else sees it: the id of its row.
  void set_id(std::string id) { id_ = std::move(id); }

 protected:
  Provisioner(Type type, std::string name, json::Object document);
  Type type_;
  std::string name_, id_, token_key_, disabled_reason_;
  EffectiveClaims claims_;
  json::Object document_;
  std::shared_ptr<const policy::Policy> policy_;
  std::vector<webhook::Webhook> webhooks_;

 private:
  friend std::shared_ptr<const Provisioner> make_provisioner(const json::Object&, const Environment&,
                                                             const std::string&);
  std::shared_ptr<const X509Options> x509_options_;
};

/// How far a type is served by this build.
enum class Availability {
  available,
  listed_only,  ///< stands in the list, disabled: `step ca init` writes it without being asked for its
                ///< feature
  refused,      ///< a configuration that names it must not start
};
Availability availability(Type type);

/// How tokens find the provisioner of this document, however broken the rest of it is: no two may have the
/// same. Empty for an unknown type.
std::string token_key_of(const json::Object& document);

/// Builds the provisioner of one ca.json object. Never throws for a bad configuration: the result is then
/// disabled, with the reason. nullptr for an unknown type. `id`: of its row in the database, if it has one.
std::shared_ptr<const Provisioner> make_provisioner(const json::Object& document,
                                                    const Environment& environment,
                                                    const std::string& id = {});

}  // namespace newel::provisioner
