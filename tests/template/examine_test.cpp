// What `step template check` says, and the small languages behind documents.
#include "template/examine.h"

#include <gtest/gtest.h>

#include "template/certificate_template.h"
#include "template/document_values.h"
#include "template/go_url.h"
#include "template/time_zone.h"

namespace {

using namespace newel;
using namespace newel::templates;

std::string findings(const std::string& text, CertificateKind kind = CertificateKind::x509) {
  std::string out;
  for (const Finding& finding : examine_template(text, kind).findings)
    out += std::to_string(finding.line) + ":" + std::to_string(finding.column) + " " + finding.text + "\n";
  return out;
}

TEST(Examine, NamesEveryUnknownFunctionWithItsPlace) {
  EXPECT_EQ(findings("{{ toJSON .Subject }}\n {{ env \"HOME\" }}"),
            "1:4 there is no function \"toJSON\"; did you mean toJson?\n"
            "2:5 there is no function \"env\": templates do not see the environment\n");
  EXPECT_EQ(findings("{{ asn1Enc \"x\" }}", CertificateKind::ssh), "1:4 there is no function \"asn1Enc\"\n");
  EXPECT_EQ(findings("a\n{{ $x }}"), "2:4 undefined variable \"$x\"\n");
  EXPECT_NE(findings("{{ if .SANs }}").find("unexpected EOF"), std::string::npos);
}

TEST(Examine, NamesFieldsThatAreNotThere) {
  EXPECT_EQ(findings("{{ toJson .Insecure.CR.dnsNames }}"),
            "1:20 .Insecure.CR has no field dnsNames; did you mean DNSNames?\n");
  EXPECT_NE(findings("{{ toJson .Subjct }}").find("did you mean .Subject?"), std::string::npos);
  EXPECT_EQ(findings("{{ with .Subject }}{{ toJson .whatever }}{{ end }}"), "") << "the dot is another one";
  EXPECT_EQ(findings("{{ toJson .OrganizationalUnit }}"), "") << "templateData may bring it";
}

TEST(Examine, WarnsOfValuesBetweenQuotes) {
  const auto seen =
      examine_template(R"({"a": "{{ .Token.sub }}", "b": {{ toJson .Token.sub }}})", CertificateKind::x509);
  ASSERT_EQ(seen.findings.size(), 1u);
  EXPECT_EQ(seen.findings[0].level, Finding::Level::warning);
  EXPECT_FALSE(seen.has_errors());
  EXPECT_EQ(seen.variables, std::vector<std::string>{".Token.sub"});
  EXPECT_EQ(seen.functions, std::vector<std::string>{"toJson"});
}

TEST(TimeZones, KnowRulesBehindTheLastTransition) {
  const auto berlin = TimeZone::load("Europe/Berlin");
  ASSERT_NE(berlin, nullptr);
  EXPECT_EQ(berlin->at(1719970524).name, "CEST");
  EXPECT_EQ(berlin->at(1719970524).offset, 7200);
  EXPECT_EQ(berlin->at(7258118400).name, "CET") << "2200";
  EXPECT_EQ(berlin->at(7258118400 + 180 * 86400).name, "CEST");
}

TEST(TimeZones, NamesCannotLeaveTheDatabase) {
  for (const char* name :
       {"../../../etc/passwd", "/etc/localtime", "Europe/../../../etc/hostname", "a b", "."})
    EXPECT_EQ(TimeZone::load(name), nullptr) << name;
}

TEST(TimeZones, MalformedFilesAreRefused) {
  EXPECT_EQ(TimeZone::parse("x", ""), nullptr);
  EXPECT_EQ(TimeZone::parse("x", "TZif"), nullptr);
  EXPECT_EQ(TimeZone::parse("x", std::string("TZif2") + std::string(200, '\xff')), nullptr);
}

TEST(DocumentValues, BigIntegersHaveGosSyntax) {
  for (const char* good : {"0", "0x_1", "0b101", "0o17", "017", "1_000", "-5", "+5", "00"})
    EXPECT_TRUE(parse_big_integer(good)) << good;
  for (const char* bad : {"", "-", "0x", "1__0", "1_", "_1", "08", "0b2", "1.5", " 1", "x"})
    EXPECT_FALSE(parse_big_integer(bad)) << bad;
}

TEST(DocumentValues, LookupNames) {
  EXPECT_EQ(lookup_name("WWW.Example.COM").value_or("?"), "www.example.com");
  EXPECT_EQ(lookup_name("b\u00fccher.example").value_or("?"), "xn--bcher-kva.example");
  for (const char* bad : {"*.example.com", "under_score.com", "-a.com", "a b.com", "ab--c.com"})
    EXPECT_FALSE(lookup_name(bad)) << bad;
}

TEST(GoUrl, IsWrittenAgainAsGoWritesIt) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://\u00e9.com/\u00e9", "https://%C3%A9.com/%C3%A9"},
      {"HTTP://u:p@Host:80/a%2Fb?q#f", "http://u:p@Host:80/a%2Fb?q#f"},
      {"urn:uuid:1", "urn:uuid:1"},
      {"file:///x", "file:///x"},
      {"http://h?", "http://h?"},
  };
  for (const auto& [text, want] : cases) {
    const auto url = parse_go_url(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->to_string(), want);
  }
}

TEST(Limits, HoldForLoopsTextsAndData) {
  newel::templates::Limits limits;
  limits.time = std::chrono::milliseconds(300);
  limits.output = 1 << 20;
  const char* endless[] = {
      "{{ range 1000000000000 }}{{ end }}",
      "{{ define \"x\" }}{{ template \"x\" }}{{ end }}{{ template \"x\" }}",
      "{{ repeat 2000000 \"a\" }}",
      "{{ until 100000000 }}",
      "{{ $l := list 1 }}{{ range 60 }}{{ $l = list $l $l }}{{ end }}{{ toJson $l }}",
      ("{{ $l := list 1 }}{{ $m := list 1 }}{{ range 40 }}{{ $l = list $l $l }}{{ $m = list $m $m }}{{ end }}"
       "{{ deepEqual $l $m }}"),
  };
  for (const char* text : endless) {
    const auto tmpl = CertificateTemplateText::parse(text);
    bool ended = false;
    try {
      // toJson alone gives "" for what cannot be written.
      ended = tmpl.render(Value(), limits).size() < 10;
    } catch (const TemplateFailure&) {
      ended = true;
    }
    EXPECT_TRUE(ended) << text;
  }
}

}  // namespace
