#include "x509/verify.h"

#include <gtest/gtest.h>

#include "x509/fixtures.h"
#include "x509/openssl_judge.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;
using newel::testing::openssl_certificate;
using newel::testing::Owned;

/// The verdict of OpenSSL on the same question, without purpose checks.
bool openssl_accepts(const Certificate& leaf, const VerifyOptions& options) {
  X509_STORE* store = X509_STORE_new();
  std::vector<Owned<X509>> keep;
  for (const Certificate& root : options.roots) {
    keep.push_back(openssl_certificate(root.der()));
    X509_STORE_add_cert(store, keep.back().get());
  }
  STACK_OF(X509)* untrusted = sk_X509_new_null();
  for (const Certificate& intermediate : options.intermediates) {
    keep.push_back(openssl_certificate(intermediate.der()));
    sk_X509_push(untrusted, keep.back().get());
  }
  const auto subject = openssl_certificate(leaf.der());
  X509_STORE_CTX* context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, subject.get(), untrusted);
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_time(parameters, unix_seconds(options.at));
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
  if (!options.host.empty()) {
    if (parse_ip(options.host)) {
      X509_VERIFY_PARAM_set1_ip_asc(parameters, options.host.c_str());
    } else {
      X509_VERIFY_PARAM_set1_host(parameters, options.host.c_str(), 0);
    }
  }
  const bool accepted = X509_verify_cert(context) == 1;
  X509_STORE_CTX_free(context);
  sk_X509_free(untrusted);
  X509_STORE_free(store);
  return accepted;
}

const Authority& root() {
  static const Authority one = Authority::root(ca_template("Root", 1));
  return one;
}
const Authority& intermediate() {
  static const Authority one = root().intermediate(ca_template("Intermediate", 0));
  return one;
}

VerifyOptions options(std::vector<Certificate> intermediates = {intermediate().certificate}) {
  return {{root().certificate}, std::move(intermediates), now, {}, {}};
}

std::string verdict(const Certificate& leaf, const VerifyOptions& o) {
  const auto chain = verify_chain(leaf, o);
  return chain ? "ok" : chain.error().text;
}

TEST(VerifyChain, LeafFirstAnchorLast) {
  const Certificate leaf = intermediate().leaf(leaf_template("a.example.com"));
  VerifyOptions o = options();
  o.host = "a.example.com";
  const auto chain = verify_chain(leaf, o);
  ASSERT_TRUE(chain) << chain.error().text;
  ASSERT_EQ(chain->size(), 3u);
  EXPECT_EQ((*chain)[0], leaf);
  EXPECT_EQ((*chain)[1], intermediate().certificate);
  EXPECT_EQ((*chain)[2], root().certificate);
  EXPECT_TRUE(openssl_accepts(leaf, o));
}

TEST(VerifyChain, TrustAnchors) {
  const Certificate leaf = intermediate().leaf(leaf_template("a.example.com"));
  VerifyOptions o{{intermediate().certificate}, {}, now, {}, {}};
  EXPECT_EQ(verify_chain(leaf, o)->size(), 2u) << "an anchor need not be self-signed";
  EXPECT_TRUE(openssl_accepts(leaf, o));
  o.roots = {leaf};
  EXPECT_EQ(verify_chain(leaf, o)->size(), 1u) << "a trusted leaf stands for itself";
}

TEST(VerifyChain, Refusals) {
  struct Case {
    const char* what;
    Certificate leaf;
    VerifyOptions options;
    std::string text;
  };
  const auto leaf = [](auto change) {
    CertificateTemplate what = leaf_template("a.example.com");
    change(what);
    return intermediate().leaf(what);
  };
  const auto plain = leaf([](auto&) {});
  const auto at = [](Time t) {
    VerifyOptions o = options();
    o.at = t;
    return o;
  };
  const auto below = [](const Authority& ca, const char* host = "a.example.com") {
    return ca.leaf(leaf_template(host));
  };
  const auto ca_with = [](auto change, const Authority& by = root()) {
    CertificateTemplate what = ca_template("Special");
    change(what);
    return by.intermediate(what);
  };
  const Authority no_ca = ca_with([](auto& t) { t.basic_constraints.reset(), t.key_usage = 0; });
  const Authority no_sign = ca_with([](auto& t) { t.key_usage = digital_signature; });
  const Authority expired = ca_with([](auto& t) { t.not_after = now - Seconds(1); });
  const Authority critical = ca_with([](auto& t) { t.extra = {{"1.2.3.4", true, {5, 0}}}; });
  const Authority too_deep = ca_with([](auto&) {}, intermediate());
  const Authority constrained = ca_with([](auto& t) {
    t.name_constraints = NameConstraints{};
    t.name_constraints->permitted_dns = {"example.org"};
    t.name_constraints->excluded_ips = {*parse_cidr("10.0.0.0/8")};
  });
  CertificateTemplate impostor_template = ca_template("Root", 1);
  const Authority impostor = Authority::root(impostor_template);
  VerifyOptions other_root = options();
  other_root.roots = {impostor.certificate};
  const std::string unknown = "x509: certificate signed by unknown authority";
  const std::string cannot_sign =
      unknown +
      " (possibly because of \"x509: invalid signature: parent certificate cannot sign this kind of "
      "certificate\" while trying to verify candidate authority certificate \"Special\")";
  const Case cases[] = {
      {"expired", plain, at(now + 2 * day),
       "x509: certificate has expired or is not yet valid: current time 2024-01-04T03:04:05Z is after "
       "2024-01-03T03:04:05Z"},
      {"not yet valid", plain, at(now - day),
       "x509: certificate has expired or is not yet valid: current time 2024-01-01T03:04:05Z is before "
       "2024-01-02T03:03:05Z"},
      {"no intermediate", plain, options({}), unknown},
      {"no roots", plain, {{}, {intermediate().certificate}, now, {}, {}}, unknown},
      {"another root of the same name", plain, other_root,
       unknown + " (possibly because of \"x509: ECDSA verification failure\" while trying to verify "
                 "candidate authority "
                 "certificate \"Root\")"},
      {"unknown critical extension", leaf([](auto& t) {
         t.extra = {{"1.2.3.4", true, {5, 0}}};
       }),
       options(), "x509: unhandled critical extension"},
      {"critical in the CA", below(critical), options({critical.certificate}),
       "x509: unhandled critical extension"},
      {"issuer is no CA", below(no_ca), options({no_ca.certificate}), cannot_sign},
      {"issuer must not sign", below(no_sign), options({no_sign.certificate}), cannot_sign},
      {"issuer expired", below(expired), options({expired.certificate}),
       "x509: certificate has expired or is not yet valid: current time 2024-01-02T03:04:05Z is after "
       "2024-01-02T03:04:04Z"},
      {"path too long", below(too_deep), options({too_deep.certificate, intermediate().certificate}),
       "x509: too many intermediates for path length constraint"},
      {"name not permitted", below(constrained), options({constrained.certificate}),
       "x509: a root or intermediate certificate is not authorized to sign for this name: DNS name "
       "\"a.example.com\" is not "
       "permitted by any constraint"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(verdict(c.leaf, c.options), c.text) << c.what;
    EXPECT_FALSE(openssl_accepts(c.leaf, c.options)) << c.what;
  }
  EXPECT_EQ(verdict(below(constrained, "a.example.org"), options({constrained.certificate})), "ok");
  CertificateTemplate with_ip = leaf_template("a.example.org");
  with_ip.names.ips = {*parse_ip("10.1.2.3")};
  EXPECT_EQ(verdict(constrained.leaf(with_ip), options({constrained.certificate})),
            "x509: a root or intermediate certificate is not authorized to sign for this name: IP address "
            "\"10.1.2.3\" is "
            "excluded by constraint \"10.0.0.0/8\"");
}

TEST(VerifyChain, AConstraintOfTheRootReachesTheLeaf) {
  CertificateTemplate what = ca_template("Constrained Root");
  what.name_constraints = NameConstraints{};
  what.name_constraints->critical = true;
  what.name_constraints->permitted_dns = {"example.com"};
  const Authority top = Authority::root(what);
  const Authority middle = top.intermediate(ca_template("Middle", 0));
  VerifyOptions o{{top.certificate}, {middle.certificate}, now, {}, {}};
  const Certificate good = middle.leaf(leaf_template("a.example.com")),
                    bad = middle.leaf(leaf_template("a.example.org"));
  EXPECT_TRUE(verify_chain(good, o));
  EXPECT_FALSE(verify_chain(bad, o));
  EXPECT_TRUE(openssl_accepts(good, o));
  EXPECT_FALSE(openssl_accepts(bad, o));
}

TEST(VerifyChain, ExtendedKeyUsageIsNested) {
  CertificateTemplate only_client = ca_template("Client CA", 0);
  only_client.extended_key_usage = {std::string(oids::client_auth)};
  const Authority client_ca = root().intermediate(only_client);
  const Certificate leaf = client_ca.leaf(leaf_template("a.example.com"));
  VerifyOptions o = options({client_ca.certificate});
  EXPECT_EQ(verdict(leaf, o), "ok") << "nothing asked";
  o.extended_key_usage = {std::string(oids::client_auth)};
  EXPECT_EQ(verdict(leaf, o), "ok");
  o.extended_key_usage = {std::string(oids::server_auth)};
  EXPECT_EQ(verdict(leaf, o), "x509: certificate specifies an incompatible key usage");
  o.extended_key_usage = {std::string(oids::server_auth), std::string(oids::client_auth)};
  EXPECT_EQ(verdict(leaf, o), "ok") << "one of them is enough";
  o.extended_key_usage = {std::string(oids::any_extended_usage)};
  EXPECT_EQ(verdict(leaf, o), "ok");
}

TEST(VerifyChain, FindsTheWayThroughARenewedAuthority) {
  // The intermediate's key under an expired and a fresh certificate; the expired one is tried first.
  CertificateTemplate old_one = ca_template("Renewed", 0), new_one = ca_template("Renewed", 0);
  old_one.not_after = now - Seconds(1);
  const auto key = new_key();
  old_one.public_key = new_one.public_key = key->public_key();
  const Certificate expired = issue(old_one, root().issuer()), fresh = issue(new_one, root().issuer());
  const Certificate leaf = Authority{fresh, key}.leaf(leaf_template("a.example.com"));
  const auto chain = verify_chain(leaf, options({expired, fresh}));
  ASSERT_TRUE(chain) << chain.error().text;
  EXPECT_EQ((*chain)[1], fresh);
}

TEST(VerifyChain, CrossSignedLoopsEnd) {
  const auto key_a = new_key(), key_b = new_key();
  const auto sign = [](const char* name, const auto& key, const char* issuer_name, const auto& issuer_key) {
    CertificateTemplate issuer = ca_template(issuer_name), what = ca_template(name);
    issuer.public_key = issuer_key->public_key();
    what.public_key = key->public_key();
    return issue(what, Issuer(issue_self_signed(issuer, *issuer_key), issuer_key));
  };
  const Certificate a_by_b = sign("A", key_a, "B", key_b), b_by_a = sign("B", key_b, "A", key_a);
  const Certificate leaf = Authority{a_by_b, key_a}.leaf(leaf_template("x"));
  EXPECT_EQ(verdict(leaf, options({a_by_b, b_by_a})), "x509: certificate signed by unknown authority");
}

TEST(VerifyChain, AHostileForestIsBounded) {
  // Twelve certificates with one name and key per level would be 12^n paths.
  std::vector<Certificate> forest;
  const auto key = new_key();
  CertificateTemplate self = ca_template("Forest");
  self.public_key = key->public_key();
  const Issuer issuer(issue_self_signed(self, *key), key);
  for (int i = 0; i < 130; ++i) {
    CertificateTemplate what = ca_template("Forest");
    what.names.dns = {"n" + std::to_string(i)};
    what.public_key = key->public_key();
    forest.push_back(issue(what, issuer));
  }
  const Certificate leaf = Authority{issuer.certificate(), key}.leaf(leaf_template("x"));
  EXPECT_EQ(verdict(leaf, options(forest)),
            "x509: signature check attempts limit reached while verifying certificate chain");
}

TEST(VerifyChain, ManyNamesUnderManyConstraintsAreRefused) {
  CertificateTemplate ca = ca_template("Many");
  ca.name_constraints = NameConstraints{};
  for (int i = 0; i < 600; ++i)
    ca.name_constraints->excluded_dns.push_back("x" + std::to_string(i) + ".example.org");
  const Authority many = root().intermediate(ca);
  CertificateTemplate what = leaf_template("a.example.com");
  EXPECT_EQ(verdict(many.leaf(what), options({many.certificate})), "ok");
  for (int i = 0; i < 600; ++i) what.names.dns.push_back("n" + std::to_string(i) + ".example.com");
  EXPECT_EQ(
      verdict(many.leaf(what), options({many.certificate})),
      "x509: a root or intermediate certificate is not authorized to sign for this name: too many names to "
      "compare with too many constraints");
}

TEST(VerifyChain, DirectoryNameConstraints) {
  const auto directory = [](std::vector<std::pair<std::string_view, const char*>> attributes) {
    Name name;
    for (const auto& [oid, value] : attributes) name.rdns.push_back({NameAttribute{std::string(oid), value}});
    return name;
  };
  CertificateTemplate ca = ca_template("Directory");
  ca.name_constraints = NameConstraints{};
  ca.name_constraints->critical = true;
  ca.name_constraints->permitted_directories = {directory({{oids::organization, "Example"}}).encode()};
  const Authority limited = root().intermediate(ca);
  const auto below = [&](const Name& subject) {
    CertificateTemplate what = leaf_template("a.example.com");
    what.subject = subject;
    return limited.leaf(what);
  };
  const VerifyOptions o = options({limited.certificate});
  const auto inside = below(directory({{oids::organization, "EXAMPLE"}, {oids::common_name, "a"}}));
  EXPECT_EQ(verdict(inside, o), "ok") << "letter case does not matter";
  EXPECT_TRUE(openssl_accepts(inside, o));
  const auto outside = below(directory({{oids::organization, "Other"}, {oids::common_name, "a"}}));
  EXPECT_EQ(
      verdict(outside, o),
      "x509: a root or intermediate certificate is not authorized to sign for this name: directory name "
      "\"CN=a,O=Other\" is not permitted by any constraint");
  EXPECT_FALSE(openssl_accepts(outside, o));
}

TEST(VerifyHost, Names) {
  CertificateTemplate what = leaf_template("a.example.com");
  what.names.dns = {"a.example.com", "*.wild.example.com", "under_score.example.com", "odd name",
                    "*.Upper.Example.COM"};
  what.names.ips = {*parse_ip("10.1.2.3"), *parse_ip("2001:db8::1")};
  const Certificate leaf = intermediate().leaf(what);
  for (const char* good :
       {"a.example.com", "A.Example.Com", "a.example.com.", "x.wild.example.com", "under_score.example.com",
        "odd name", "10.1.2.3", "[2001:db8::1]", "2001:DB8:0::1", "y.upper.example.com",
        "*.wild.example.com" /* no host name, but the very text of the certificate */}) {
    EXPECT_TRUE(verify_host(leaf, good)) << good;
  }
  const std::string names =
      "a.example.com, *.wild.example.com, under_score.example.com, odd name, *.Upper.Example.COM";
  for (const char* bad : {"b.example.com", "wild.example.com", "x.y.wild.example.com", "example.com", "."}) {
    const auto result = verify_host(leaf, bad);
    ASSERT_FALSE(result) << bad;
    EXPECT_EQ(result.error().text, "x509: certificate is valid for " + names + ", not " + bad);
  }
  EXPECT_EQ(verify_host(leaf, "[10.1.2.4]").error().text,
            "x509: certificate is valid for 10.1.2.3, 2001:db8::1, not 10.1.2.4");
}

TEST(VerifyHost, TextsForMissingNames) {
  CertificateTemplate cn_only = leaf_template("a.example.com");
  cn_only.names = {};
  const Certificate legacy = intermediate().leaf(cn_only);
  EXPECT_EQ(verify_host(legacy, "a.example.com").error().text,
            "x509: certificate relies on legacy Common Name field, use SANs instead");
  EXPECT_EQ(verify_host(legacy, "b.example.com").error().text,
            "x509: certificate is not valid for any names, but wanted to match b.example.com");
  EXPECT_EQ(verify_host(legacy, "10.0.0.1").error().text,
            "x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs");
  CertificateTemplate many = leaf_template("a");
  many.names.dns.assign(100, "a");
  EXPECT_EQ(verify_host(intermediate().leaf(many), "b").error().text,
            "x509: certificate is valid for 100 names, but none matched b");
}

TEST(VerifyHost, AgreesWithOpenssl) {
  CertificateTemplate what = leaf_template("a.example.com");
  what.names.dns = {"a.example.com", "*.wild.example.com"};
  what.names.ips = {*parse_ip("10.1.2.3")};
  const Certificate leaf = intermediate().leaf(what);
  for (const char* host : {"a.example.com", "b.example.com", "x.wild.example.com", "x.y.wild.example.com",
                           "wild.example.com", "10.1.2.3", "10.1.2.4", "A.EXAMPLE.COM"}) {
    VerifyOptions o = options();
    o.host = host;
    EXPECT_EQ(static_cast<bool>(verify_chain(leaf, o)), openssl_accepts(leaf, o)) << host;
  }
}

NameConstraintsChecker checker(auto change) {
  CertificateTemplate what = ca_template("Constrained");
  what.name_constraints = NameConstraints{};
  change(*what.name_constraints);
  return NameConstraintsChecker({Authority::root(what).certificate});
}

TEST(NameConstraintsChecker, Table) {
  const auto limits = checker([](NameConstraints& c) {
    c.permitted_dns = {"example.com", ".sub.only"};
    c.excluded_dns = {"bad.example.com"};
    c.permitted_ips = {*parse_cidr("10.0.0.0/8"), *parse_cidr("2001:db8::/32")};
    c.excluded_ips = {*parse_cidr("10.9.0.0/16")};
    c.permitted_emails = {"jane@example.com", "mail.example.com", ".below.example.com"};
    c.excluded_emails = {"root@mail.example.com"};
    c.permitted_uris = {"example.com", ".dot.example.net"};
    c.excluded_uris = {"bad.example.com"};
  });
  using List = std::vector<std::string> SubjectAltNames::*;
  struct Case {
    List list;
    const char* name;
    const char* text;  ///< "" is allowed
    int status = 403;
  };
  const List dns = &SubjectAltNames::dns, email = &SubjectAltNames::emails, uri = &SubjectAltNames::uris;
  const Case cases[] = {
      {dns, "example.com", ""},
      {dns, "a.EXAMPLE.com", ""},
      {dns, "*.example.com", "DNS name \"*.example.com\" is excluded by constraint \"bad.example.com\""},
      {dns, "*.ok.example.com", ""},
      {dns, "a.sub.only", ""},
      {dns, "sub.only", "DNS name \"sub.only\" is not permitted by any constraint"},
      {dns, "badexample.com", "DNS name \"badexample.com\" is not permitted by any constraint"},
      {dns, "x.bad.example.com",
       "DNS name \"x.bad.example.com\" is excluded by constraint \"bad.example.com\""},
      {dns, "bad.example.com", "DNS name \"bad.example.com\" is excluded by constraint \"bad.example.com\""},
      {dns, "a..example.com", "cannot parse dnsName \"a..example.com\"", 500},
      {email, "jane@example.com", ""},
      {email, "jane@EXAMPLE.com", ""},
      {email, "Jane@example.com", "Email address \"Jane@example.com\" is not permitted by any constraint"},
      {email, "joe@mail.example.com", ""},
      {email, "joe@a.below.example.com", ""},
      {email, "joe@below.example.com",
       "Email address \"joe@below.example.com\" is not permitted by any constraint"},
      {email, "root@mail.example.com",
       "Email address \"root@mail.example.com\" is excluded by constraint \"root@mail.example.com\""},
      {email, "nobody", "cannot parse rfc822Name \"nobody\"", 500},
      {uri, "https://example.com/x", ""},
      {uri, "https://example.com:8443/x", ""},
      {uri, "https://a.example.com/x", "URI \"https://a.example.com/x\" is not permitted by any constraint"},
      {email, "joe@a.mail.example.com",
       "Email address \"joe@a.mail.example.com\" is not permitted by any constraint"},
      {uri, "https://a.dot.example.net", ""},
      {uri, "https://dot.example.net", "URI \"https://dot.example.net\" is not permitted by any constraint"},
      {uri, "https://bad.example.com",
       "URI \"https://bad.example.com\" is excluded by constraint \"bad.example.com\""},
      {uri, "urn:x:y", "URI with empty host (\"urn:x:y\") cannot be matched against constraints", 500},
      {uri, "https://10.1.2.3/", "URI with IP (\"https://10.1.2.3/\") cannot be matched against constraints",
       500},
      {uri, "https://[::1]/", "URI with IP (\"https://[::1]/\") cannot be matched against constraints", 500},
  };
  for (const Case& c : cases) {
    SubjectAltNames names;
    (names.*c.list).push_back(c.name);
    try {
      limits.check({}, names);
      EXPECT_STREQ(c.text, "") << c.name;
    } catch (const Error& e) {
      EXPECT_EQ(e.text(), c.text);
      EXPECT_EQ(e.status(), c.status) << c.name;
      if (c.status == 403) {
        EXPECT_EQ(e.message(), c.text);
      }
    }
  }
  const std::pair<const char*, const char*> ips[] = {
      {"10.1.2.3", ""},
      {"2001:db8::1", ""},
      {"192.168.1.1", "IP address \"192.168.1.1\" is not permitted by any constraint"},
      {"10.9.1.1", "IP address \"10.9.1.1\" is excluded by constraint \"10.9.0.0/16\""},
  };
  for (const auto& [ip, text] : ips) {
    SubjectAltNames names;
    names.ips = {*parse_ip(ip)};
    try {
      limits.check({}, names);
      EXPECT_STREQ(text, "") << ip;
    } catch (const Error& e) {
      EXPECT_EQ(e.text(), text);
    }
  }
}

TEST(NameConstraintsChecker, AllCertificatesApplyTogether) {
  CertificateTemplate wide = ca_template("Wide"), narrow = ca_template("Narrow");
  wide.name_constraints = NameConstraints{};
  wide.name_constraints->permitted_dns = {"example.com"};
  narrow.name_constraints = NameConstraints{};
  narrow.name_constraints->permitted_dns = {"a.example.com", "other.org"};
  const NameConstraintsChecker both({Authority::root(wide).certificate, Authority::root(narrow).certificate});
  const auto allowed = [&](const char* name) {
    SubjectAltNames names;
    names.dns = {name};
    try {
      both.check({}, names);
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  EXPECT_TRUE(allowed("x.a.example.com"));
  EXPECT_FALSE(allowed("b.example.com"));
  EXPECT_FALSE(allowed("other.org"));
  EXPECT_TRUE(NameConstraintsChecker({root().certificate}).empty());
  EXPECT_FALSE(both.empty());
}

TEST(NameConstraintsChecker, OnlyTheConstrainedKindsAreJudged) {
  const auto limits = checker([](NameConstraints& c) { c.permitted_dns = {"example.com"}; });
  SubjectAltNames names;
  names.uris = {"urn:x:y", "https://10.0.0.1/"};
  names.ips = {*parse_ip("1.1.1.1")};
  names.emails = {"a@b", "nobody"};
  EXPECT_NO_THROW(limits.check({}, names));
  const auto everything = checker([](NameConstraints& c) { c.excluded_dns = {""}; });
  names.dns = {"a"};
  EXPECT_THROW(everything.check({}, names), Error);
}

// What the check before issuing forbids, path validation forbids, and so does OpenSSL.
TEST(NameConstraintsChecker, AgreesWithThoseWhoVerify) {
  CertificateTemplate what = ca_template("Constrained");
  what.name_constraints = NameConstraints{};
  what.name_constraints->critical = true;
  what.name_constraints->permitted_dns = {"example.com"};
  what.name_constraints->permitted_emails = {"mail.example.com", ".below.example.com", "jane@else.net"};
  what.name_constraints->permitted_uris = {"www.example.com", ".uris.example.com"};
  what.name_constraints->permitted_directories = {Name::from_common_name("A Person").encode()};
  const Authority constrained = Authority::root(what);
  const NameConstraintsChecker checker({constrained.certificate});
  VerifyOptions questions;
  questions.roots = {constrained.certificate};
  questions.at = now;
  using List = std::vector<std::string> SubjectAltNames::*;
  struct Case {
    List list;
    const char* name;
    bool allowed;
    const char* subject = "A Person";
  };
  const List dns = &SubjectAltNames::dns, email = &SubjectAltNames::emails, uri = &SubjectAltNames::uris;
  const Case cases[] = {
      {dns, "a.example.com", true},
      {dns, "example.org", false},
      {email, "joe@mail.example.com", true},
      {email, "joe@a.mail.example.com", false},
      {email, "joe@x.below.example.com", true},
      {email, "joe@below.example.com", false},
      {email, "jane@else.net", true},
      {email, "joe@else.net", false},
      {uri, "https://www.example.com/", true},
      {uri, "https://a.www.example.com/", false},
      {uri, "https://a.uris.example.com/", true},
      {uri, "https://uris.example.com/", false},
      {dns, "a.example.com", false, "Another Person"},
  };
  for (const Case& c : cases) {
    CertificateTemplate leaf = leaf_template("a.example.com");
    leaf.subject = Name::from_common_name(c.subject);
    leaf.names = {};
    (leaf.names.*c.list).push_back(c.name);
    const Certificate made = constrained.leaf(leaf);
    bool issued = true;
    try {
      checker.check(leaf.subject, leaf.names);
    } catch (const Error&) {
      issued = false;
    }
    EXPECT_EQ(issued, c.allowed) << c.name;
    EXPECT_EQ(static_cast<bool>(verify_chain(made, questions)), c.allowed) << c.name;
    EXPECT_EQ(openssl_accepts(made, questions), c.allowed) << c.name;
  }
}

// Other names are no matter of ours; one below a constraint on them cannot be accepted, the rest can.
TEST(Verify, ConstraintsOnNamesThatAreNotChecked) {
  CertificateTemplate what = ca_template("Constrained");
  // permitted: registeredID 1.2.3
  what.extra.push_back(
      {std::string(oids::name_constraints), true, hex_decode("3008a006300488022a03").value()});
  const Authority constrained = Authority::root(what);
  VerifyOptions questions;
  questions.roots = {constrained.certificate};
  questions.at = now;
  CertificateTemplate leaf = leaf_template("a.example.com");
  EXPECT_TRUE(verify_chain(constrained.leaf(leaf), questions));
  leaf.names.registered_ids = {"1.2.3.4"};
  EXPECT_FALSE(verify_chain(constrained.leaf(leaf), questions));
}

}  // namespace
}  // namespace newel::x509
