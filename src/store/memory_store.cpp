// The store of a CA without a database: it knows which tokens were used while they could still be used again.
// Restarting forgets them; a CA that must not forget has a database.
#include <mutex>
#include <queue>
#include <unordered_set>

#include "store/store.h"

namespace newel::store {
namespace {

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(const Clock& clock) : clock_(clock) {}

  void commit(Transaction transaction, Done done) override { done(apply(transaction)); }

  bool is_token_used(const std::string& id) override {
    std::lock_guard lock(mutex_);
    return used_.contains(id);
  }
  bool is_revoked(ByteView) override { return false; }
  std::optional<CertificateRecord> find_certificate(ByteView) override { return {}; }
  std::optional<RevocationRecord> find_revocation(ByteView) override { return {}; }
  std::vector<RevocationRecord> list_revocations(Time) override { return {}; }
  std::optional<CrlRecord> latest_crl() override { return {}; }
  bool is_persistent() const override { return false; }
  std::size_t prune() override {
    std::lock_guard lock(mutex_);
    return forget_expired();
  }
  void close() override {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }

 private:
  using Expiry = std::pair<Time, std::string>;

  CommitResult apply(const Transaction& transaction);
  std::size_t forget_expired();

  const Clock& clock_;
  std::mutex mutex_;
  std::unordered_set<std::string> used_;
  std::priority_queue<Expiry, std::vector<Expiry>, std::greater<>> expiries_;
  bool closed_ = false;
};

CommitResult MemoryStore::apply(const Transaction& transaction) {
  for (const Operation& operation : transaction.operations) {
    if (std::holds_alternative<AddRevocation>(operation)) {
      return {Outcome::not_supported, "revocation needs a database"};
    }
    if (std::holds_alternative<PutCrl>(operation)) return {Outcome::not_supported, "a CRL needs a database"};
    if (std::holds_alternative<RecordChange>(operation))
      return {Outcome::not_supported, "the admin API needs a database"};
  }
  std::lock_guard lock(mutex_);
  if (closed_) return {Outcome::unavailable, "the store is closed"};
  forget_expired();
  std::unordered_set<std::string> ours;
  for (const Operation& operation : transaction.operations) {
    const auto* token = std::get_if<UseToken>(&operation);
    if (token == nullptr) continue;
    if (used_.contains(token->id) || !ours.insert(token->id).second)
      return {Outcome::token_used, "token already used"};
  }
  for (const Operation& operation : transaction.operations) {
    const auto* token = std::get_if<UseToken>(&operation);
    if (token == nullptr) continue;
    used_.insert(token->id);
    expiries_.emplace(token->expires_at, token->id);
  }
  return {};
}

std::size_t MemoryStore::forget_expired() {
  const Time limit = clock_.now() - prune_margin;
  std::size_t forgotten = 0;
  for (; !expiries_.empty() && expiries_.top().first < limit; ++forgotten) {
    used_.erase(expiries_.top().second);
    expiries_.pop();
  }
  return forgotten;
}

}  // namespace

std::unique_ptr<Store> open_memory_store(const Clock& clock) { return std::make_unique<MemoryStore>(clock); }

}  // namespace newel::store
