// Requests that no honest client sends, and what each is told.
#include <algorithm>

#include "authority/request_checks.h"
#include "authority/test_ca.h"
#include "base/encoding.h"

namespace newel::authority {
namespace {

using namespace testing;

// A request whose key says it is of another algorithm; request checks come before its signature is asked for.
x509::CertificateRequest relabelled(const PrivateKey& key, std::string_view from, std::string_view to) {
  x509::RequestTemplate what;
  what.subject = x509::Name::from_common_name("host.test");
  Bytes der = to_bytes(x509::create_request(what, key).der());
  const Bytes old = value_or_throw(hex_decode(from)), other = value_or_throw(hex_decode(to));
  const auto at = std::search(der.begin(), der.end(), old.begin(), old.end());
  EXPECT_NE(at, der.end());
  std::copy(other.begin(), other.end(), at);
  return value_or_throw(x509::CertificateRequest::parse(der));
}

TEST(Refusals, KeysThatNobodyCanSignWith) {
  const auto x25519 = relabelled(PrivateKey::generate_ed25519(), "06032b6570", "06032b656e");
  const auto dsa =
      relabelled(PrivateKey::generate_ec(Curve::p256), "06072a8648ce3d0201", "06072a8648ce380401");
  for (const auto& [request, type] : {std::pair{x25519, "X25519"}, {dsa, "unknown"}}) {
    const Outcome got = outcome_of([&, request = request] { check_request(request, {}); });
    const std::string text = std::string("certificate request key of type '") + type + "' is not supported";
    EXPECT_EQ(got.status, 400);
    EXPECT_EQ(got.text, text);
    EXPECT_EQ(got.message, "The request could not be completed: " + text + ".");
  }
}

// A template's own subjectAltName that cannot be read: a policy cannot judge it.
TEST(Refusals, NamesThatAPolicyCannotRead) {
  CaOptions options;
  options.provisioner_patch =
      R"({"policy":{"x509":{"allow":{"dns":["*.test"]}}},"options":{"x509":{"template":
      "{\"subject\":\"host.test\",\"extensions\":[{\"id\":\"2.5.29.17\",\"value\":\"AA==\"}]}"}}})";
  TestCa ca(options);
  const Outcome got = outcome_of([&] { ca.issue("host.test", PrivateKey::generate_ec(Curve::p256)); });
  EXPECT_EQ(got.status, 403);
  EXPECT_EQ(got.message,
            "The request was forbidden by the certificate authority: error signing certificate.");
  EXPECT_NE(got.text.find("error reading the subjectAltName extension"), std::string::npos) << got.text;
}

// What a status says when nothing else was said.
TEST(Refusals, WhatEachStatusSaysByItself) {
  const std::string log = " Please see the certificate authority logs for more info.";
  const std::pair<Error, std::string> cases[] = {
      {Error::bad_request("m"), "The request could not be completed: m."},
      {Error::forbidden("m"), "The request was forbidden by the certificate authority: m."},
      {Error::unauthorized("m"), "The request lacked necessary authorization to be completed." + log},
      {Error::not_found("m"), "The requested resource could not be found." + log},
      {Error::internal("m"), "The certificate authority encountered an Internal Server Error." + log},
      {Error::not_implemented("m"),
       "The requested method is not implemented by the certificate authority." + log},
      {Error::verbatim(401, "m"), "m"},
  };
  for (const auto& [error, message] : cases) {
    EXPECT_EQ(error.message(), message);
    EXPECT_EQ(error.text(), "m");
    // Wider contexts and later opinions change the log alone.
    EXPECT_EQ(error.wrapped("context", 418).text(), "context: m");
    EXPECT_EQ(error.wrapped("context", 418).status(), error.status());
    EXPECT_EQ(error.wrapped("context", 418).message(), message);
  }
}

}  // namespace
}  // namespace newel::authority
