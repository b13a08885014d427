// What every engine owes: the same outcomes, the same records back.
#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "engines.h"

namespace newel::store {
namespace {

using testing::ElementsAre;

class Contract : public AnyEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, Contract, testing::ValuesIn(engines_under_test()), engine_name);

TEST_P(Contract, GivesBackACertificateAsItWasStored) {
  CertificateRecord in = certificate(1);
  in.ra_json = R"({"authorityId":"a"})";
  in.names = {"a.example", "\"quoted\"", "büro.example", "https://x/?a=1&b=<2>"};
  in.not_after = at(86400) + std::chrono::microseconds(1);
  ASSERT_TRUE(commit(transaction(AddCertificate{in})).ok());
  reopen();
  const auto out = store_->find_certificate(in.serial);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->serial, in.serial);
  EXPECT_EQ(out->issuer, in.issuer);
  EXPECT_EQ(out->subject, in.subject);
  EXPECT_EQ(out->names, in.names);
  EXPECT_EQ(out->not_before, in.not_before);
  EXPECT_EQ(out->not_after, in.not_after);
  EXPECT_EQ(out->issued_at, in.issued_at);
  EXPECT_EQ(out->provisioner_id, in.provisioner_id);
  EXPECT_EQ(out->provisioner_name, in.provisioner_name);
  EXPECT_EQ(out->provisioner_type, in.provisioner_type);
  EXPECT_EQ(out->ra_json, in.ra_json);
  EXPECT_EQ(out->der, in.der);
  EXPECT_FALSE(store_->find_certificate(serial_of(2)));
}

TEST_P(Contract, ASerialHasOneFormWhateverItsLeadingZeros) {
  auto record = certificate(1);
  record.serial = {0, 0, 0x80, 1};
  ASSERT_TRUE(commit(transaction(AddCertificate{record})).ok());
  EXPECT_TRUE(store_->find_certificate(Bytes{0x80, 1}));
}

TEST_P(Contract, OfTwoCertificatesWithOneSerialTheNewerIsFound) {
  auto older = certificate(1), newer = certificate(2);
  newer.serial = older.serial;
  ASSERT_TRUE(commit(transaction(AddCertificate{older})).ok());
  ASSERT_TRUE(commit(transaction(AddCertificate{newer})).ok());
  EXPECT_EQ(store_->find_certificate(older.serial)->subject, newer.subject);
}

TEST_P(Contract, OctetsThatAreNoTextDoNotPreventIssuing) {
  auto record = certificate(1);
  record.subject = std::string("a\0b\xff", 4);
  record.names = {record.subject, "plain'; DROP TABLE used_tokens; --", "back\\slash"};
  ASSERT_TRUE(commit(transaction(AddCertificate{record})).ok());
  const auto out = store_->find_certificate(record.serial);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->subject, "a\\x00b\\xff");
  EXPECT_THAT(out->names, ElementsAre("a\\x00b\\xff", "plain'; DROP TABLE used_tokens; --", "back\\slash"));
}

TEST_P(Contract, ATokenBuysOnce) {
  EXPECT_FALSE(store_->is_token_used("t"));
  EXPECT_TRUE(commit(transaction(token("t"), AddCertificate{certificate(1)})).ok());
  EXPECT_TRUE(store_->is_token_used("t"));
  const auto again = commit(transaction(token("t"), AddCertificate{certificate(2)}));
  EXPECT_EQ(again.outcome, Outcome::token_used);
  EXPECT_TRUE(store_->find_certificate(serial_of(1)));
  EXPECT_FALSE(store_->find_certificate(serial_of(2)));
  reopen();
  EXPECT_TRUE(store_->is_token_used("t"));
  EXPECT_EQ(commit(transaction(token("t"))).outcome, Outcome::token_used);
}

TEST_P(Contract, ATokenIdMayBeLongAndOfAnyOctets) {
  const std::string id = std::string(100'000, 'x') + std::string("\0\xff'", 3);
  EXPECT_TRUE(commit(transaction(token(id))).ok());
  EXPECT_EQ(commit(transaction(token(id))).outcome, Outcome::token_used);
  EXPECT_TRUE(commit(transaction(token(id + "y"))).ok());
}

TEST_P(Contract, ARevocationIsStoredOnce) {
  EXPECT_FALSE(store_->is_revoked(serial_of(1)));
  ASSERT_TRUE(commit(transaction(token("r1"), AddRevocation{revocation(1)})).ok());
  EXPECT_TRUE(store_->is_revoked(serial_of(1)));
  const auto again = commit(transaction(token("r2"), AddRevocation{revocation(1)}));
  EXPECT_EQ(again.outcome, Outcome::already_revoked);
  EXPECT_FALSE(store_->is_token_used("r2")) << "a failed transaction must leave no trace";
  const auto out = store_->find_revocation(serial_of(1));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->provisioner_id, "acme/id");
  EXPECT_EQ(out->reason_code, 4);
  EXPECT_EQ(out->reason, "superseded");
  EXPECT_EQ(out->revoked_at, at(1));
  EXPECT_EQ(out->expires_at, at(86400));
  EXPECT_EQ(out->token_id, "token");
  EXPECT_TRUE(out->mtls);
  EXPECT_FALSE(out->acme);
}

TEST_P(Contract, TheListForACrlLeavesOutWhatExpiredAnHourAgo) {
  auto unknown = revocation(3), expired = revocation(2), edge = revocation(4), fresh = revocation(1);
  unknown.expires_at.reset();
  expired.expires_at = at(10'000 - 3601);
  edge.expires_at = at(10'000 - 3600);
  for (const auto& r : {unknown, expired, edge, fresh})
    ASSERT_TRUE(commit(transaction(AddRevocation{r})).ok());
  std::vector<Bytes> serials;
  for (const auto& r : store_->list_revocations(at(10'000))) serials.push_back(r.serial);
  EXPECT_THAT(serials, ElementsAre(serial_of(1), serial_of(3), serial_of(4))) << "in order of time";
}

TEST_P(Contract, CrlNumbersOnlyGrow) {
  EXPECT_FALSE(store_->latest_crl());
  const std::vector<std::pair<std::string, Outcome>> steps = {
      {"0", Outcome::committed},
      {"0", Outcome::conflict},
      {"9", Outcome::committed},
      {"10", Outcome::committed},
      {"9", Outcome::conflict},
      {"10", Outcome::conflict},
      {"340282366920938463463374607431768211456", Outcome::committed},
      {"11", Outcome::conflict},
  };
  for (const auto& [number, expected] : steps) {
    EXPECT_EQ(commit(transaction(PutCrl{crl(number)})).outcome, expected) << number;
  }
  const auto latest = store_->latest_crl();
  ASSERT_TRUE(latest);
  EXPECT_EQ(latest->number, "340282366920938463463374607431768211456");
  EXPECT_EQ(latest->this_update, at(0));
  EXPECT_EQ(latest->next_update, at(3600));
  EXPECT_EQ(latest->der, Bytes(500, 7));
}

TEST_P(Contract, ACrlNumberThatIsNoneIsRefused) {
  const auto result = commit(transaction(PutCrl{crl("12a")}));
  EXPECT_EQ(result.outcome, Outcome::unavailable);
  EXPECT_EQ(result.detail, "CRL number \"12a\" is not a decimal number of at most 49 digits");
}

TEST_P(Contract, ALargeCrlFits) {
  CrlRecord large = crl("1");
  large.der = Bytes(3 << 20, 0x5a);
  ASSERT_TRUE(commit(transaction(PutCrl{large})).ok());
  EXPECT_EQ(store_->latest_crl()->der, large.der);
}

TEST_P(Contract, AnEmptyTransactionIsCommitted) { EXPECT_TRUE(commit({}).ok()); }

// One batch holds every kind of failure between transactions that must not notice.
TEST_P(Contract, FailuresInABatchDoNotDisturbTheOthers) {
  ASSERT_TRUE(commit(transaction(token("old"), AddRevocation{revocation(100)}, PutCrl{crl("5")})).ok());
  struct Case {
    Transaction transaction;
    Outcome expected;
  };
  std::vector<Case> cases;
  cases.push_back({transaction(token("a"), AddCertificate{certificate(1)}), Outcome::committed});
  cases.push_back({transaction(token("old"), AddCertificate{certificate(2)}), Outcome::token_used});
  cases.push_back({transaction(token("b"), AddRevocation{revocation(100)}), Outcome::already_revoked});
  cases.push_back({transaction(token("b"), AddCertificate{certificate(3)}), Outcome::committed});
  cases.push_back({transaction(token("a"), AddCertificate{certificate(4)}), Outcome::token_used});
  cases.push_back({transaction(PutCrl{crl("5")}), Outcome::conflict});
  cases.push_back({transaction(token("c"), PutCrl{crl("x")}), Outcome::unavailable});
  cases.push_back({transaction(token("c"), PutCrl{crl("6")}), Outcome::committed});

  // The first transaction holds the writer until all others are queued, so that they are one batch.
  std::promise<void> go;
  store_->commit({}, [&, wait = go.get_future().share()](const CommitResult&) { wait.wait(); });
  std::vector<std::promise<Outcome>> results(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    store_->commit(cases[i].transaction,
                   [&results, i](const CommitResult& r) { results[i].set_value(r.outcome); });
  }
  go.set_value();
  for (std::size_t i = 0; i < cases.size(); ++i)
    EXPECT_EQ(results[i].get_future().get(), cases[i].expected) << i;
  for (const auto& [number, there] : {std::pair{1, true}, {2, false}, {3, true}, {4, false}}) {
    EXPECT_EQ(store_->find_certificate(serial_of(static_cast<std::uint64_t>(number))).has_value(), there)
        << number;
  }
  EXPECT_EQ(store_->latest_crl()->number, "6");
}

TEST_P(Contract, OfManyClientsWithOneTokenExactlyOneWins) {
  for (int round = 0; round < 5; ++round) {
    const std::string id = "contested" + std::to_string(round);
    std::atomic<int> won = 0, lost = 0, other = 0;
    std::vector<std::thread> clients;
    for (std::uint64_t i = 0; i < 64; ++i) {
      clients.emplace_back([&, i] {
        switch (commit(transaction(token(id), AddCertificate{certificate(i)})).outcome) {
          case Outcome::committed:
            ++won;
            break;
          case Outcome::token_used:
            ++lost;
            break;
          default:
            ++other;
        }
      });
    }
    for (auto& client : clients) client.join();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lost, 63);
    EXPECT_EQ(other, 0);
  }
}

// Two stores over one database, as two nodes or two processes are.
TEST_P(Contract, OfTwoNodesWithOneTokenExactlyOneWins) {
  const auto other_node = open_store(options_);
  std::atomic<int> won = 0, lost = 0, failed = 0;
  const auto client = [&](Store& store, bool backwards) {
    for (int i = 0; i < 200; ++i) {
      const int number = backwards ? 199 - i : i;
      const auto result = store.commit(transaction(token("shared" + std::to_string(number))));
      if (result.ok()) {
        ++won;
      } else if (result.outcome == Outcome::token_used) {
        ++lost;
      } else {
        ++failed;
        ADD_FAILURE() << result.detail;
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back(client, std::ref(*store_), i == 1);
    threads.emplace_back(client, std::ref(*other_node), i == 1);
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 200);
  EXPECT_EQ(lost, 600);
  EXPECT_EQ(failed, 0);
}

TEST_P(Contract, ReadersAndWritersWorkSideBySide) {
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      for (std::uint64_t n = 0; !stop; n = (n + 1) % 100) {
        store_->is_token_used("t" + std::to_string(n));
        store_->find_certificate(serial_of(n));
      }
    });
  }
  for (std::uint64_t n = 0; n < 100; ++n) {
    ASSERT_TRUE(commit(transaction(token("t" + std::to_string(n)), AddCertificate{certificate(n)})).ok());
    ASSERT_TRUE(store_->is_token_used("t" + std::to_string(n))) << "acknowledged is visible";
  }
  stop = true;
  for (auto& reader : readers) reader.join();
}

TEST_P(Contract, ExpiredTokensArePrunedAndOthersStay) {
  for (int i = 0; i < 1200; ++i) {
    store_->commit(transaction(token("short" + std::to_string(i), at(100))), [](const CommitResult&) {});
  }
  ASSERT_TRUE(commit(transaction(token("long", at(100'000)))).ok());
  clock_.set(at(100) + Store::prune_margin);
  EXPECT_EQ(store_->prune(), 0u) << "not before the margin has passed";
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(store_->prune(), 1200u) << "more than one small batch";
  EXPECT_FALSE(store_->is_token_used("short7"));
  EXPECT_TRUE(store_->is_token_used("long"));
  EXPECT_EQ(store_->prune(), 0u);
}

TEST_P(Contract, CloseCommitsWhatIsQueuedAndRefusesWhatComesLater) {
  std::atomic<int> committed = 0;
  for (int i = 0; i < 300; ++i) {
    store_->commit(transaction(token("q" + std::to_string(i))),
                   [&](const CommitResult& r) { committed += r.ok(); });
  }
  store_->close();
  EXPECT_EQ(committed, 300);
  const auto late = commit(transaction(token("late")));
  EXPECT_EQ(late.outcome, Outcome::unavailable);
  EXPECT_EQ(late.detail, "the store is closed");
  EXPECT_EQ(store_->prune(), 0u);
  store_->close();
}

}  // namespace
}  // namespace newel::store
