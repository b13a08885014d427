// Path validation against cases of x509-limbo (tests/data/x509/limbo).
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/json.h"
#include "data_files.h"
#include "x509/crl_check.h"
#include "x509/oids.h"
#include "x509/verify.h"

namespace newel::x509 {
namespace {

std::string text_of(const json::Object& object, std::string_view member) {
  const auto* found = object.if_contains(member);
  return found == nullptr ? std::string() : std::string(found->as_string());
}

class Limbo {
 public:
  Limbo() : document_(value_or_throw(json::parse(newel::test::data_file("x509/limbo/cases.json")))) {
    for (const auto& object : member(document_.as_object(), "objects"))
      objects_.push_back(value_or_throw(base64_decode(std::string(object.as_string()))));
  }

  const json::Array& cases() const { return member(document_.as_object(), "cases"); }

  /// Why the case is refused; empty when it is accepted.
  std::string judge(const json::Object& one) const {
    VerifyOptions options;
    options.at = value_or_throw(parse_rfc3339(text_of(one, "at")));
    options.host = text_of(one, "host");
    options.extended_key_usage = {
        std::string(one.contains("client") ? oids::client_auth : oids::server_auth)};
    for (const Bytes& der : objects(one, "roots")) {
      auto root = Certificate::parse(der);
      if (!root) return root.error().text;
      options.roots.push_back(std::move(*root));
    }
    // What cannot be read is no help on the way up.
    for (const Bytes& der : objects(one, "intermediates")) {
      if (auto intermediate = Certificate::parse(der))
        options.intermediates.push_back(std::move(*intermediate));
    }
    const auto leaf = Certificate::parse(objects_.at(one.at("leaf").to_number<std::size_t>()));
    if (!leaf) return leaf.error().text;
    const auto chain = verify_chain(*leaf, options);
    if (!chain) return chain.error().text;
    return one.contains("crls") ? revocation(one, *chain, options.at) : std::string();
  }

 private:
  static const json::Array& member(const json::Object& object, std::string_view name) {
    return object.at(name).as_array();
  }

  std::vector<Bytes> objects(const json::Object& one, std::string_view list) const {
    std::vector<Bytes> out;
    for (const auto& number : member(one, list)) out.push_back(objects_.at(number.to_number<std::size_t>()));
    return out;
  }

  std::string revocation(const json::Object& one, const std::vector<Certificate>& chain, Time at) const {
    for (const Bytes& der : objects(one, "crls")) {
      const auto list = RevocationList::parse(der);
      if (!list) return list.error().text;
      CrlCheckOptions options;
      options.at = at;
      const auto entry = check_crl(*list, chain.at(0), chain.at(1), options);
      if (!entry) return entry.error().text;
      if (*entry) return "revoked";
    }
    return {};
  }

  json::Value document_;
  std::vector<Bytes> objects_;
};

TEST(Limbo, Cases) {
  const Limbo limbo;
  std::size_t run = 0;
  for (const auto& value : limbo.cases()) {
    const json::Object& one = value.as_object();
    const std::string verdict = limbo.judge(one);
    const bool expected = one.at("valid").as_bool();
    if (one.contains("differs")) {
      EXPECT_NE(verdict.empty(), expected) << text_of(one, "id") << " agrees now: take its reason out";
    } else {
      EXPECT_EQ(verdict.empty(), expected) << text_of(one, "id") << ": " << verdict;
    }
    ++run;
  }
  EXPECT_GT(run, 140U);
}

}  // namespace
}  // namespace newel::x509
