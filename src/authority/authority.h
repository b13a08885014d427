// The heart: the rules of issuing. No HTTP, no SQL, no sockets.
//
// An Authority is one immutable snapshot of a configuration with its keys and provisioners. Reload builds
// another one; a request keeps the one it began with. Every operation that changes state fills a
// store::Transaction, and its result may leave only after that transaction is committed.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "authority/management.h"
#include "authority/observer.h"
#include "base/clock.h"
#include "base/random.h"
#include "config/config.h"
#include "kms/kms.h"
#include "policy/policy.h"
#include "provisioner/collection.h"
#include "store/store.h"
#include "webhook/caller.h"
#include "x509/builder.h"
#include "x509/request.h"
#include "x509/verify.h"

namespace newel::authority {

class TokenGate;

struct Passwords {
  std::optional<Secret> intermediate;  ///< --password-file; else ca.json's password; else `prompt`
  PasswordSource prompt;               ///< asks on the terminal; may be empty
  /// A password for a key that is made at the first start with the admin API; may be empty.
  std::function<Secret()> new_key = {};
};

struct Dependencies {
  std::shared_ptr<store::Store> store;
  const Clock* clock = &system_clock();
  const Random* random = &system_random();
  std::string step_path;
  /// When the service began: tokens issued before are refused. None: now. A reload passes on the first start,
  /// so that a token issued just before it stays good.
  std::optional<Time> started{};
  /// Plain lines for the operator ("failed to initialize JWK provisioner ...").
  std::function<void(std::string_view)> log = [](std::string_view) {};
  /// The authority's name policy when it does not come from ca.json but from the database.
  std::shared_ptr<const policy::Policy> policy{};
  /// How long webhooks may take, their retry included, and the pause before it.
  Duration webhook_deadline = std::chrono::seconds(10), webhook_retry_pause = std::chrono::seconds(1);
  /// Good news of the start, which --quiet leaves out.
  std::function<void(std::string_view)> announce = [](std::string_view) {};
  Observer* observer = nullptr;  ///< borrowed; must outlive the authority
  /// Runs a task beside the requests: documents of identity providers are fetched again there. May be empty.
  provisioner::RunBeside beside{};
};

struct Issued {
  std::vector<x509::Certificate> chain;                  ///< leaf first
  std::string provisioner_name, provisioner_credential;  ///< for the log
};

struct RevokeRequest {
  std::string serial;  ///< as sent
  std::string reason;
  int reason_code = 0;
  bool passive = true;
};

/// Thread-safe: const after construction.
class Authority {
 public:
  /// Throws Error for anything that must stop the start (roots, keys, claims, duplicates, name constraints).
  Authority(const config::Config& config, const Passwords& passwords, Dependencies dependencies);
  ~Authority();

  const config::Config& config() const { return config_; }
  const provisioner::Collection& provisioners() const { return *provisioners_; }
  const std::vector<x509::Certificate>& roots() const { return roots_; }
  const std::vector<x509::Certificate>& federated_roots() const { return federated_roots_; }
  const std::vector<x509::Certificate>& intermediates() const { return intermediates_; }
  /// By lower-case hex SHA-256, among roots and federated roots; nullptr if none.
  const x509::Certificate* root(std::string_view fingerprint) const;
  const policy::Policy& policy() const { return *policy_; }
  store::Store& store() const { return *dependencies_.store; }
  const Clock& clock() const { return *dependencies_.clock; }
  const Random& random() const { return *dependencies_.random; }
  Time started() const { return started_; }

  /// Judging this token, or signing for it, may wait for somebody else (an identity provider, a cluster, a
  /// webhook): do it on a thread that may stand still.
  bool may_wait(std::string_view token) const;

  /// What the admin API manages; nullptr when it is off, and provisioners come from the configuration.
  const Management* management() const { return management_.get(); }
  /// This authority with another state of what is managed: keys, certificates and settings are shared, and so
  /// are the provisioners that stay as they are. Throws Error 400 for duplicates.
  std::shared_ptr<const Authority> with_management(std::shared_ptr<const Management> state) const;
  /// What this authority would make of an entry. Throws Error for a type nobody knows.
  std::shared_ptr<const provisioner::Provisioner> make_provisioner(const Management::Entry& entry) const;
  /// Whose administrator presents this token for a request of `method` to `path` (still percent-encoded);
  /// adds the token's use (reference: AuthorizeAdminToken). Throws Error 401, 404.
  AdminIdentity authorize_admin(std::string_view token, std::string_view method, const std::string& path,
                                store::Transaction& transaction) const;

  /// The request's signature must have been verified. Adds the token's use and the certificate to
  /// `transaction`.
  Issued sign(const x509::CertificateRequest& request, std::string_view token,
              const provisioner::SignRequestOptions& options, store::Transaction& transaction) const;
  /// Bearer token of a renewal (x5cInsecure): the certificate it proves; adds the token's use.
  x509::Certificate authorize_renew_token(std::string_view token, store::Transaction& transaction) const;
  Issued renew(const x509::Certificate& old, store::Transaction& transaction) const;
  Issued rekey(const x509::Certificate& old, const PublicKey& key, store::Transaction& transaction) const;
  /// By token: adds its use and the revocation. Returns the decimal serial.
  std::string revoke_by_token(const RevokeRequest& request, std::string_view token,
                              store::Transaction& transaction) const;
  /// By mTLS: the presented certificate must have the serial.
  std::string revoke_by_certificate(const RevokeRequest& request, const x509::Certificate& certificate,
                                    store::Transaction& transaction) const;
  /// A new CRL over the store's revocations, put into `transaction`.
  store::CrlRecord generate_crl(store::Transaction& transaction) const;
  /// The same, stored when it returns; a number that another node has taken meanwhile is drawn again. Waits
  /// for the disk. For start-up and the timer, and after the commit of a revocation when crl.generateOnRevoke
  /// is set.
  store::CrlRecord regenerate_crl() const;

  /// The CA's own server certificate: new P-256 key, 24 h, not stored.
  struct TlsIdentity {
    std::vector<x509::Certificate> chain;
    std::shared_ptr<const Signer> key;
  };
  TlsIdentity issue_tls_identity() const;

 private:
  Authority(const Authority&) = default;

  void use_provisioners(std::shared_ptr<const provisioner::Collection> provisioners);
  /// Who stands behind a certificate: by its row in the store, else by the name in its extension; the noop
  /// provisioner for one without extension; nullptr when it names one that is not there.
  struct CertificateOrigin {
    const provisioner::Provisioner* provisioner = nullptr;
    std::optional<store::CertificateRecord> row;
  };
  CertificateOrigin origin_of_certificate(const x509::Certificate& certificate) const;
  CertificateOrigin authorize_renewal(const x509::Certificate& old) const;
  Issued renew_or_rekey(const x509::Certificate& old, const PublicKey* new_key,
                        store::Transaction& transaction) const;
  Issued renew_with(const x509::Certificate& old, const PublicKey* new_key, const CertificateOrigin& origin,
                    store::Transaction& transaction) const;
  Issued sign_authorized(const x509::CertificateRequest& request, provisioner::SignOptions& options,
                         const provisioner::SignRequestOptions& asked, store::Transaction& transaction) const;
  /// Signs, and looks at the result before anyone gets it.
  x509::Certificate issue_checked(const x509::CertificateTemplate& what) const;
  Issued finish(x509::Certificate certificate, const provisioner::Provisioner& provisioner) const;
  void check_constraints(const x509::Name& subject, const x509::SubjectAltNames& names,
                         std::string_view message) const;
  x509::Serial check_revocation(const RevokeRequest& request) const;
  void add_revocation(store::RevocationRecord record, store::Transaction& transaction) const;
  std::unique_ptr<webhook::Caller> make_webhook_caller() const;
  void observe(Action action, std::string_view provisioner, bool success) const;

  config::Config config_;
  Dependencies dependencies_;
  std::vector<x509::Certificate> roots_, federated_roots_, intermediates_;
  std::map<std::string, x509::Certificate, std::less<>> by_fingerprint_;
  std::shared_ptr<const x509::Issuer> issuer_;
  std::string issuer_text_;  ///< the issuer's name, readable
  std::shared_ptr<const x509::NameConstraintsChecker> constraints_;
  std::shared_ptr<const policy::Policy> policy_;  ///< the authority's; never null
  std::shared_ptr<const Management> management_;
  std::shared_ptr<const provisioner::Collection> provisioners_;
  provisioner::AudienceMatcher renew_audiences_;
  std::shared_ptr<const TokenGate> gate_;      ///< borrows the collection
  std::shared_ptr<webhook::Caller> webhooks_;  ///< borrows this authority
  Time started_{};
};

/// What a transaction was for.
enum class Operation { sign, renew, rekey, revoke, store_crl, store_provisioners, change };

/// Turns the outcome of a commit into the error clients get; nothing for `committed`.
void throw_unless_committed(const store::CommitResult& result, Operation operation,
                            std::string_view serial = {});

}  // namespace newel::authority
