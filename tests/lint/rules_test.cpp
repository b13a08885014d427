// Every rule against recorded results of the reference, and against a certificate that breaks it.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/encoding.h"
#include "lint/lint.h"
#include "lint/oids.h"
#include "x509/der_writer.h"
#include "x509/extensions.h"
#include "x509/name.h"

namespace newel::lint {
namespace {

struct Recorded {
  std::string name, results;
  Bytes der;
};

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(std::string(NEWEL_TEST_DATA) + "/lint/" + file);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with('#')) out.push_back(line);
  }
  EXPECT_FALSE(out.empty()) << file;
  return out;
}

const std::vector<Recorded>& recorded() {
  static const auto list = [] {
    std::vector<Recorded> out;
    for (const std::string& line : lines_of("certificates.txt")) {
      std::istringstream fields(line);
      Recorded one;
      std::string base64;
      fields >> one.name >> one.results >> base64;
      one.der = base64_decode(base64).value();
      out.push_back(std::move(one));
    }
    return out;
  }();
  return list;
}

char letter(Result result) { return ".-piwef"[static_cast<int>(result)]; }

CertificateView view_of(ByteView der) {
  auto view = CertificateView::parse(der);
  if (!view) throw Error(view.error().text);
  return std::move(*view);
}

Result result_of(ByteView der, std::string_view name) {
  const CertificateView view = view_of(der);
  for (const Rule* rule : all_rules()) {
    if (rule->name == name) return judge(*rule, view);
  }
  throw Error("no rule " + std::string(name));
}

TEST(Rules, are_the_catalogue_of_the_reference) {
  std::vector<std::string> names;
  for (const Rule* rule : all_rules()) names.emplace_back(rule->name);
  EXPECT_EQ(names, lines_of("rules.txt"));
}

TEST(Rules, give_the_results_of_the_reference) {
  std::size_t compared = 0;
  for (const Recorded& one : recorded()) {
    const Report report = lint_certificate(view_of(one.der));
    ASSERT_EQ(report.findings.size(), one.results.size());
    for (std::size_t i = 0; i < one.results.size(); ++i, ++compared) {
      EXPECT_EQ(letter(report.findings[i].result), one.results[i])
          << one.name << " " << report.findings[i].rule->name;
    }
  }
  EXPECT_GT(compared, 26000U);
}

TEST(Rules, judge_what_the_reference_cannot_read) {
  for (const std::string& line : lines_of("refused.txt")) {
    std::istringstream fields(line);
    std::string name, rule, result, base64;
    fields >> name >> rule >> result >> base64;
    EXPECT_EQ(result_name(result_of(base64_decode(base64).value(), rule)), result) << name;
  }
}

/// A certificate made field by field, so that each can be wrong.
struct Maker {
  std::string not_before = "180601000000Z", not_after = "190601000000Z";
  std::vector<std::pair<std::string, Bytes>> extensions = {};
  Bytes subject = x509::Name::from_common_name("x.example.com").encode();
  Bytes spki = {};

  static Bytes algorithm() { return hex_decode("300d06092a864886f70d01010b0500").value(); }

  Bytes make() const {
    x509::DerWriter w(8192);
    w.bit_string(Bytes{1, 2, 3});
    w.raw(algorithm());
    const auto tbs = w.mark();
    if (!extensions.empty()) {
      for (const auto& [oid, value] : extensions) {
        const auto one = w.mark();
        w.octet_string(value);
        w.oid(oid);
        w.close(x509::Tag::sequence, one);
      }
      w.close(x509::Tag::sequence, tbs);
      w.close(x509::context_constructed(3), tbs);
    }
    w.raw(spki);
    w.raw(subject);
    const auto dates = w.mark();
    w.text(x509::Tag::utc_time, not_after);
    w.text(x509::Tag::utc_time, not_before);
    w.close(x509::Tag::sequence, dates);
    w.raw(x509::Name::from_common_name("issuer").encode());
    w.raw(algorithm());
    w.integer(1);
    const auto version = w.mark();
    w.integer(2);
    w.close(x509::context_constructed(0), version);
    w.close(x509::Tag::sequence, tbs);
    w.close(x509::Tag::sequence, 0);
    return w.take();
  }
};

Bytes key_info(std::string_view oid, ByteView parameters, ByteView key) {
  x509::DerWriter w(4096);
  w.bit_string(key);
  const auto algorithm = w.mark();
  w.raw(parameters);
  w.oid(oid);
  w.close(x509::Tag::sequence, algorithm);
  w.close(x509::Tag::sequence, 0);
  return w.take();
}

Bytes sequence_of_integers(const std::vector<std::int64_t>& numbers) {
  x509::DerWriter w(128);
  for (auto n = numbers.rbegin(); n != numbers.rend(); ++n) w.integer(*n);
  w.close(x509::Tag::sequence, 0);
  return w.take();
}
Bytes integer_der(std::int64_t number) {
  x509::DerWriter w(16);
  w.integer(number);
  return w.take();
}

Bytes rsa_with_exponent(std::int64_t exponent) {
  return key_info("1.2.840.113549.1.1.1", hex_decode("0500").value(), sequence_of_integers({3233, exponent}));
}
// p = 23, q = 11, g = 4: 4 has order 11, 5 has not.
Bytes dsa(bool with_parameters, std::int64_t y) {
  return key_info("1.2.840.10040.4.1", with_parameters ? sequence_of_integers({23, 11, 4}) : Bytes{},
                  integer_der(y));
}

Result with_key(const Bytes& spki, std::string_view rule) {
  Maker maker;
  maker.spki = spki;
  return result_of(maker.make(), rule);
}

Bytes with_usages(const std::vector<std::string>& oids, bool is_ca) {
  Maker maker;
  maker.spki = rsa_with_exponent(65537);
  maker.extensions = {{std::string(oids::extended_key_usage), x509::encode_extended_key_usage(oids).value}};
  if (is_ca) {
    maker.extensions.push_back(
        {std::string(oids::basic_constraints), x509::encode_basic_constraints({true, std::nullopt}).value});
  }
  return maker.make();
}

// Rules that no certificate of the collection breaks.
TEST(Rules, find_what_no_recorded_certificate_has) {
  EXPECT_EQ(with_key(rsa_with_exponent(-3), "e_rsa_exp_negative"), Result::error);
  EXPECT_EQ(with_key(rsa_with_exponent(3), "e_rsa_exp_negative"), Result::pass);
  EXPECT_EQ(with_key(key_info("1.2.840.113549.1.1.1", {}, Bytes{1}), "e_rsa_no_public_key"), Result::error);
  EXPECT_EQ(with_key(dsa(false, 4), "e_dsa_params_missing"), Result::error);
  EXPECT_EQ(with_key(dsa(true, 4), "e_dsa_params_missing"), Result::pass);
  EXPECT_EQ(with_key(dsa(true, 4), "e_dsa_correct_order_in_subgroup"), Result::pass);
  EXPECT_EQ(with_key(dsa(true, 5), "e_dsa_correct_order_in_subgroup"), Result::error);
  EXPECT_EQ(with_key(dsa(true, 21), "e_dsa_unique_correct_representation"), Result::pass);
  EXPECT_EQ(with_key(dsa(true, 22), "e_dsa_unique_correct_representation"), Result::error);
  EXPECT_EQ(with_key(dsa(true, 1), "e_dsa_unique_correct_representation"), Result::error);

  const std::string any(oids::any_extended_usage), server(oids::server_auth);
  EXPECT_EQ(result_of(with_usages({any}, false), "e_sub_cert_eku_server_auth_client_auth_missing"),
            Result::error);
  EXPECT_EQ(result_of(with_usages({server}, false), "e_sub_cert_eku_server_auth_client_auth_missing"),
            Result::pass);
  EXPECT_EQ(result_of(with_usages({any}, true), "n_sub_ca_eku_not_technically_constrained"), Result::notice);
  EXPECT_EQ(result_of(with_usages({server}, true), "n_sub_ca_eku_not_technically_constrained"), Result::pass);

  Maker no_name;
  no_name.spki = rsa_with_exponent(3);
  no_name.subject = sequence_of_integers({1});
  EXPECT_EQ(result_of(no_name.make(), "e_subject_not_dn"), Result::error);
}

TEST(Rules, are_each_broken_by_some_certificate) {
  std::set<std::string_view> broken = {"e_rsa_exp_negative",
                                       "e_rsa_no_public_key",
                                       "e_dsa_params_missing",
                                       "e_dsa_correct_order_in_subgroup",
                                       "e_dsa_unique_correct_representation",
                                       "e_sub_cert_eku_server_auth_client_auth_missing",
                                       "n_sub_ca_eku_not_technically_constrained",
                                       "e_subject_not_dn",                              // the test above
                                       "e_generalized_time_does_not_include_seconds"};  // refused.txt
  for (const Recorded& one : recorded()) {
    for (std::size_t i = 0; i < one.results.size(); ++i) {
      if (one.results[i] == 'e' || one.results[i] == 'w' || one.results[i] == 'i')
        broken.insert(all_rules()[i]->name);
    }
  }
  for (const Rule* rule : all_rules()) EXPECT_TRUE(broken.contains(rule->name)) << rule->name;
}

TEST(Rules, say_what_they_ask_and_who_asks_it) {
  for (const Rule* rule : all_rules()) {
    EXPECT_FALSE(rule->description.empty()) << rule->name;
    EXPECT_FALSE(rule->citation.empty()) << rule->name;
    EXPECT_TRUE(rule->name[0] == 'e' || rule->name[0] == 'w' || rule->name[0] == 'n') << rule->name;
  }
}

// docs/lints.md is the table for people.
TEST(Rules, are_documented) {
  std::ifstream in(std::string(NEWEL_SOURCE_DIR) + "/docs/lints.md");
  std::stringstream text;
  text << in.rdbuf();
  for (const Rule* rule : all_rules()) {
    const std::string since =
        rule->effective == always ? "always" : format_rfc3339(rule->effective).substr(0, 10);
    const std::string row = "| `" + std::string(rule->name) + "` | " + std::string(rule->description) +
                            " | " + std::string(rule->citation) + " | " + since + " |\n";
    EXPECT_NE(text.str().find(row), std::string::npos) << row;
  }
}

TEST(Report, has_the_form_of_result_set_version_3) {
  const CertificateView view = view_of(recorded().front().der);
  const std::string json = report_json(lint_certificate(view), from_unix(1700000000));
  EXPECT_TRUE(
      json.starts_with("{\n \"version\": 3,\n \"timestamp\": 1700000000,\n \"lints\": {\n"
                       "  \"e_basic_constraints_not_critical\": {\n   \"result\": \""));
  EXPECT_TRUE(json.ends_with("\n}"));
  EXPECT_NE(json.find("\n },\n \"notices_present\": "), std::string::npos);
}

TEST(CertificateView, says_what_is_no_certificate) {
  EXPECT_EQ(CertificateView::parse(Bytes{}).error().text, "not a DER SEQUENCE");
  EXPECT_EQ(CertificateView::parse(Bytes{0x30, 0x00, 0x00}).error().text, "trailing data");
  Bytes der = recorded().front().der;
  der.pop_back();
  EXPECT_FALSE(CertificateView::parse(der));
}

TEST(CertificateView, keeps_dates_with_offsets) {
  Maker maker;
  maker.spki = rsa_with_exponent(3);
  maker.not_before = "180601000000+0200";
  EXPECT_EQ(result_of(maker.make(), "e_utc_time_not_in_zulu"), Result::error);
  EXPECT_EQ(format_rfc3339(view_of(maker.make()).starts()), "2018-05-31T22:00:00Z");
  maker.not_before = "1806010000Z";
  EXPECT_EQ(result_of(maker.make(), "e_utc_time_does_not_include_seconds"), Result::error);
}

}  // namespace
}  // namespace newel::lint
