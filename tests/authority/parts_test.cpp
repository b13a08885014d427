// The pieces of the pipeline that a JWK token never reaches.
#include <gtest/gtest.h>

#include "authority/leaf.h"
#include "authority/preflight.h"
#include "authority/request_checks.h"
#include "authority/validity.h"
#include "crypto/private_key.h"
#include "x509/oids.h"

namespace newel::authority {
namespace {

using provisioner::DefaultTemplate;
using provisioner::SignOptions;
using provisioner::TimeOrDuration;

const Time now = from_unix(1'800'000'000);
constexpr Seconds hour{3600};

TimeOrDuration time_or(const char* text) { return value_or_throw(TimeOrDuration::parse(text)); }

template <class Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const Error& e) {
    return std::to_string(e.status()) + " " + e.text();
  }
  return "";
}

TEST(Validity, Table) {
  struct Case {
    const char *not_before, *not_after;
    std::optional<Time> template_begin, template_end;
    Duration standard;
    std::int64_t begin, end;  ///< seconds from now
  };
  const Case cases[] = {
      {"", "", {}, {}, 24 * hour, -60, 86400},
      {"", "", {}, {}, Duration(0), -60, 86400},
      {"", "1h", {}, {}, 24 * hour, -60, 3600},
      {"10m", "1h", {}, {}, 24 * hour, 600, 4200},
      {"-10m", "", {}, {}, hour, -600, 3000},
      {"2027-01-15T09:00:00Z", "2027-01-15T10:00:00.9Z", {}, {}, hour, 3600, 7200},
      {"", "", now + hour, {}, hour, 3600, 7200},
      {"", "", now + hour, now + 5 * hour, hour, 3600, 18000},
      {"10m", "20m", now + hour, now + 5 * hour, hour, 600, 1800},
  };
  for (const Case& c : cases) {
    const ValidityRequest request{time_or(c.not_before), time_or(c.not_after), c.template_begin,
                                  c.template_end,        c.standard,           {}};
    const Validity got = resolve_validity(request, now, std::chrono::minutes(1));
    EXPECT_EQ(got.not_before, now + Seconds(c.begin)) << c.not_before << " " << c.not_after;
    EXPECT_EQ(got.not_after, now + Seconds(c.end)) << c.not_before << " " << c.not_after;
  }
}

TEST(Validity, CredentialWindow) {
  const auto resolve = [](const char* begin, const char* end) {
    const ValidityRequest request{
        time_or(begin), time_or(end), {}, {}, 24 * hour, provisioner::CredentialWindow{now, now + 2 * hour}};
    return resolve_validity(request, now, std::chrono::minutes(1));
  };
  EXPECT_EQ(resolve("", "").not_after, now + 2 * hour) << "the default is capped";
  EXPECT_EQ(resolve("", "").not_before, now - Seconds(60)) << "backdating is not the requester's doing";
  EXPECT_EQ(error_of([&] { resolve("-1m", ""); }),
            "403 requested certificate notBefore (2027-01-15 07:59:00 +0000 UTC) is before the active "
            "validity window of the "
            "provisioning credential (2027-01-15 08:00:00 +0000 UTC)");
  EXPECT_EQ(error_of([&] { resolve("", "3h"); }),
            "403 requested certificate notAfter (2027-01-15 11:00:00 +0000 UTC) is after the expiration of "
            "the provisioning "
            "credential (2027-01-15 10:00:00 +0000 UTC)");
}

x509::CertificateRequest request_for(const PrivateKey& key) {
  x509::RequestTemplate what;
  x509::NameFields subject;
  subject.common_name = "csr.test";
  subject.organization = {"CSR Org"};
  what.subject = subject.to_name();
  what.names.dns = {"csr.test", "b.test"};
  return x509::create_request(what, key);
}

TEST(Leaf, DefaultDocuments) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const auto request = request_for(key);
  const auto made = [&](DefaultTemplate which, std::vector<std::string> names) {
    SignOptions options;
    options.tmpl.fallback = which;
    options.tmpl.common_name = "token.test";
    options.tmpl.names = std::move(names);
    return default_leaf(request, options);
  };
  const auto leaf = made(DefaultTemplate::leaf, {"token.test", "::1"});
  EXPECT_EQ(leaf.subject.common_name, "token.test");
  EXPECT_TRUE(leaf.subject.organization.empty());
  EXPECT_EQ(leaf.certificate.names.dns, std::vector<std::string>{"token.test"});
  EXPECT_EQ(leaf.certificate.names.ips.size(), 1u);
  EXPECT_EQ(leaf.certificate.extended_key_usage.size(), 2u);
  const auto instance = made(DefaultTemplate::iid_leaf, {});
  EXPECT_EQ(instance.subject.common_name, "csr.test");
  EXPECT_TRUE(instance.subject.organization.empty());
  EXPECT_EQ(instance.certificate.names.dns.size(), 2u);
  EXPECT_EQ(made(DefaultTemplate::iid_leaf, {"token.test"}).certificate.names.dns.size(), 1u);
  const auto admin = made(DefaultTemplate::admin_leaf, {"token.test"});
  EXPECT_EQ(admin.subject.organization, std::vector<std::string>{"CSR Org"});
  EXPECT_EQ(admin.certificate.names.dns.size(), 2u);
  const auto attested = made(DefaultTemplate::attested_leaf, {"token.test"});
  EXPECT_EQ(attested.certificate.extended_key_usage,
            std::vector<std::string>{std::string(x509::oids::client_auth)});
}

TEST(Leaf, ForcedCommonName) {
  Leaf leaf;
  EXPECT_EQ(error_of([&] { force_common_name(leaf); }), "400 cannot force common name, DNS names is empty");
  leaf.certificate.names.dns = {"a.test", "b.test"};
  force_common_name(leaf);
  EXPECT_EQ(leaf.subject.common_name, "a.test");
  leaf.subject.common_name = "own";
  force_common_name(leaf);
  EXPECT_EQ(leaf.subject.common_name, "own");
}

TEST(Leaf, AnExtensionReplacesAForgedOne) {
  std::vector<x509::Extension> extra{{"1.2.3", false, {1}}, {"1.2.4", true, {2}}};
  put_extension(extra, {"1.2.3", false, {9}});
  put_extension(extra, {"1.2.5", false, {7}});
  ASSERT_EQ(extra.size(), 3u);
  EXPECT_EQ(extra[0].value, Bytes{9});
  EXPECT_EQ(extra[2].oid, "1.2.5");
}

x509::CertificateRequest request_with(const x509::SubjectAltNames& names) {
  x509::RequestTemplate request;
  request.names = names;
  static const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  return x509::create_request(request, key);
}

TEST(RequestChecks, NamesOfInstancesAndNodes) {
  using provisioner::SanRule;
  const auto ip = [](const char* text) { return *parse_ip(text); };
  struct Case {
    SanRule rule;
    x509::SubjectAltNames names;
    std::vector<std::string> sans;
    std::string error;
  };
  const auto dns = [](std::vector<std::string> list) {
    return x509::SubjectAltNames{.dns = std::move(list)};
  };
  const std::vector<Case> cases = {
      {SanRule::any, dns({"x.test"}), {"a.test"}, ""},
      {SanRule::instance, {}, {"a.test", "10.0.0.1"}, ""},
      {SanRule::instance, dns({"b.test", "a.test"}), {"a.test", "b.test", "c.test"}, ""},
      {SanRule::instance,
       dns({"a.test", "b.test"}),
       {"a.test"},
       "403 certificate request contains unauthorized DNS names - got [a.test b.test], allowed [a.test]"},
      {SanRule::instance, {.ips = {ip("10.0.0.1")}}, {"a.test", "10.0.0.1"}, ""},
      {SanRule::instance,
       {.ips = {ip("10.0.0.2")}},
       {"a.test", "10.0.0.1"},
       "403 certificate request does not contain the valid IP addresses - got [10.0.0.2], want [10.0.0.1]"},
      {SanRule::instance,
       {.emails = {"a@b.test"}},
       {"a.test"},
       "403 certificate request does not contain the valid email addresses - got [a@b.test], want []"},
      {SanRule::instance,
       {.uris = {"urn:x:y"}},
       {"a.test"},
       "403 certificate request does not contain the valid URIs - got [urn:x:y], want []"},
      {SanRule::node, dns({"n.test"}), {"n.test", "10.1.0.1", "10.1.0.2"}, ""},
      {SanRule::node, {.ips = {ip("10.1.0.2")}}, {"n.test", "10.1.0.1", "10.1.0.2"}, ""},
      {SanRule::node,
       {.ips = {ip("10.1.0.3")}},
       {"n.test", "10.1.0.1"},
       "403 certificate request contains invalid IP addresses - got [10.1.0.3], want [10.1.0.1]"},
      {SanRule::node,
       dns({"m.test"}),
       {"n.test"},
       "403 certificate request does not contain the valid DNS names - got [m.test], want [n.test]"},
      {SanRule::node,
       {.emails = {"a@b.test"}},
       {"n.test"},
       "403 certificate request does not contain the valid email addresses - got [a@b.test], want []"},
  };
  for (const Case& one : cases) {
    SignOptions options;
    options.san_rule = one.rule;
    options.sans = one.sans;
    EXPECT_EQ(error_of([&] { check_request(request_with(one.names), options); }), one.error);
  }
}

TEST(Preflight, RefusesBadCertificates) {
  const auto key = std::make_shared<const PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  x509::CertificateTemplate ca;
  ca.subject = x509::Name::from_common_name("CA");
  ca.not_before = now;
  ca.not_after = now + hour;
  ca.public_key = key->public_key();
  const x509::Issuer issuer(x509::issue_self_signed(ca, *key), key);

  x509::CertificateTemplate good = ca;
  good.subject = x509::Name::from_common_name("leaf");
  const auto error = [&](const x509::CertificateTemplate& what, ByteView spki) {
    return error_of([&] { preflight(x509::issue(what, issuer), issuer.certificate(), spki); });
  };
  const std::string refusing = "500 refusing to issue a certificate: ";
  const ByteView spki = key->public_key().spki();
  EXPECT_EQ(error(good, spki), "");
  const PrivateKey other = PrivateKey::generate_ec(Curve::p256);
  EXPECT_EQ(error(good, other.public_key().spki()), refusing + "its key is not the requested one");
  auto bad = good;
  bad.serial = x509::Serial{{0}};
  EXPECT_EQ(error(bad, spki), refusing + "its serial number is not positive or longer than 20 octets");
  bad.serial = x509::Serial{Bytes(20, 0x80)};
  EXPECT_EQ(error(bad, spki), refusing + "its serial number is not positive or longer than 20 octets");
  bad.serial = x509::Serial{Bytes(20, 0x7f)};
  EXPECT_EQ(error(bad, spki), "");
  bad = good;
  bad.not_after = bad.not_before;
  EXPECT_EQ(error(bad, spki), refusing + "its notAfter is not behind its notBefore");
  bad = good;
  bad.subject = x509::Name{};
  EXPECT_EQ(error(bad, spki), refusing + "it names nobody");
  bad.names.dns = {"a.test"};
  EXPECT_EQ(error(bad, spki), "");
  bad = good;
  bad.extra = {x509::encode_authority_key_id(Bytes(20, 1))};
  EXPECT_EQ(error(bad, spki), refusing + "its authority key identifier is not the intermediate's");
  bad.extra = {};
  bad.only_extra = true;
  EXPECT_EQ(error(bad, spki), refusing + "its authority key identifier is not the intermediate's");
  const auto foreign = x509::issue_self_signed(good, *key);
  EXPECT_EQ(error_of([&] { preflight(foreign, issuer.certificate(), spki); }),
            refusing + "its issuer is not the intermediate's subject");
}

}  // namespace
}  // namespace newel::authority
