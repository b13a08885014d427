#include "x509/crl.h"

#include <gtest/gtest.h>

#include "x509/der_writer.h"
#include "x509/fixtures.h"
#include "x509/openssl_judge.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;
using newel::testing::openssl_crl;

const Authority& root() {
  static const Authority one = Authority::root(ca_template("Root"));
  return one;
}

CrlTemplate example() {
  CrlTemplate out;
  out.number = {1, 0};
  out.this_update = now;
  out.next_update = now + day;
  out.entries = {{Serial{{0xc8, 0x01}}, now - day, 1}, {Serial{{5}}, now, 0}, {Serial{{6}}, now, 10}};
  out.distribution_point = "http://ca.example.com/1.0/crl";
  return out;
}

TEST(Crl, RoundTrip) {
  const Bytes der = create_crl(example(), root().issuer());
  const auto list = RevocationList::parse(der);
  ASSERT_TRUE(list) << list.error().text;
  EXPECT_EQ(list->number()->decimal(), "256");
  EXPECT_EQ(list->this_update(), now);
  EXPECT_EQ(list->next_update(), now + day);
  EXPECT_EQ(list->issuer().common_name(), "Root");
  ASSERT_EQ(list->entries().size(), 3u);
  EXPECT_EQ(list->entries()[0].serial.decimal(), "51201");
  EXPECT_EQ(list->entries()[0].reason, 1);
  EXPECT_EQ(list->entries()[0].revoked_at, now - day);
  EXPECT_TRUE(list->entries()[1].extensions.empty()) << "reason 0 is not written";
  EXPECT_EQ(list->entries()[2].reason, 10);
  ASSERT_EQ(list->extensions().size(), 3u);
  EXPECT_EQ(list->extensions()[0].oid, oids::authority_key_id);
  EXPECT_EQ(list->extensions()[1].oid, oids::crl_number);
  EXPECT_EQ(list->extensions()[2].oid, oids::issuing_distribution_point);
  EXPECT_TRUE(list->extensions()[2].critical);
  const std::string uri = "http://ca.example.com/1.0/crl";
  EXPECT_EQ(hex_encode(list->extensions()[2].value), "3023a021a01f861d" + hex_encode(as_bytes(uri)));
  EXPECT_TRUE(list->is_signed_by(root().key->public_key()));
  EXPECT_FALSE(list->is_signed_by(new_key()->public_key()));
}

TEST(Crl, OpensslAgrees) {
  const auto judged = openssl_crl(create_crl(example(), root().issuer()));
  ASSERT_TRUE(judged);
  const auto issuer = newel::testing::openssl_certificate(root().certificate.der());
  EXPECT_EQ(X509_CRL_verify(judged.get(), X509_get0_pubkey(issuer.get())), 1);
  EXPECT_EQ(X509_CRL_get_version(judged.get()), 1);
  ASN1_INTEGER* serial = ASN1_INTEGER_new();
  ASN1_INTEGER_set(serial, 51201);
  X509_REVOKED* entry = nullptr;
  EXPECT_EQ(X509_CRL_get0_by_serial(judged.get(), &entry, serial), 1);
  ASN1_INTEGER_set(serial, 7);
  EXPECT_EQ(X509_CRL_get0_by_serial(judged.get(), &entry, serial), 0);
  ASN1_INTEGER_free(serial);
}

TEST(Crl, WithoutEntriesTheListIsAbsent) {
  CrlTemplate what = example();
  what.entries.clear();
  what.distribution_point.clear();
  what.number = {};
  const Bytes der = create_crl(what, root().issuer());
  const auto list = RevocationList::parse(der);
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->entries().empty());
  EXPECT_EQ(list->number()->decimal(), "0");
  EXPECT_EQ(X509_CRL_get_REVOKED(openssl_crl(der).get()), nullptr);
}

TEST(Crl, AHundredThousandEntries) {
  CrlTemplate what = example();
  what.entries.clear();
  for (int i = 0; i < 100000; ++i) {
    what.entries.push_back(
        {Serial{{1, static_cast<Byte>(i >> 16), static_cast<Byte>(i >> 8), static_cast<Byte>(i)}}, now,
         i % 7});
  }
  const Bytes der = create_crl(what, root().issuer());
  const auto list = RevocationList::parse(der);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->entries().size(), what.entries.size());
  EXPECT_EQ(list->entries()[99999].serial, what.entries[99999].serial);
  EXPECT_EQ(list->entries()[99999].reason, 99999 % 7);
}

TEST(Crl, IssuerMustBeAbleToSignLists) {
  CertificateTemplate no_usage = ca_template("No cRLSign"), no_id = ca_template("No SKI");
  no_usage.key_usage = cert_sign;
  no_id.subject_key_id = Bytes{};
  EXPECT_THROW(create_crl(example(), Authority::root(no_usage).issuer()), Error);
  EXPECT_THROW(create_crl(example(), Authority::root(no_id).issuer()), Error);
  CrlTemplate backwards = example();
  backwards.next_update = now - day;
  EXPECT_THROW(create_crl(backwards, root().issuer()), Error);
  CrlTemplate bad_reason = example();
  bad_reason.entries[0].reason = 11;
  EXPECT_THROW(create_crl(bad_reason, root().issuer()), Error);
}

TEST(Crl, WhateverIsAcceptedOpensslAcceptsToo) {
  const Bytes der = create_crl(example(), root().issuer());
  for (std::size_t n = 0; n < der.size(); ++n) EXPECT_FALSE(RevocationList::parse(ByteView(der).first(n)));
  for (std::size_t at = 0; at < der.size(); ++at) {
    for (int change : {1, 2, 0x20, 0x80, 0xff}) {
      Bytes mutated = der;
      mutated[at] = static_cast<Byte>(mutated[at] ^ change);
      if (!RevocationList::parse(mutated)) continue;
      EXPECT_TRUE(openssl_crl(mutated)) << at << " ^ " << change;
    }
  }
}

}  // namespace
}  // namespace newel::x509
