#include "policy/rules.h"

#include <gtest/gtest.h>

#include "policy/policy.h"

namespace newel::policy {
namespace {

std::string stored(NameType type, const std::string& rule) {
  const auto parsed = parse_rule(type, rule);
  return parsed ? parsed->value : "refused: " + parsed.error().text;
}

TEST(PolicyRules, AreNormalised) {
  const std::tuple<NameType, const char*, const char*> table[] = {
      {NameType::cn, "  My CA Name ", "my ca name"},
      {NameType::cn, "ÄRGER", "ärger"},
      {NameType::dns, "Host.LOCAL", "host.local"},
      {NameType::dns, " *.local ", ".local"},
      {NameType::dns, "*.例.jp", ".xn--fsq.jp"},
      {NameType::dns, "127.0.0.1", "127.0.0.1"},
      {NameType::ip, "10.0.0.1", "10.0.0.1/32"},
      {NameType::ip, "127.0.0.1/24", "127.0.0.0/24"},
      {NameType::ip, "::1", "::1/128"},
      {NameType::ip, "::ffff:10.1.2.3/104", "10.0.0.0/8"},
      {NameType::ip, "::ffff:10.1.2.3", "10.1.2.3/32"},
      {NameType::email, "@Example.COM", "example.com"},
      {NameType::email, "example.com", "example.com"},
      {NameType::email, "JDoe@Example.com", "jdoe@example.com"},
      {NameType::email, "@例.jp", "xn--fsq.jp"},
      {NameType::email, "mail@例.jp", "mail@xn--fsq.jp"},
      {NameType::uri, "*.Bücher.example", ".xn--bcher-kva.example"},
      {NameType::principal, " Any Thing ", " Any Thing "},
      {NameType::principal, "*", "*"},
  };
  for (const auto& [type, rule, wanted] : table) EXPECT_EQ(stored(type, rule), wanted) << rule;
}

TEST(PolicyRules, ThatCannotBeAreRefusedWithTheReason) {
  const std::tuple<NameType, const char*, const char*> table[] = {
      {NameType::cn, "", R"(constraint "" can not be empty or white space string)"},
      {NameType::cn, "*", R"(wildcard constraint "*" is not supported)"},
      {NameType::dns, " ", R"(constraint " " can not be empty or white space string)"},
      {NameType::dns, "a..b", R"(domain constraint "a..b" cannot have empty labels)"},
      {NameType::dns, ".local", R"(domain constraint ".local" with wildcard should start with *)"},
      {NameType::dns, "a.*.b", R"(domain constraint "a.*.b" can only have wildcard as starting character)"},
      {NameType::dns, "*x.y",
       R"(wildcard character in domain constraint "*x.y" can only be used to match (full) labels)"},
      {NameType::dns, "*",
       R"(domain constraint "*" can not be converted to ASCII: idna: disallowed rune U+002A)"},
      {NameType::dns, "a_b",
       R"(domain constraint "a_b" can not be converted to ASCII: idna: disallowed rune U+005F)"},
      {NameType::dns, "local.", R"(cannot parse domain constraint "local.")"},
      {NameType::dns, "*.", R"(cannot parse domain constraint "*.")"},
      {NameType::email, "", R"(email constraint "" can not be empty or white space string)"},
      {NameType::email, "@", R"(email constraint "@" can not be empty or white space string)"},
      {NameType::email, "*@x.y", R"(email constraint "*@x.y" cannot contain asterisk wildcard)"},
      {NameType::email, "a@b@c", R"(email constraint "a@b@c" contains too many @ characters)"},
      {NameType::email, ".x", R"(email constraint ".x" cannot start with period)"},
      {NameType::email, "@.x", R"(email constraint "@.x" cannot start with period)"},
      {NameType::email, "a..b@x", R"(cannot parse email constraint "a..b@x" as RFC 2821 mailbox)"},
      {NameType::email, "a@b_c",
       R"(email constraint "a@b_c" domain part "b_c" cannot be converted to ASCII: idna: disallowed rune U+005F)"},
      {NameType::email, "b_c",
       R"(email constraint "b_c" cannot be converted to ASCII: idna: disallowed rune U+005F)"},
      {NameType::email, "b.", R"(cannot parse email domain constraint "b.")"},
      {NameType::uri, "", R"(URI domain constraint "" cannot be empty or white space string)"},
      {NameType::uri, "https://x",
       R"(URI domain constraint "https://x" contains scheme (not supported yet))"},
      {NameType::uri, "a..b", R"(URI domain constraint "a..b" cannot have empty labels)"},
      {NameType::uri, ".a", R"(URI domain constraint ".a" with wildcard should start with *)"},
      {NameType::uri, "a*", R"(URI domain constraint "a*" can only have wildcard as starting character)"},
      {NameType::uri, "[::1]", R"(URI domain constraint "[::1]" contains invalid square brackets)"},
      {NameType::uri, "a:80", R"(URI domain constraint "a:80" cannot contain port)"},
      {NameType::uri, "10.0.0.1", R"(URI domain constraint "10.0.0.1" cannot be an IP)"},
      {NameType::uri, "a b",
       R"(URI domain constraint "a b" cannot be converted to ASCII: idna: disallowed rune U+0020)"},
      {NameType::uri, "a.", R"(cannot parse URI domain constraint "a.")"},
  };
  for (const auto& [type, rule, wanted] : table)
    EXPECT_EQ(stored(type, rule), "refused: " + std::string(wanted));
  for (const char* rule : {"10.0.0", " 10.0.0.1", "10.0.0.0/33", "::ffff:1.2.3.4/129", "x", "10.0.0.0/"})
    EXPECT_FALSE(parse_network(rule)) << rule;
}

TEST(PolicyRules, NetworksOfMappedAddresses) {
  const auto narrow = parse_network("::ffff:1.2.3.0/120").value();
  EXPECT_TRUE(narrow.contains(*parse_ip("1.2.3.77")));
  const auto wide = parse_network("::ffff:1.2.3.0/90").value();
  EXPECT_FALSE(wide.contains(*parse_ip("1.2.3.77")));
  EXPECT_TRUE(wide.contains(*parse_ip("::ffc1:0:1")));
}

Expected<Rules> read(std::string_view text, std::vector<std::string>* unknown = nullptr) {
  const json::Value value = value_or_throw(json::parse(text));
  return read_rules(value.as_object(), "authority.policy", unknown);
}

TEST(PolicyRules, AreReadFromJson) {
  std::vector<std::string> unknown;
  const auto rules = read(
      R"({"X509":{"allow":{"dns":["*.local"],"IP":["10.0.0.0/8"],"dsn":[]},"deny":null,"allowWildcardNames":true},
          "ssh":{"user":{"allow":{"email":["@x"],"principal":["root"]}},"host":{"deny":{"dns":["a.b"]}}},"acme":{}})",
      &unknown);
  ASSERT_TRUE(rules);
  EXPECT_EQ(rules->x509.allow.dns, std::vector<std::string>{"*.local"});
  EXPECT_EQ(rules->x509.allow.ip, std::vector<std::string>{"10.0.0.0/8"});
  EXPECT_TRUE(rules->x509.allow_wildcards);
  EXPECT_EQ(rules->ssh_user.allow.principal, std::vector<std::string>{"root"});
  EXPECT_EQ(rules->ssh_host.deny.dns, std::vector<std::string>{"a.b"});
  EXPECT_EQ(unknown, (std::vector<std::string>{"authority.policy.acme", "authority.policy.x509.allow.dsn"}));
  EXPECT_TRUE(read(R"({"x509":{"allowWildcardNames":true,"allow":{},"deny":{"dns":[]}}})")->empty());
}

TEST(PolicyRules, OfAWrongKindAreNamed) {
  const std::pair<const char*, const char*> table[] = {
      {R"({"x509":[]})", "authority.policy.x509 must be an object"},
      {R"({"x509":{"allow":"x"}})", "authority.policy.x509.allow must be an object"},
      {R"({"x509":{"allow":{"dns":"x"}}})", "authority.policy.x509.allow.dns must be a list of texts"},
      {R"({"x509":{"deny":{"ip":[1]}}})", "authority.policy.x509.deny.ip must be a list of texts"},
      {R"({"x509":{"allowWildcardNames":"yes"}})",
       "authority.policy.x509.allowWildcardNames must be true or false"},
      {R"({"ssh":{"user":1}})", "authority.policy.ssh.user must be an object"},
  };
  for (const auto& [text, wanted] : table) EXPECT_EQ(read(text).error().text, wanted);
}

TEST(Policy, RefusesRulesThatDoNotParse) {
  Rules rules;
  rules.x509.deny.email = {"a@b@c"};
  try {
    Policy(rules, Level::authority, "authority.policy");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.text(),
              "authority.policy.x509.deny.email: cannot parse excluded email constraint \"a@b@c\": email "
              "constraint \"a@b@c\" contains too many @ characters");
  }
  rules.x509.deny.email.clear();
  rules.x509.allow.ip = {"10.0.0"};
  EXPECT_THROW(Policy(rules, Level::authority, "p"), Error);
}

TEST(Policy, WordsRefusalsAsTheReference) {
  Rules rules;
  rules.x509.allow.dns = {"*.local"};
  rules.x509.allow.uri = {"*.example.com"};
  rules.x509.allow.email = {"@local"};
  rules.ssh_user.allow.principal = {"root"};
  const Policy policy(rules, Level::provisioner, "p");
  const auto text = [&](Names names) { return policy.check_x509(names)->text(); };
  EXPECT_EQ(text({{"x\".com"}, {}, {}, {}, {}, {}}), "cannot parse dns domain \"x\\\".com\"");
  EXPECT_EQ(text({{"x.com"}, {}, {}, {}, {}, {}}), "dns name \"x.com\" not allowed");
  EXPECT_EQ(text({{}, {*parse_ip("::1")}, {}, {}, {}, {}}), "ip name \"::1\" not allowed");
  EXPECT_EQ(text({{}, {}, {"x"}, {}, {}, {}}), "cannot parse email rfc822Name \"x\"");
  EXPECT_EQ(text({{}, {}, {}, {"urn:x"}, {}, {}}), "error matching uri name \"urn:x\" to constraint");
  EXPECT_EQ(text({{}, {}, {}, {}, {}, "x.com"}), "cn name \"x.com\" not allowed");
  EXPECT_EQ(text({{}, {}, {}, {"https://%65vil.example.com/"}, {}, {}}),
            "error matching uri name \"https://%65vil.example.com/\" to constraint");
  EXPECT_EQ(policy.check_ssh(SshKind::host, {"h"})->text(), "SSH host certificate not authorized");
  EXPECT_FALSE(policy.check_ssh(SshKind::user, {}));
}

TEST(Policy, SaysByWhichRule) {
  Rules rules;
  rules.x509.allow.dns = {"*.local"};
  rules.x509.deny.dns = {"bad.local"};
  rules.x509.deny.cn = {"Admin"};
  const Policy policy(rules, Level::authority, "p");
  const auto why = [&](Names names) { return policy.explain_x509(names).front().explanation(); };
  EXPECT_EQ(why({{"a.local"}, {}, {}, {}, {}, {}}), "allow rule dns \"*.local\"");
  EXPECT_EQ(why({{"bad.local"}, {}, {}, {}, {}, {}}), "deny rule dns \"bad.local\"");
  EXPECT_EQ(why({{"a.com"}, {}, {}, {}, {}, {}}), "no allow rule for dns names matches");
  EXPECT_EQ(why({{}, {*parse_ip("::1")}, {}, {}, {}, {}}), "there are allow rules, but none for ip names");
  EXPECT_EQ(why({{}, {}, {}, {}, {}, "ADMIN"}), "deny rule cn \"Admin\"");
  EXPECT_EQ(Policy({}, Level::authority, "p").explain_x509({{"x"}, {}, {}, {}, {}, {}}).front().explanation(),
            "no policy restricts it");
}

TEST(Policy, ComparesCommonNamesInEveryAlphabet) {
  Rules rules;
  rules.x509.deny.cn = {"Österreich"};
  const Policy policy(rules, Level::authority, "p");
  EXPECT_TRUE(policy.check_x509({{}, {}, {}, {}, {}, "öSTERREICH"}));
  EXPECT_FALSE(policy.check_x509({{}, {}, {}, {}, {}, "osterreich"}));
}

}  // namespace
}  // namespace newel::policy
