// What the admin API manages, on every engine: rows come back as they were stored, and of two changes that
// were worked out from one state only one happens.
#include <gmock/gmock.h>

#include "engines.h"

namespace newel::store {
namespace {

class Management : public AnyEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, Management, testing::ValuesIn(engines_under_test()), engine_name);

RecordChange change(std::int64_t version, const std::string& action = "create provisioner") {
  return {{version, at(version), "step (jwk)", action, "ci"}};
}

TEST_P(Management, GivesBackWhatWasStored) {
  EXPECT_EQ(store_->managed_version(), 0);
  ASSERT_TRUE(
      commit(transaction(change(1), PutProvisioner{{"p2", "späti", R"({"type":"JWK","x":"<&\\"})", at(2)}},
                         PutProvisioner{{"p1", "ci", "{}", at(1)}},
                         PutAdmin{{"a2", "p1", "step", true, at(3)}},
                         PutAdmin{{"a1", "p2", "o'brien", false, at(4)}},
                         PutPolicy{{ManagedPolicy::authority_owner, R"({"x509":{}})"}}))
          .ok());
  reopen();
  const ManagedState state = store_->managed_state();
  EXPECT_EQ(state.version, 1);
  ASSERT_EQ(state.provisioners.size(), 2u);
  EXPECT_EQ(state.provisioners[0].id, "p1") << "in order of creation";
  EXPECT_EQ(state.provisioners[1].name, "späti");
  EXPECT_EQ(state.provisioners[1].document, R"({"type":"JWK","x":"<&\\"})");
  EXPECT_EQ(state.provisioners[1].created_at, at(2));
  ASSERT_EQ(state.admins.size(), 2u);
  EXPECT_EQ(state.admins[0].id, "a1") << "sorted by id";
  EXPECT_EQ(state.admins[0].subject, "o'brien");
  EXPECT_FALSE(state.admins[0].is_super);
  EXPECT_TRUE(state.admins[1].is_super);
  EXPECT_EQ(state.admins[1].provisioner_id, "p1");
  EXPECT_EQ(state.admins[1].created_at, at(3));
  ASSERT_EQ(state.policies.size(), 1u);
  EXPECT_EQ(state.policies[0].owner, "authority");
  EXPECT_EQ(state.policies[0].document, R"({"x509":{}})");
}

TEST_P(Management, PutsOverWhatIsThereAndRemoves) {
  ASSERT_TRUE(commit(transaction(change(1), PutProvisioner{{"p1", "ci", "{}", at(1)}},
                                 PutAdmin{{"a1", "p1", "step", true, at(3)}}, PutPolicy{{"p1", "{}"}}))
                  .ok());
  ASSERT_TRUE(commit(transaction(change(2), PutProvisioner{{"p1", "cd", R"({"a":1})", at(1)}},
                                 PutAdmin{{"a1", "p1", "step", false, at(3)}}, PutPolicy{{"p1", "[]"}}))
                  .ok());
  ManagedState state = store_->managed_state();
  ASSERT_EQ(state.provisioners.size(), 1u);
  EXPECT_EQ(state.provisioners[0].name, "cd");
  EXPECT_EQ(state.provisioners[0].document, R"({"a":1})");
  EXPECT_FALSE(state.admins[0].is_super);
  EXPECT_EQ(state.policies[0].document, "[]");
  ASSERT_TRUE(
      commit(transaction(change(3), RemoveProvisioner{"p1"}, RemoveAdmin{"a1"}, RemovePolicy{"p1"})).ok());
  state = store_->managed_state();
  EXPECT_EQ(state.version, 3);
  EXPECT_TRUE(state.provisioners.empty() && state.admins.empty() && state.policies.empty());
}

TEST_P(Management, OfTwoChangesOfOneStateOnlyOneHappens) {
  ASSERT_TRUE(commit(transaction(token("t1"), change(1), PutProvisioner{{"p1", "ci", "{}", at(1)}})).ok());
  const auto late = commit(transaction(token("t2"), change(1), RemoveProvisioner{"p1"}));
  EXPECT_EQ(late.outcome, Outcome::conflict);
  EXPECT_FALSE(store_->is_token_used("t2")) << "so that the same request can be worked out again";
  EXPECT_EQ(store_->managed_state().provisioners.size(), 1u);
  EXPECT_TRUE(commit(transaction(token("t2"), change(2), RemoveProvisioner{"p1"})).ok());
}

TEST_P(Management, ExternalAccountKeysBelongToAProvisioner) {
  const Bytes key = {0, 1, 2, 0xff};
  ASSERT_TRUE(commit(transaction(change(1), PutProvisioner{{"p", "acme", "{}", at(1)}},
                                 PutExternalAccountKey{{"k2", "p", "two", key, "", at(2), {}, ""}},
                                 PutExternalAccountKey{{"k1", "p", "", key, "", at(1), {}, ""}},
                                 PutExternalAccountKey{{"k3", "q", "two", key, "", at(3), {}, ""}}))
                  .ok());
  ASSERT_TRUE(commit(transaction(change(2),
                                 PutExternalAccountKey{{"k2", "p", "two", key, "acc", at(2), at(9), "{}"}}))
                  .ok());
  const auto first = store_->external_account_keys("p", "", 1);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].id, "k1");
  EXPECT_EQ(first[0].hmac_key, key);
  EXPECT_FALSE(first[0].bound_at);
  const auto rest = store_->external_account_keys("p", "k2", 10);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].account_id, "acc");
  EXPECT_EQ(rest[0].bound_at, at(9));
  EXPECT_EQ(rest[0].policy, "{}");
  EXPECT_EQ(store_->find_external_account_key("q", "two")->id, "k3");
  EXPECT_EQ(store_->find_external_account_key("k2")->created_at, at(2));
  EXPECT_FALSE(store_->find_external_account_key("p", "three"));
  ASSERT_TRUE(commit(transaction(change(3), RemoveExternalAccountKey{"k1"})).ok());
  EXPECT_FALSE(store_->find_external_account_key("k1"));
  ASSERT_TRUE(commit(transaction(change(4), RemoveProvisioner{"p"})).ok());
  EXPECT_TRUE(store_->external_account_keys("p", "", 10).empty()) << "they go with their provisioner";
  EXPECT_TRUE(store_->find_external_account_key("k3"));
}

TEST_P(Management, EveryChangeIsInTheAudit) {
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(commit(transaction(change(i, std::to_string(i)))).ok());
  const auto changes = store_->recent_changes(2);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].version, 3);
  EXPECT_EQ(changes[0].action, "3");
  EXPECT_EQ(changes[0].actor, "step (jwk)");
  EXPECT_EQ(changes[0].object, "ci");
  EXPECT_EQ(changes[0].changed_at, at(3));
  EXPECT_EQ(changes[1].version, 2);
}

}  // namespace
}  // namespace newel::store
