#include "webhook/request_body.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/private_key.h"

namespace newel::webhook {
namespace {

const Time now = from_unix(1'800'000'000);

x509::CertificateRequest request(const PrivateKey& key) {
  x509::RequestTemplate what;
  what.subject = x509::Name::from_common_name("foo");
  what.names.dns = {"foo"};
  return x509::create_request(what, key);
}

// The reference's own vector for a request with common name and DNS name "foo".
TEST(WebhookBody, RequestAsTheReferenceWritesIt) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const auto csr = request(key);
  EXPECT_EQ(json::write(request_json(csr)),
            R"({"version":0,"subject":{"commonName":"foo"},"rawSubject":"MA4xDDAKBgNVBAMTA2Zvbw==",)"
            R"("dnsNames":["foo"],"emailAddresses":null,"ipAddresses":null,"uris":null,"sans":null,)"
            R"("extensions":[{"id":"2.5.29.17","critical":false,"value":"MAWCA2Zvbw=="}],"keyUsage":null,)"
            R"("extKeyUsage":[],"unknownExtKeyUsage":null,"basicConstraints":null,"signatureAlgorithm":"",)"
            R"("publicKey":")" +
                base64_encode(key.public_key().spki()) + R"(","publicKeyAlgorithm":"ECDSA","raw":")" +
                base64_encode(csr.der()) + "\"}");
}

TEST(WebhookBody, MembersInOrderAndOnlyWhatIsThere) {
  RequestBody body;
  EXPECT_EQ(body.to_json(now), R"({"timestamp":"2027-01-15T08:00:00Z"})");
  body.provisioner_name = "joe";
  body.permanent_identifier = "serial";
  body.scep_challenge = "c";
  body.scep_transaction_id = "t";
  body.scep_error_code = 0;
  body.scep_error_description = "d";
  body.authorization_principal = "who";
  body.ssh_request = {{"type", "user"}};
  EXPECT_EQ(body.to_json(now),
            R"({"timestamp":"2027-01-15T08:00:00Z","provisionerName":"joe",)"
            R"("attestationData":{"permanentIdentifier":"serial"},"sshCertificateRequest":{"type":"user"},)"
            R"("scepChallenge":"c","scepTransactionID":"t","scepErrorCode":0,"scepErrorDescription":"d",)"
            R"("authorizationPrincipal":"who"})");
}

TEST(WebhookBody, CertificateEndsWithWhatWillBeSigned) {
  const PrivateKey key = PrivateKey::generate_ed25519();
  const json::Object document{{"version", 0}, {"notBefore", "x"}, {"keyUsage", nullptr}, {"notAfter", "y"}};
  EXPECT_EQ(json::write(certificate_json(document, key.public_key(), now, now + std::chrono::hours(1))),
            R"({"version":0,"keyUsage":null,"publicKey":")" + base64_encode(key.public_key().spki()) +
                R"(","publicKeyAlgorithm":"Ed25519","notBefore":"2027-01-15T08:00:00Z",)"
                R"("notAfter":"2027-01-15T09:00:00Z","raw":null})");
}

TEST(WebhookBody, RsaAndOtherKeys) {
  EXPECT_EQ(public_key_algorithm_text(PrivateKey::generate_rsa(2048).public_key()), "RSA");
  EXPECT_EQ(public_key_algorithm_text(PrivateKey::generate_ec(Curve::p384).public_key()), "ECDSA");
}

}  // namespace
}  // namespace newel::webhook
