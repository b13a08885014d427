// Names against rules: two lines of rules (allow, deny), then names, each line "<kind letter><text>". The
// short form and the explaining one must agree, and a rule that parses must parse again from its stored form.
#include <cstdlib>

#include "base/text.h"
#include "policy/policy.h"

namespace {

using namespace newel;
using policy::NameType;

std::vector<std::string>* list_of(policy::NameRules& rules, char kind) {
  switch (kind) {
    case 'c':
      return &rules.cn;
    case 'd':
      return &rules.dns;
    case 'i':
      return &rules.ip;
    case 'e':
      return &rules.email;
    case 'u':
      return &rules.uri;
    case 'p':
      return &rules.principal;
    default:
      return nullptr;
  }
}

void check_rule(char kind, const std::string& text) {
  constexpr std::pair<char, NameType> types[] = {{'c', NameType::cn}, {'i', NameType::ip}};
  for (const auto& [letter, type] : types) {
    if (letter != kind) continue;
    const auto rule = policy::parse_rule(type, text);
    if (!rule) return;
    const auto again = policy::parse_rule(type, rule->value);
    if (!again || again->value != rule->value) std::abort();
  }
}

void check_agreement(const policy::Policy& policy, const policy::Names& names) {
  const auto refusal = policy.check_x509(names);
  bool all = true;
  for (const policy::Decision& one : policy.explain_x509(names)) {
    if (all && !one.allowed() && (!refusal || refusal->text() != one.text())) std::abort();
    all = all && one.allowed();
    if (one.explanation().empty() || one.text().empty()) std::abort();
  }
  if (all != !refusal) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  policy::Rules rules;
  policy::Names names;
  std::vector<std::string> principals;
  for (const std::string& line : split({reinterpret_cast<const char*>(data), size}, '\n')) {
    if (line.size() < 2) continue;
    const std::string text = line.substr(2);
    if (line[0] == '+' || line[0] == '-') {
      auto* list = list_of(line[0] == '+' ? rules.x509.allow : rules.x509.deny, line[1]);
      if (list != nullptr) list->push_back(text);
      check_rule(line[1], text);
      continue;
    }
    if (line[0] == 'W') rules.x509.allow_wildcards = true;
    if (line[0] != '=') continue;
    if (line[1] == 'd') names.dns.push_back(text);
    if (line[1] == 'e') names.emails.push_back(text);
    if (line[1] == 'u') names.uris.push_back(text);
    if (line[1] == 'c') names.common_name = text;
    if (line[1] == 'p') principals.push_back(text);
  }
  rules.ssh_user = rules.ssh_host = rules.x509;
  try {
    const policy::Policy policy(rules, policy::Level::authority, "policy");
    check_agreement(policy, names);
    policy.check_ssh(policy::SshKind::user, principals);
    policy.check_ssh(policy::SshKind::host, principals);
  } catch (const Error&) {  // a rule that does not parse
  }
  return 0;
}
