// Two ways to write a batch, with the same result.
//
// One by one: statement after statement, stopping at the first guard that fails. Right for SQLite, where a
// statement costs no trip. A savepoint costs as much as a statement, so only a transaction that could leave
// half of itself behind gets one; when a statement is refused after all, the batch is rolled back and written
// again with each transaction inside its own, the judge for every difficult case.
//
// Together: for a server across a wire. A transaction asks its guards (token, revocation, CRL number) and
// only then stores its certificate, and the answer to the first decides about the second. So the guards of
// *all* transactions travel together, then what remains of those that passed, with the COMMIT behind it: two
// trips for a batch of any size. A failed guard has written nothing, so there is nothing to undo, with two
// exceptions: a transaction that passed one guard and failed another, and a statement that the server
// refuses. Both are rare; the batch is rolled back and written one by one.
#include "store/batch.h"

#include "base/error.h"
#include "store/rows.h"

namespace newel::store {
namespace {

// Guards touch one row or none; none fails the transaction.
struct Guard {
  Call call;
  Outcome failed;
  const char* detail;
};

Guard guard(const UseToken& op) {
  return {{Statement::use_token, {token_key(op.id), micros_of(op.expires_at)}},
          Outcome::token_used,
          "token already used"};
}
Guard guard(const AddRevocation& op) {
  return {
      {Statement::add_revocation, to_values(op.record)}, Outcome::already_revoked, "serial already revoked"};
}
Guard guard(const PutCrl& op) {
  return {{Statement::put_crl, to_values(op.record)},
          Outcome::conflict,
          "a CRL with this or a higher number is stored"};
}

Guard guard(const RecordChange& op) {
  return {{Statement::record_change, to_values(op.record)},
          Outcome::conflict,
          "what is managed has changed since it was read"};
}

void collect_guards(const Transaction& transaction, std::vector<Guard>& out) {
  for (const Operation& operation : transaction.operations) {
    std::visit(
        [&](const auto& op) {
          if constexpr (requires { guard(op); }) out.push_back(guard(op));
        },
        operation);
  }
}

// What an operation does once all guards of its transaction have passed.
Call rest(const AddCertificate& op) { return {Statement::add_certificate, to_values(op.record)}; }
Call rest(const PutCrl& op) { return {Statement::drop_older_crls, {crl_number_key(op.record.number)}}; }
Call rest(const PutProvisioner& op) { return {Statement::put_provisioner, to_values(op.record)}; }
Call rest(const RemoveProvisioner& op) { return {Statement::remove_provisioner, {op.id}}; }
Call rest(const PutAdmin& op) { return {Statement::put_admin, to_values(op.record)}; }
Call rest(const RemoveAdmin& op) { return {Statement::remove_admin, {op.id}}; }
Call rest(const PutPolicy& op) { return {Statement::put_policy, to_values(op.record)}; }
Call rest(const RemovePolicy& op) { return {Statement::remove_policy, {op.owner}}; }

Call rest(const PutExternalAccountKey& op) {
  return {Statement::put_external_account_key, to_values(op.record)};
}
Call rest(const RemoveExternalAccountKey& op) { return {Statement::remove_external_account_key, {op.id}}; }

void collect_rest(const Transaction& transaction, std::vector<Call>& out) {
  for (const Operation& operation : transaction.operations) {
    std::visit(
        [&](const auto& op) {
          if constexpr (requires { rest(op); }) out.push_back(rest(op));
          if constexpr (std::is_same_v<std::remove_cvref_t<decltype(op)>, RemoveProvisioner>)
            out.push_back({Statement::remove_external_account_keys, {op.id}});
        },
        operation);
  }
}

CommitResult run(Session& session, const Transaction& transaction) {
  std::vector<Guard> guards;
  std::vector<Call> calls;
  collect_guards(transaction, guards);
  std::vector<std::int64_t> affected;
  for (const Guard& guard : guards) {
    session.execute({&guard.call, 1}, affected);
    if (affected[0] == 0) return {guard.failed, guard.detail};
  }
  collect_rest(transaction, calls);
  session.execute(calls, affected);
  return {};
}

enum class Bracket {
  where_needed,  ///< a savepoint only around transactions that may have to be undone by a guard
  every_one,     ///< so that a statement the database refuses takes only its own transaction with it
};

bool may_be_undone(const Transaction& transaction) {
  std::vector<Guard> guards;
  collect_guards(transaction, guards);
  return guards.size() > 1;  // the first guard to fail has written nothing
}

CommitResult run_within_savepoint(Session& session, const Transaction& transaction) {
  CommitResult result;
  session.savepoint();
  try {
    result = run(session, transaction);
  } catch (const SqlError& error) {
    if (error.fault != Fault::statement) throw;
    result = {Outcome::unavailable, error.text};
  } catch (const Error& error) {
    result = {Outcome::unavailable, error.text()};
  }
  if (!result.ok()) session.rollback_to_savepoint();
  session.release_savepoint();
  return result;
}

void write_one_by_one(Session& session, std::span<Job> jobs, Bracket bracket) {
  session.begin();
  for (Job& job : jobs) {
    const bool undoable = bracket == Bracket::every_one || may_be_undone(job.transaction);
    job.result = undoable ? run_within_savepoint(session, job.transaction) : run(session, job.transaction);
  }
  session.commit();
}

// False: not for this way; the session is rolled back.
bool write_together(Session& session, std::span<Job> jobs) {
  std::vector<Guard> guards;
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    collect_guards(jobs[i].transaction, guards);
    owners.resize(guards.size(), i);
    jobs[i].result = {};
  }
  std::vector<Call> calls;
  for (Guard& guard : guards) calls.push_back(std::move(guard.call));

  session.begin();
  std::vector<std::int64_t> affected;
  session.execute(calls, affected);
  std::vector<bool> wrote(jobs.size());
  for (std::size_t i = 0; i < guards.size(); ++i) {
    if (affected[i] != 0) {
      wrote[owners[i]] = true;
    } else if (jobs[owners[i]].result.ok()) {
      jobs[owners[i]].result = {guards[i].failed, guards[i].detail};
    }
  }
  calls.clear();
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (jobs[i].result.ok()) {
      collect_rest(jobs[i].transaction, calls);
    } else if (wrote[i]) {
      session.rollback();
      return false;
    }
  }
  session.execute(calls, affected, Session::Then::commit);
  return true;
}

}  // namespace

void write_batch(Session& session, std::span<Job> jobs) {
  try {
    if (!session.is_remote()) return write_one_by_one(session, jobs, Bracket::where_needed);
    if (write_together(session, jobs)) return;
  } catch (const SqlError& error) {
    if (error.fault != Fault::statement) throw;
    session.rollback();
  } catch (const Error&) {
    session.rollback();  // a record that cannot be written down: the careful way finds it
  }
  write_one_by_one(session, jobs, Bracket::every_one);
}

}  // namespace newel::store
