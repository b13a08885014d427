#include "store_support.h"

namespace newel::store {
namespace {

class Memory : public testing::Test {
 protected:
  ManualClock clock_{at(0)};
  std::unique_ptr<Store> store_ = open_memory_store(clock_);
};

TEST_F(Memory, RemembersUsedTokensAndDropsCertificates) {
  EXPECT_FALSE(store_->is_persistent());
  EXPECT_TRUE(store_->commit(transaction(token("t"), AddCertificate{certificate(1)})).ok());
  EXPECT_TRUE(store_->is_token_used("t"));
  EXPECT_EQ(store_->commit(transaction(token("t"))).outcome, Outcome::token_used);
  EXPECT_FALSE(store_->find_certificate(serial_of(1)));
}

TEST_F(Memory, WhatItCannotKeepIsNotSupportedAndUsesNoToken) {
  EXPECT_EQ(store_->commit(transaction(token("r"), AddRevocation{revocation(1)})).outcome,
            Outcome::not_supported);
  EXPECT_EQ(store_->commit(transaction(token("c"), PutCrl{crl("1")})).outcome, Outcome::not_supported);
  EXPECT_EQ(store_->commit(transaction(token("m"), RecordChange{{1, at(0), "a", "b", "c"}})).outcome,
            Outcome::not_supported);
  EXPECT_FALSE(store_->is_token_used("r"));
  EXPECT_FALSE(store_->is_token_used("c"));
  EXPECT_FALSE(store_->is_token_used("m"));
  EXPECT_EQ(store_->managed_state().version, 0);
}

TEST_F(Memory, ATransactionWithOneTokenTwiceLeavesNoTrace) {
  EXPECT_EQ(store_->commit(transaction(token("a"), token("a"))).outcome, Outcome::token_used);
  EXPECT_FALSE(store_->is_token_used("a"));
}

TEST_F(Memory, IsBoundedByExpiry) {
  ASSERT_TRUE(store_->commit(transaction(token("short", at(100)))).ok());
  ASSERT_TRUE(store_->commit(transaction(token("long", at(100'000)))).ok());
  clock_.set(at(100) + Store::prune_margin);
  EXPECT_EQ(store_->prune(), 0u);
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(store_->prune(), 1u);
  EXPECT_FALSE(store_->is_token_used("short"));
  EXPECT_TRUE(store_->is_token_used("long"));
}

TEST_F(Memory, ClosedItIsUnavailable) {
  store_->close();
  EXPECT_EQ(store_->commit(transaction(token("t"))).outcome, Outcome::unavailable);
}

}  // namespace
}  // namespace newel::store
