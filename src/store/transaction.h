// A unit of durable work: all of it is on disk when it is acknowledged, or none of it.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "store/records.h"

namespace newel::store {

/// Fails the whole transaction (outcome `token_used`) when the id is already there. `expires_at` says until
/// when the row must guard: after it (plus a margin) the row may be pruned, because the token itself is
/// refused by then.
struct UseToken {
  std::string id;
  Time expires_at{};
};
struct AddCertificate {
  CertificateRecord record;
};
/// Fails the whole transaction (outcome `already_revoked`) when the serial is already revoked.
struct AddRevocation {
  RevocationRecord record;
};
/// Fails the whole transaction (outcome `conflict`) when a CRL with this or a higher number is there.
struct PutCrl {
  CrlRecord record;
};

/// Fails the whole transaction (outcome `conflict`) unless its version is the next one: what follows in the
/// transaction was worked out from a state that is no longer the newest. No change without such a line.
struct RecordChange {
  ChangeRecord record;
};
/// New, or over the one with its id.
struct PutProvisioner {
  ManagedProvisioner record;
};
/// With its external account keys.
struct RemoveProvisioner {
  std::string id;
};
struct PutAdmin {
  ManagedAdmin record;
};
struct RemoveAdmin {
  std::string id;
};
struct PutPolicy {
  ManagedPolicy record;
};
struct RemovePolicy {
  std::string owner;
};

/// New, or over the one with its id.
struct PutExternalAccountKey {
  ExternalAccountKey record;
};
struct RemoveExternalAccountKey {
  std::string id;
};

using Operation = std::variant<UseToken, AddCertificate, AddRevocation, PutCrl, RecordChange, PutProvisioner,
                               RemoveProvisioner, PutAdmin, RemoveAdmin, PutPolicy, RemovePolicy,
                               PutExternalAccountKey, RemoveExternalAccountKey>;

enum class Outcome {
  committed,
  token_used,
  already_revoked,
  conflict,
  unavailable,    ///< disk full, database lost: nothing happened; try later
  not_supported,  ///< a store without persistence was asked for what it cannot keep
};

struct CommitResult {
  Outcome outcome = Outcome::committed;
  std::string detail;  ///< for the log
  bool ok() const { return outcome == Outcome::committed; }
};

/// Filled by a handler, then given to Store::commit. Not thread-safe.
struct Transaction {
  std::vector<Operation> operations;
  template <class Op>
  void add(Op op) {
    operations.emplace_back(std::move(op));
  }
  bool empty() const { return operations.empty(); }
};

using Done = std::function<void(const CommitResult&)>;

}  // namespace newel::store
