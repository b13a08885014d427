#include "x509/client_chains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "x509/fixtures.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view verify = "tls: failed to verify certificate: x509: ";
constexpr std::string_view parse = "tls: failed to parse client certificate: x509: ";

const Authority& root() {
  static const Authority one = Authority::root(ca_template("Root", 2));
  return one;
}
const Authority& intermediate() {
  static const Authority one = root().intermediate(ca_template("Intermediate", 0));
  return one;
}
const Clock& clock() {
  static const ManualClock one(now);
  return one;
}
const ClientChains& chains() {
  static const ClientChains one({root().certificate, intermediate().certificate},
                                ClientChains::strong_rsa_bits, clock());
  return one;
}

Bytes der(const Certificate& certificate) { return to_bytes(certificate.der()); }

CertificateTemplate client(const std::vector<std::string>& usage = {std::string(oids::client_auth)}) {
  CertificateTemplate out = leaf_template("client.test");
  out.extended_key_usage = usage;
  return out;
}

/// An authority of the same name and key identifier as ours, with another key.
Authority impostor_of(const Authority& real) {
  CertificateTemplate what = ca_template(real.certificate.subject().common_name());
  what.subject_key_id = real.certificate.subject_key_id();
  return Authority::root(what);
}

std::string refusal(const std::vector<Bytes>& presented, const ClientChains& by = chains()) {
  const auto verdict = by.verify(presented);
  return verdict ? "accepted" : verdict.error().text;
}

TEST(ClientChains, AcceptWhatAnAnchorHasSigned) {
  const Certificate leaf = intermediate().leaf(client());
  const std::vector<Bytes> expected = {der(leaf), der(intermediate().certificate)};
  EXPECT_EQ(chains().verify({der(leaf)}).value(), expected);
  EXPECT_EQ(chains().verify({der(leaf), der(intermediate().certificate)}).value(), expected);
  EXPECT_EQ(chains().verify({der(leaf), der(intermediate().certificate), der(root().certificate)}).value(),
            expected);
  EXPECT_EQ(refusal({der(intermediate().leaf(client({})))}), "accepted");
  EXPECT_EQ(refusal({der(intermediate().leaf(client({std::string(oids::any_extended_usage)})))}), "accepted");
  EXPECT_EQ(refusal({der(root().leaf(client()))}), "accepted");
}

TEST(ClientChains, FollowAnIntermediateThatOnlyTheClientKnows) {
  const Authority other = root().intermediate(ca_template("Another", 0));
  const Certificate leaf = other.leaf(client());
  EXPECT_EQ(chains().verify({der(leaf), der(other.certificate)}).value(),
            (std::vector<Bytes>{der(leaf), der(other.certificate), der(root().certificate)}));
  EXPECT_EQ(refusal({der(leaf)}), std::string(verify) + "certificate signed by unknown authority");
}

TEST(ClientChains, RefuseForeignAndForgedSignatures) {
  const Authority foreign = Authority::root(ca_template("Foreign"));
  EXPECT_EQ(refusal({der(foreign.leaf(client())), der(foreign.certificate)}),
            std::string(verify) + "certificate signed by unknown authority");
  EXPECT_EQ(refusal({der(foreign.certificate)}),
            std::string(verify) + "certificate signed by unknown authority");

  const Authority impostor = impostor_of(intermediate());
  const std::string forged =
      std::string(verify) + "certificate signed by unknown authority (possibly because of";
  EXPECT_THAT(refusal({der(impostor.leaf(client()))}), StartsWith(forged));
  EXPECT_THAT(refusal({der(impostor.leaf(client())), der(impostor.certificate)}), StartsWith(forged));
  const Authority false_root = impostor_of(root());
  const Authority below = false_root.intermediate(ca_template("Below"));
  EXPECT_THAT(refusal({der(below.leaf(client())), der(below.certificate), der(false_root.certificate)}),
              StartsWith(std::string(verify)));

  // Every octet of the signature and of the signed part counts.
  const Bytes good = der(intermediate().leaf(client()));
  for (std::size_t i = 4; i < good.size(); i += 7) {
    Bytes bad = good;
    bad[i] ^= 1;
    EXPECT_NE(refusal({bad}), "accepted") << i;
  }
}

TEST(ClientChains, RefuseWhatIsNotValidNow) {
  CertificateTemplate old = client();
  old.not_before = now - 3 * day;
  old.not_after = now - Seconds(1);
  EXPECT_THAT(refusal({der(intermediate().leaf(old))}),
              StartsWith(std::string(verify) + "certificate has expired or is not yet valid: current time "));
  old.not_after = now;  // the last second counts
  EXPECT_EQ(refusal({der(intermediate().leaf(old))}), "accepted");
  CertificateTemplate early = client();
  early.not_before = now + Seconds(1);
  EXPECT_THAT(refusal({der(intermediate().leaf(early))}),
              StartsWith(std::string(verify) + "certificate has expired or is not yet valid: current time "));

  CertificateTemplate expired_ca = ca_template("Expired");
  expired_ca.not_after = now - Seconds(1);
  const Authority expired = root().intermediate(expired_ca);
  EXPECT_NE(refusal({der(expired.leaf(client())), der(expired.certificate)}), "accepted");
  const ClientChains by_expired({expired.certificate}, ClientChains::strong_rsa_bits, clock());
  EXPECT_NE(refusal({der(expired.leaf(client()))}, by_expired), "accepted");
}

TEST(ClientChains, RefuseOtherUsages) {
  const std::string wrong = std::string(verify) + "certificate specifies an incompatible key usage";
  EXPECT_EQ(refusal({der(intermediate().leaf(client({std::string(oids::server_auth)})))}), wrong);
  CertificateTemplate servers_only = ca_template("Servers", 0);
  servers_only.extended_key_usage = {std::string(oids::server_auth)};
  const Authority servers = root().intermediate(servers_only);
  EXPECT_EQ(refusal({der(servers.leaf(client())), der(servers.certificate)}), wrong);
}

TEST(ClientChains, RefuseLeavesWhoseKeyMayNotSign) {
  const std::string wrong = std::string(verify) + "certificate specifies an incompatible key usage";
  for (const unsigned usage : {unsigned{key_encipherment}, unsigned{key_agreement}}) {
    CertificateTemplate what = client();
    what.key_usage = usage;
    EXPECT_EQ(refusal({der(intermediate().leaf(what))}), wrong) << usage;
  }
  CertificateTemplate any = client();
  any.key_usage = 0;  // no such extension
  EXPECT_EQ(refusal({der(intermediate().leaf(any))}), "accepted");
}

TEST(ClientChains, RefuseCriticalExtensionsThatNobodyKnows) {
  const std::string unknown = "unhandled critical extension";
  const auto with = [](CertificateTemplate what, bool critical) {
    what.extra.push_back({"1.3.6.1.4.1.99999.1", critical, Bytes{5, 0}});
    return what;
  };
  EXPECT_EQ(refusal({der(intermediate().leaf(with(client(), true)))}), std::string(verify) + unknown);
  EXPECT_EQ(refusal({der(intermediate().leaf(with(client(), false)))}), "accepted");
  const Authority issuer = root().intermediate(with(ca_template("Odd", 0), true));
  EXPECT_THAT(refusal({der(issuer.leaf(client())), der(issuer.certificate)}), HasSubstr(unknown));
  // An anchor's as well: it says that who does not know the extension must not trust it.
  const ClientChains by_odd({issuer.certificate}, ClientChains::strong_rsa_bits, clock());
  EXPECT_THAT(refusal({der(issuer.leaf(client()))}, by_odd), HasSubstr(unknown));
}

TEST(ClientChains, RefuseIssuersThatAreNone) {
  const std::string cannot =
      "certificate signed by unknown authority (possibly because of \"x509: invalid signature: parent "
      "certificate cannot sign this kind of certificate\"";
  const auto signed_by = [&](CertificateTemplate what) {
    const auto key = new_key();
    what.public_key = key->public_key();
    const Authority posing{issue(what, intermediate().issuer()), key};
    return refusal({der(posing.leaf(client())), der(posing.certificate)});
  };
  CertificateTemplate end_entity = client();
  end_entity.key_usage = cert_sign | digital_signature;
  EXPECT_THAT(signed_by(end_entity), StartsWith(std::string(verify) + cannot));
  end_entity.basic_constraints = BasicConstraints{false, {}};
  EXPECT_THAT(signed_by(end_entity), StartsWith(std::string(verify) + cannot));
  CertificateTemplate no_key_usage = ca_template("Cannot sign");
  no_key_usage.key_usage = digital_signature;
  EXPECT_THAT(signed_by(no_key_usage), StartsWith(std::string(verify) + cannot));
  // Our intermediate allows no authority below itself (it is an anchor here, so its own word counts).
  EXPECT_THAT(signed_by(ca_template("Too deep")),
              StartsWith(std::string(verify) + "too many intermediates for path length constraint"));
}

TEST(ClientChains, KeepToNameConstraints) {
  CertificateTemplate constrained = ca_template("Constrained", 0);
  constrained.name_constraints.emplace();
  constrained.name_constraints->permitted_dns = {"allowed.test"};
  const Authority narrow = root().intermediate(constrained);
  const auto judged = [&](const std::string& name) {
    CertificateTemplate what = client();
    what.names.dns = {name};
    return refusal({der(narrow.leaf(what)), der(narrow.certificate)});
  };
  EXPECT_EQ(judged("a.allowed.test"), "accepted");
  EXPECT_THAT(judged("client.test"),
              StartsWith(std::string(verify) +
                         "a root or intermediate certificate is not authorized to sign for this name"));
}

TEST(ClientChains, RefuseMoreThanAChain) {
  const Certificate leaf = intermediate().leaf(client());
  std::vector<Bytes> many = {der(leaf)};
  while (many.size() < ClientChains::max_presented) many.push_back(der(root().certificate));
  EXPECT_EQ(refusal(many), "accepted");
  many.push_back(der(root().certificate));
  EXPECT_EQ(refusal(many), std::string(verify) + "a chain of 11 certificates is too long");
  EXPECT_EQ(refusal({}), "tls: client didn't provide a certificate");

  // Issuers of one name that all fit cost a bounded number of verifications.
  std::vector<Bytes> maze = {der(Authority::root(ca_template("Maze")).leaf(client()))};
  while (maze.size() < ClientChains::max_presented)
    maze.push_back(der(Authority::root(ca_template("Maze")).certificate));
  EXPECT_NE(refusal(maze), "accepted");
}

TEST(ClientChains, RefuseWhatTheReaderCannotRead) {
  const Bytes good = der(intermediate().leaf(client()));
  Bytes cut(good.begin(), good.end() - 1), longer = good;
  longer.push_back(0);
  for (const Bytes& bad : {Bytes(), Bytes{0x30, 0x80, 0, 0}, cut, longer}) {
    EXPECT_THAT(refusal({bad}), StartsWith(std::string(parse)));
    EXPECT_THAT(refusal({good, bad}), StartsWith(std::string(parse)));
  }
}

TEST(ClientChains, VerifyNothingWithEnormousKeys) {
  // The modulus need not be a product of primes for this.
  Bytes modulus(8200 / 8, 0xff);
  CertificateTemplate huge = ca_template("Huge", 0);
  huge.public_key = *PublicKey::from_rsa(modulus, Bytes{1, 0, 1});
  const Certificate issuer = root().leaf(huge);
  const std::string refused = "tls: client sent certificate containing RSA key larger than 8192 bits";
  EXPECT_EQ(refusal({der(intermediate().leaf(client())), der(issuer)}), refused);
  EXPECT_EQ(refusal({der(issuer)}), refused);
}

TEST(ClientChains, RefuseWeakKeysUnlessToldOtherwise) {
  CertificateTemplate weak = client();
  weak.public_key = PrivateKey::generate_rsa(1024).public_key();
  const Bytes leaf = der(intermediate().leaf(weak));
  EXPECT_EQ(refusal({leaf}), std::string(verify) + "RSA key of 1024 bits is too weak, need 2048");
  const ClientChains lenient({intermediate().certificate}, 0, clock());
  EXPECT_EQ(refusal({leaf}, lenient), "accepted");
}

}  // namespace
}  // namespace newel::x509
