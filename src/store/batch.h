// One batch of transactions, written through a session in one commit.
#pragma once

#include <span>

#include "store/session.h"
#include "store/transaction.h"

namespace newel::store {

/// A transaction on its way, with the place for its result.
struct Job {
  Transaction transaction;
  Done done;
  CommitResult result;
};

/// Fills every result; the ones that are `committed` are durable on return. A transaction that fails (token
/// used, already revoked, conflict, values the database refuses) leaves no trace and does not disturb the
/// others. Throws SqlError when the batch as a whole could not be written; then the session must be rolled
/// back and no result counts.
void write_batch(Session& session, std::span<Job> jobs);

}  // namespace newel::store
