// Names against rules, from the table in tests/data/policy/examples.jsonl: what the reference decides, and
// where `reference` stands, what it decides instead (docs/divergences.md).
#include <gtest/gtest.h>

#include <sstream>

#include "data_files.h"
#include "policy/policy.h"

namespace newel::policy {
namespace {

using Strings = std::vector<std::string>;

Strings texts(const json::Object& object, const char* name) {
  Strings out;
  const json::Value* list = json::find(object, name);
  if (list == nullptr) return out;
  for (const json::Value& item : list->as_array()) out.push_back(*json::as_string(&item));
  return out;
}

NameRules name_rules(const json::Object& object) {
  return {texts(object, "cn"),    texts(object, "dns"), texts(object, "ip"),
          texts(object, "email"), texts(object, "uri"), texts(object, "principal")};
}

Policy policy_of(const json::Object& object) {
  RuleSet set{name_rules(object.at("allow").as_object()), name_rules(object.at("deny").as_object()),
              object.at("wildcards").as_bool()};
  Rules rules;
  const std::string kind = *json::as_string(json::find(object, "kind"));
  (kind == "user" ? rules.ssh_user : kind == "host" ? rules.ssh_host : rules.x509) = set;
  return {rules, Level::authority, "policy"};
}

Names names_of(const json::Object& object) {
  Names out;
  out.dns = texts(object, "dns");
  for (const std::string& ip : texts(object, "ip")) out.ips.push_back(parse_ip(ip).value());
  out.emails = texts(object, "email");
  out.uris = texts(object, "uri");
  out.common_name = json::as_string(json::find(object, "cn")).value_or("");
  return out;
}

std::optional<Decision> refusal(const Policy& policy, const json::Object& names) {
  if (json::find(names, "user") != nullptr) return policy.check_ssh(SshKind::user, texts(names, "user"));
  if (json::find(names, "host") != nullptr) return policy.check_ssh(SshKind::host, texts(names, "host"));
  return policy.check_x509(names_of(names));
}

std::string outcome(const std::optional<Decision>& refusal) {
  if (!refusal) return "allowed";
  switch (refusal->basis) {
    case Decision::Basis::bad_domain:
      return "cannot parse domain";
    case Decision::Basis::bad_mailbox:
      return "cannot parse mailbox";
    case Decision::Basis::no_comparison:
      return "cannot match";
    case Decision::Basis::unexpected:
      return "unexpected: " + refusal->text();
    default:
      return "not allowed";
  }
}

TEST(PolicyExamples, AreDecidedAsInTheTable) {
  std::istringstream lines(test::data_file("policy/examples.jsonl"));
  std::string line;
  int count = 0, last = 0;
  while (std::getline(lines, line)) {
    SCOPED_TRACE(line);
    const json::Value value = value_or_throw(json::parse(line));
    const json::Object& row = value.as_object();
    const std::optional<Decision> found =
        refusal(policy_of(row.at("policy").as_object()), row.at("names").as_object());
    EXPECT_EQ(outcome(found), *json::as_string(json::find(row, "result")))
        << (found ? found->text() + ": " + found->explanation() : "");
    last = static_cast<int>(row.at("row").as_int64());
    ++count;
  }
  EXPECT_EQ(last, 114);
  EXPECT_GT(count, 140);
}

// The long form must decide as the short one does, and give a reason for each name.
TEST(PolicyExamples, ExplanationsAgree) {
  std::istringstream lines(test::data_file("policy/examples.jsonl"));
  std::string line;
  while (std::getline(lines, line)) {
    SCOPED_TRACE(line);
    const json::Value value = value_or_throw(json::parse(line));
    const json::Object& row = value.as_object();
    const json::Object& names = row.at("names").as_object();
    const Policy policy = policy_of(row.at("policy").as_object());
    std::vector<Decision> all;
    if (json::find(names, "user") != nullptr) {
      all = policy.explain_ssh(SshKind::user, texts(names, "user"));
    } else if (json::find(names, "host") != nullptr) {
      all = policy.explain_ssh(SshKind::host, texts(names, "host"));
    } else {
      all = policy.explain_x509(names_of(names));
    }
    ASSERT_FALSE(all.empty());
    const auto found = refusal(policy, names);
    const auto first = std::find_if(all.begin(), all.end(), [](const Decision& d) { return !d.allowed(); });
    EXPECT_EQ(first != all.end(), found.has_value());
    if (found && first != all.end()) {
      EXPECT_EQ(first->text(), found->text());
    }
    for (const Decision& one : all) EXPECT_FALSE(one.explanation().empty());
  }
}

}  // namespace
}  // namespace newel::policy
