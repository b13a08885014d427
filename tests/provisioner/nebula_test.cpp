// Nebula: certificates of both versions, made by nebula-cert; CAs and their limits; tokens of hosts.
#include <filesystem>
#include <fstream>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/key_files.h"
#include "crypto/openssl_tool.h"
#include "crypto/pem.h"
#include "data_files.h"
#include "provisioner/nebula/ca_pool.h"
#include "provisioner/token_bench.h"

namespace newel::provisioner {
namespace {

using nebula::CaPool;
using nebula::Certificate;
using testing::parsed;
using testing::with;

// nebula-cert 1.10 made them: CA and host of each version and curve, for ten years and more.
const char* const sets[] = {"v1-25519", "v1-p256", "v2-25519", "v2-p256"};

std::string data(const std::string& name) { return test::data_file("nebula/" + name); }
Bytes octets(const std::string& pem) {
  std::string_view rest = pem;
  return pem_next(rest)->der;
}
PrivateKey key_file(const std::string& name) {
  return read_private_key(data(name), name, fixed_password(Secret()));
}

TEST(NebulaCertificate, ReadsWhatNebulaWrites) {
  const std::string fingerprints[] = {"d13f136881f4cdab1f4cc8344fd05a306b25a8eda3ba9c47ed909078fead6ce0",
                                      "dc576b99297e7382ce209d98b44453050cb47e9895a2b7a1fea4960280ced777",
                                      "961e2f8247e89c1de03fd91d341dcd45ca3bb8ee47f4fdd4e32991a6bf225f2f",
                                      "6c85cbaa88c114c88b91cae92b094f7dcd66bb4a1763d2e66347fc05a67bbe73"};
  for (int i = 0; i < 4; ++i) {
    const std::string set = sets[i];
    const auto host = Certificate::parse_pem(data(set + "-host.crt"));
    ASSERT_TRUE(host) << set << " " << host.error().text;
    EXPECT_EQ(host->version, set[1] - '0');
    EXPECT_EQ(host->name, "host.nebula.test");
    EXPECT_EQ(host->fingerprint, fingerprints[i]);
    EXPECT_EQ(host->groups, std::vector<std::string>{"web"});
    EXPECT_FALSE(host->is_ca);
    std::vector<std::string> names{"host.nebula.test", "10.1.0.7"};
    if (host->version == 2) names.emplace_back("10.1.0.8");
    EXPECT_EQ(host->identities(), names);
    EXPECT_EQ(host->networks[0].to_string(), "10.1.0.7/24");
    EXPECT_EQ(format_rfc3339(host->not_after).substr(0, 10), "2036-11-26");
    EXPECT_EQ(value_or_throw(host->host_key()), key_file(set + "-host.key").public_key());
    const auto ca = Certificate::parse_pem(data(set + "-ca.crt"));
    ASSERT_TRUE(ca) << ca.error().text;
    EXPECT_TRUE(ca->is_ca);
    EXPECT_EQ(host->issuer, ca->fingerprint);
    EXPECT_EQ(ca->networks[0].to_string(), "10.1.0.0/16");
    EXPECT_TRUE(ca->has_signed(*ca));
    EXPECT_TRUE(ca->has_signed(*host));
    EXPECT_FALSE(host->has_signed(*ca));
  }
}

TEST(NebulaCertificate, NoChangedOctetPasses) {
  for (const std::string set : sets) {
    const auto pool = CaPool::from_pem(data(set + "-ca.crt"), testing::start);
    ASSERT_TRUE(pool) << pool.error().text;
    const Bytes good = octets(data(set + "-host.crt"));
    const auto host = Certificate::parse(good);
    ASSERT_TRUE(host);
    EXPECT_TRUE(pool->verify(*host, testing::start)) << pool->verify(*host, testing::start).error().text;
    for (std::size_t at = 0; at < good.size(); ++at) {
      for (const int change : {1, 0x80, 0xff}) {
        Bytes bad = good;
        bad[at] ^= static_cast<Byte>(change);
        const auto read = Certificate::parse(bad);
        EXPECT_FALSE(read && pool->verify(*read, testing::start)) << set << " octet " << at;
      }
      EXPECT_FALSE(Certificate::parse(ByteView(good).first(at))) << set << " cut at " << at;
    }
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_FALSE(Certificate::parse(longer)) << set;
  }
}

TEST(NebulaCertificate, OnlyOneEncodingOfEachIsRead) {
  const Bytes good = octets(data("v1-25519-host.crt"));
  const auto with_details = [&](const Bytes& more) {
    const auto host = value_or_throw(Certificate::parse_v1(good));
    Bytes details = host.signed_part;
    append(details, more);
    Bytes out{0x0a, static_cast<Byte>(details.size())};
    append(out, details);
    out.push_back(0x12);
    out.push_back(static_cast<Byte>(host.signature.size()));
    append(out, host.signature);
    return out;
  };
  EXPECT_EQ(with_details({}), good);
  EXPECT_FALSE(Certificate::parse_v1(with_details({0x50, 0x01}))) << "an unknown field";
  EXPECT_FALSE(Certificate::parse_v1(with_details({0x40, 0x01}))) << "a field out of order";
  EXPECT_FALSE(Certificate::parse_v1(with_details({0xa0, 0x06, 0x00}))) << "a default value";
  EXPECT_TRUE(Certificate::parse_v1(with_details({})));
}

TEST(NebulaCaPool, SetUp) {
  EXPECT_EQ(CaPool::from_pem("", testing::start)->verify({}, testing::start).error().text,
            "no issuer in certificate");
  EXPECT_EQ(CaPool::from_pem("no pem", testing::start).error().text,
            "input did not contain a valid PEM encoded block");
  EXPECT_EQ(CaPool::from_pem(data("v1-25519-host.crt"), testing::start).error().text,
            "host.nebula.test: certificate is not a CA");
  EXPECT_EQ(CaPool::from_pem(data("v1-25519-ca.crt"), testing::start + 21 * 365 * testing::day).error().text,
            "certificate is expired");
  EXPECT_EQ(CaPool::from_pem(data("v1-25519-ca.crt"), testing::start - 365 * testing::day).error().text,
            "certificate is expired");
  std::string all;
  for (const std::string set : sets) all += data(set + "-ca.crt");
  const auto pool = CaPool::from_pem(all, testing::start);
  ASSERT_TRUE(pool);
  for (const std::string set : sets) {
    const auto host = value_or_throw(Certificate::parse_pem(data(set + "-host.crt")));
    EXPECT_TRUE(pool->verify(host, testing::start)) << set;
    EXPECT_EQ(pool->verify(host, host.not_after + Seconds(1)).error().text, "certificate is expired");
    EXPECT_FALSE(pool->verify(host, host.not_before - Seconds(1))) << "neither it nor its CA is valid yet";
    EXPECT_TRUE(pool->verify(host, host.not_after)) << "the last second counts";
  }
}

// nebula-cert does not sign what its CA does not allow.
TEST(NebulaCaPool, LimitsOfTheCaHold) {
  const auto ca = value_or_throw(Certificate::parse_pem(data("v2-25519-ca.crt")));
  const nebula::Prefix inside{*parse_ip("10.1.2.3"), 24}, outside{*parse_ip("10.2.0.1"), 24},
      wider{*parse_ip("10.1.0.1"), 8};
  EXPECT_TRUE(ca.networks[0].contains(inside));
  EXPECT_FALSE(ca.networks[0].contains(outside));
  EXPECT_FALSE(ca.networks[0].contains(wider));
  EXPECT_FALSE(ca.networks[0].contains({*parse_ip("fd00::1"), 64}));
}

// Debian's nebula-cert: version 1, Curve25519.
class NebulaTool : public ::testing::Test {
 protected:
  std::string run(const std::string& arguments) const {
    const std::string command = "cd " + folder_.path("") + " && nebula-cert " + arguments + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::string out;
    char buffer[4096];
    while (const std::size_t n = fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, n);
    EXPECT_EQ(pclose(pipe), 0) << arguments << "\n" << out;
    return out;
  }
  test::ScratchFolder folder_;
};

TEST_F(NebulaTool, JudgesOurReading) {
  run("ca -name 'Tool CA' -duration 24h");
  run("sign -name tool.test -ip 192.168.7.9/20 -groups 'a,b c' -subnets 10.0.0.0/8");
  const auto now = system_clock().now();
  const auto pool = CaPool::from_pem(folder_.read("ca.crt"), now);
  ASSERT_TRUE(pool) << pool.error().text;
  const auto host = Certificate::parse_pem(folder_.read("tool.test.crt"));
  ASSERT_TRUE(host) << host.error().text;
  EXPECT_TRUE(pool->verify(*host, now));
  const auto printed = value_or_throw(json::parse_first(run("print -json -path tool.test.crt"))).as_object();
  const auto& details = printed.at("details").as_object();
  EXPECT_EQ(host->fingerprint, printed.at("fingerprint").as_string());
  EXPECT_EQ(host->name, details.at("name").as_string());
  EXPECT_EQ(host->issuer, details.at("issuer").as_string());
  EXPECT_EQ(hex_encode(host->public_key), details.at("publicKey").as_string());
  EXPECT_EQ(host->groups, (std::vector<std::string>{"a", "b c"}));
  EXPECT_EQ(host->networks[0].to_string(), "192.168.7.9/20");
  EXPECT_EQ(host->unsafe_networks[0].to_string(), "10.0.0.0/8");
}

class Nebula : public testing::TokenBench {
 protected:
  json::Object document(const std::string& set, json::Object changes = {}) const {
    return with(
        {{"type", "Nebula"}, {"name", "mesh"}, {"roots", base64_encode(as_bytes(data(set + "-ca.crt")))}},
        std::move(changes));
  }
  struct Changes {
    json::Object claims{};
    json::Object header{};
    std::string key{};  ///< another set's
    std::string subject = "host.nebula.test";
    std::string audience = "https://ca.test/1.0/sign#nebula/mesh";
  };
  ParsedToken token(const std::string& set, const Changes& changes) const {
    const PrivateKey key = key_file((changes.key.empty() ? set : changes.key) + "-host.key");
    const auto header =
        with({{"typ", "JWT"}, {"nebula", base64_encode(octets(data(set + "-host.crt")))}}, changes.header);
    const std::string payload =
        json::write(with(claims("mesh", changes.subject, changes.audience), changes.claims));
    if (key.public_key().type() == KeyType::x25519)
      return parsed(jose::sign_compact_xeddsa(header, as_bytes(payload), key));
    return parsed(jose::sign_compact(header, as_bytes(payload), key, "ES256"));
  }
};

TEST_F(Nebula, SetUp) {
  EXPECT_EQ(make(document("v1-25519", {{"roots", nullptr}}))->disabled_reason(),
            "provisioner root(s) cannot be empty");
  EXPECT_EQ(make(document("v1-25519", {{"roots", "AAAA"}}))->disabled_reason(),
            "failed to create CA pool: input did not contain a valid PEM encoded block");
  EXPECT_EQ(make(document("v1-25519"))->disabled_reason(), "");
  clock_.advance(25 * 365 * testing::day);
  EXPECT_EQ(make(document("v1-25519"))->disabled_reason(),
            "failed to create CA pool: certificate is expired");
}

TEST_F(Nebula, HostsOfEveryKindAreLetIn) {
  for (const std::string set : sets) {
    const auto provisioner = make(document(set));
    const auto options = provisioner->authorize_sign(token(set, {}), Method::sign);
    const auto host = value_or_throw(Certificate::parse_pem(data(set + "-host.crt")));
    EXPECT_EQ(options.tmpl.common_name, "host.nebula.test");
    EXPECT_EQ(options.tmpl.names, host.identities());
    EXPECT_EQ(options.san_rule, SanRule::node);
    ASSERT_TRUE(options.window);
    EXPECT_EQ(options.window->end, host.not_after);
    EXPECT_EQ(options.extension->type, 11);
    EXPECT_EQ(refusal(*provisioner, token(set, {.claims = {{"sans", json::Array{"10.1.0.7"}}}})), "");
    EXPECT_EQ(refusal(*provisioner, token(set, {.subject = "10.1.0.7"})), "");
  }
}

TEST_F(Nebula, EveryDefectIsRefused) {
  const auto now = unix_seconds(clock_.now());
  struct Case {
    Changes changes;
    int status;
    const char* message;  ///< the client's
  };
  const char* const general =
      "The request lacked necessary authorization to be completed. Please see the certificate authority logs "
      "for "
      "more info.";
  const Case cases[] = {
      {{.header = {{"nebula", nullptr}}}, 401, general},
      {{.header = {{"nebula", 7}}}, 401, general},
      {{.header = {{"nebula", "%"}}}, 401, "failed to parse token: nebula header is not valid"},
      {{.header = {{"nebula", "AAAA"}}},
       401,
       "failed to parse nebula certificate: nebula header is not valid"},
      {{.header = {{"nebula", base64_encode(octets(data("v2-25519-host.crt")))}}},
       401,
       "token is not valid: failed to verify certificate against configured CA"},
      {{.header = {{"nebula", base64_encode(octets(data("v1-25519-ca.crt")))}}},
       401,
       "token is not valid: failed to verify certificate against configured CA"},
      {{.key = "v2-25519"}, 401, "token is not valid: signature does not match"},
      {{.claims = {{"iss", "other"}}}, 401, "token is not valid: invalid claims"},
      {{.claims = {{"exp", now - 61}}}, 401, "token is not valid: invalid claims"},
      {{.audience = "https://ca.test/1.0/sign#nebula/other"}, 401, general},
      {{.audience = "https://ca.test/1.0/sign"}, 401, general},
      {{.subject = ""}, 401, general},
      {{.subject = "other.test"},
       403,
       "The request was forbidden by the certificate authority: token subject is not a name or address of "
       "the "
       "nebula certificate - got other.test, want one of [host.nebula.test 10.1.0.7]."},
      {{.subject = "10.1.0.0"},
       403,
       "The request was forbidden by the certificate authority: token subject is not a name or address of "
       "the "
       "nebula certificate - got 10.1.0.0, want one of [host.nebula.test 10.1.0.7]."},
      {{.claims = {{"sans", json::Array{"host.nebula.test", "10.1.0.9"}}}},
       403,
       "The request was forbidden by the certificate authority: token sans contains names or addresses that "
       "are "
       "not in the nebula certificate - got [host.nebula.test 10.1.0.9], want [host.nebula.test 10.1.0.7]."},
  };
  const auto provisioner = make(document("v1-25519"));
  for (const Case& one : cases) {
    try {
      provisioner->authorize_sign(token("v1-25519", one.changes), Method::sign);
      ADD_FAILURE() << one.message;
    } catch (const Error& e) {
      EXPECT_EQ(e.status(), one.status) << e.text();
      EXPECT_EQ(e.message(), one.message) << e.text();
    }
  }
  EXPECT_EQ(error_of([&] { provisioner->authorize_revoke(token("v1-25519", {})); }),
            "401 nebula provisioner does not support revoke");
  clock_.set(value_or_throw(Certificate::parse_pem(data("v1-25519-host.crt"))).not_after + Seconds(1));
  EXPECT_NE(refusal(*provisioner, token("v1-25519", {})), "");
}

// A CA that signs what it is given: keys on the curve, and octets that are no key at all.
class CarelessCa {
 public:
  CarelessCa() : key_(PrivateKey::generate_ec(Curve::p256)) {
    ca_ = sign(details("careless", key_.public_key(), {0x40, 1}));
  }
  std::string pem() const { return pem_encode(nebula::v1_label, ca_); }
  Bytes host(const Bytes& point) const {
    Bytes more{0x4a, 32};
    append(more, sha256(ca_));
    return sign(details("host.nebula.test", point, more));
  }
  static Bytes point_of(const PublicKey& key) {
    const ByteView spki = key.spki();
    return to_bytes(spki.last(65));
  }

 private:
  static void field(Bytes& out, Byte tag, ByteView content) {
    out.push_back(tag);
    out.push_back(static_cast<Byte>(content.size()));
    append(out, content);
  }
  static Bytes details(const std::string& name, const PublicKey& key, const Bytes& more) {
    return details(name, point_of(key), more);
  }
  // name, 10.1.0.7/32, from 1970-01-01T00:00:01Z to 2058, key, what else there is, P-256.
  static Bytes details(const std::string& name, const Bytes& point, const Bytes& more) {
    Bytes out;
    field(out, 0x0a, as_bytes(name));
    field(out, 0x12, Bytes{0x87, 0x80, 0x84, 0x50, 0xff, 0xff, 0xff, 0xff, 0x0f});
    append(out, Bytes{0x28, 1, 0x30, 0xff, 0xff, 0xff, 0xff, 0x0a});
    field(out, 0x3a, point);
    append(out, more);
    append(out, Bytes{0xa0, 0x06, 1});
    return out;
  }
  Bytes sign(const Bytes& what) const {
    Bytes out{0x0a};
    if (what.size() > 127) {
      out.push_back(static_cast<Byte>(0x80 | (what.size() & 0x7f)));
      out.push_back(static_cast<Byte>(what.size() >> 7));
    } else {
      out.push_back(static_cast<Byte>(what.size()));
    }
    append(out, what);
    field(out, 0x12, key_.sign(SignatureAlgorithm::ecdsa_sha256, what));
    return out;
  }
  PrivateKey key_;
  Bytes ca_;
};

TEST_F(Nebula, WhatIsMissingAndWhatIsNoKey) {
  const CarelessCa ca;
  const auto provisioner =
      make({{"type", "Nebula"}, {"name", "mesh"}, {"roots", base64_encode(as_bytes(ca.pem()))}});
  ASSERT_EQ(provisioner->disabled_reason(), "");
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const auto refused = [&](const json::Object& header) {
    const std::string payload =
        json::write(claims("mesh", "host.nebula.test", "https://ca.test/1.0/sign#nebula/mesh"));
    try {
      provisioner->authorize_sign(parsed(jose::sign_compact(header, as_bytes(payload), key, "ES256")),
                                  Method::sign);
      return std::string();
    } catch (const Error& e) {
      return std::to_string(e.status()) + " " + (e.has_message() ? e.message() : e.text());
    }
  };
  EXPECT_EQ(refused({}), "401 failed to parse token: nebula header is missing");
  EXPECT_EQ(refused({{"nebula", 7}}), "401 failed to parse token: nebula header is not valid");
  Bytes point = CarelessCa::point_of(key.public_key());
  EXPECT_EQ(refused({{"nebula", base64_encode(ca.host(point))}}), "");
  point[40] ^= 1;
  EXPECT_EQ(refused({{"nebula", base64_encode(ca.host(point))}}), "401 failed to parse nebula public key");
}

}  // namespace
}  // namespace newel::provisioner
