// The admin API's rules (reference: authority/{admins,provisioners,policy}.go, authority/admin/api): who may
// be administrator, which provisioners there are, what policies say.
//
// A change is a draft: a copy of the state of one authority, edited by the functions below, which also fill a
// store transaction with the rows. finish() gives the authority that serves once that transaction is on disk.
// Nothing is shared between two drafts, so nothing is locked; the store refuses the second of two drafts that
// began with one state.
#pragma once

#include <mutex>

#include "authority/authority.h"

namespace newel::authority {

/// The authority in service, which every change replaces. Thread-safe.
class Administration {
 public:
  explicit Administration(std::shared_ptr<const Authority> first) : current_(std::move(first)) {}

  std::shared_ptr<const Authority> current() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }
  /// Serves `next`, unless a newer state is in service already.
  void publish(std::shared_ptr<const Authority> next);
  /// Looks whether another node, or another process on the same database, has changed something, and serves
  /// it then. Costs one look at one key when nothing has. Throws Error.
  void refresh();

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Authority> current_;
};

class Draft {
 public:
  /// `from` must have a management state.
  Draft(std::shared_ptr<const Authority> from, AdminIdentity actor);

  const Authority& authority() const { return *from_; }
  const Management& state() const { return state_; }
  store::Transaction& transaction() { return transaction_; }

  void put(Management::Entry entry);
  void remove_provisioner(const std::string& id);  ///< with its administrators and its policy
  void put(store::ManagedAdmin admin);
  void remove_admin(const std::string& id);
  void put_policy(const std::string& owner, json::Object document);
  void remove_policy(const std::string& owner);

  /// The line of the audit goes into the transaction. Throws Error 400 when the state cannot be served.
  std::shared_ptr<const Authority> finish(const std::string& action, const std::string& object);

 private:
  std::shared_ptr<const Authority> from_;
  AdminIdentity actor_;
  Management state_;
  store::Transaction transaction_;
};

// All of these throw Error with status and text as the admin API gives them.

const Management::Entry& find_provisioner(const Management& state, const std::string& name);

store::ManagedAdmin create_admin(Draft& draft, const std::string& subject, const std::string& provisioner,
                                 bool is_super);
store::ManagedAdmin update_admin(Draft& draft, const std::string& id, bool is_super);
void remove_admin(Draft& draft, const std::string& id);

Management::Entry create_provisioner(Draft& draft, json::Object document);
/// Over the one with this name; `document` may rename it.
Management::Entry update_provisioner(Draft& draft, const std::string& name, json::Object document);
void remove_provisioner(Draft& draft, const Management::Entry& entry);

/// A new external account key of an ACME provisioner that asks for them. Throws Error 400 for one that does
/// not, 409 for a reference that is taken.
store::ExternalAccountKey create_external_account_key(Draft& draft, const Management::Entry& provisioner,
                                                      const std::string& reference);
/// Throws Error 400 unless it is an ACME provisioner that asks for external account keys.
void require_external_accounts(const Management::Entry& provisioner);

/// What is wrong with a webhook of options.webhooks; Error 400.
void check_webhook(const json::Object& webhook);

/// Whose policy is meant: the authority's, which has a row of its own, or a provisioner's, which is the
/// member `policy` of its entry.
struct PolicyOwner {
  std::string provisioner_id, provisioner_name;  ///< empty: the authority
  static PolicyOwner of_authority() { return {}; }
  static PolicyOwner of(const Management::Entry& entry) { return {entry.id, entry.name()}; }
  /// "authority", "provisioner ci".
  std::string text() const {
    return provisioner_id.empty() ? "authority" : "provisioner " + provisioner_name;
  }
};

/// As in ca.json. Throws Error 404.
const json::Object& find_policy(const Management& state, const PolicyOwner& owner);
/// 409 when there is one, 400 for rules that do not parse, and for X.509 rules under which an administrator
/// could no longer get a certificate.
void create_policy(Draft& draft, const PolicyOwner& owner, json::Object document);
void update_policy(Draft& draft, const PolicyOwner& owner, json::Object document);
void remove_policy(Draft& draft, const PolicyOwner& owner);
/// Throws Error 400 for rules that do not parse.
void check_policy(const json::Object& document);

}  // namespace newel::authority
