#include "template/examine.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "template/function.h"
#include "template/lexer.h"
#include "template/node.h"
#include "template/parser.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

const std::vector<std::string_view> x509_roots = {
    "Subject",    "SANs", "Token", "AuthorizationCrt", "AuthorizationChain", "Insecure", "Webhooks",
    "MaxPathLen", "Dpop", "Oidc"};
const std::vector<std::string_view> ssh_roots = {"Type",       "KeyID",    "Principals",
                                                 "Extensions", "Token",    "CriticalOptions",
                                                 "Insecure",   "Webhooks", "AuthorizationCrt"};
const std::vector<std::string_view> subject_fields = {
    "Country",       "Organization", "OrganizationalUnit", "Locality",   "Province",
    "StreetAddress", "PostalCode",   "SerialNumber",       "CommonName", "ExtraNames"};
const std::vector<std::string_view> request_fields = {"Version",
                                                      "Subject",
                                                      "RawSubject",
                                                      "DNSNames",
                                                      "EmailAddresses",
                                                      "IPAddresses",
                                                      "URIs",
                                                      "SANs",
                                                      "Extensions",
                                                      "KeyUsage",
                                                      "ExtKeyUsage",
                                                      "UnknownExtKeyUsage",
                                                      "BasicConstraints",
                                                      "SignatureAlgorithm",
                                                      "PublicKey",
                                                      "PublicKeyAlgorithm",
                                                      "Signature",
                                                      "ChallengePassword",
                                                      "Signer",
                                                      "GetCertificate",
                                                      "GetLeafCertificate"};
const std::vector<std::string_view> ssh_request_fields = {"Key", "Type", "KeyID", "Principals"};

// Functions that people bring along from elsewhere.
std::string_view foreign_function(std::string_view name) {
  if (name == "env" || name == "expandenv") return "templates do not see the environment";
  if (name == "include" || name == "tpl" || name == "lookup" || name == "required" || name == "toYaml" ||
      name == "fromYaml" || name == "toToml")
    return "it is one of Helm's";
  if (name == "readFile" || name == "file" || name == "glob") return "templates do not see files";
  return {};
}

int distance(std::string_view a, std::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string hint(std::string_view name, const std::vector<std::string_view>& known,
                 std::string_view before = {}) {
  const std::string near = nearest(name, known);
  return near.empty() ? std::string() : "; did you mean " + std::string(before) + near + "?";
}

bool is_known(std::string_view name, const std::vector<std::string_view>& known) {
  return std::find(known.begin(), known.end(), name) != known.end();
}

class Examiner {
 public:
  Examiner(const std::string& text, CertificateKind kind)
      : text_(text),
        kind_(kind),
        table_(functions(kind == CertificateKind::x509 ? FunctionSet::certificate
                                                       : FunctionSet::ssh_certificate)) {}

  Examination run() {
    try {
      tree_ = parse_tree("template", text_, table_);
    } catch (const Error& e) {
      explain_parse_error(e.text());
      return finish();
    }
    for (const auto& [name, body] : tree_->bodies) walk(*body, name == "template");
    return finish();
  }

 private:
  void add(Finding::Level level, std::size_t position, std::string text) {
    const std::string_view before = std::string_view(text_).substr(0, position);
    const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    const auto newline = before.rfind('\n');
    const std::size_t column = newline == std::string_view::npos ? position : position - newline - 1;
    out_.findings.push_back({level, line, static_cast<int>(column) + 1, std::move(text)});
  }

  Examination finish() {
    std::stable_sort(out_.findings.begin(), out_.findings.end(), [](const Finding& a, const Finding& b) {
      return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    out_.variables.assign(variables_.begin(), variables_.end());
    out_.functions.assign(functions_.begin(), functions_.end());
    return std::move(out_);
  }

  std::string about_function(const std::string& name) const {
    std::string out = "there is no function " + quote(name);
    if (const auto why = foreign_function(name); !why.empty()) return out + ": " + std::string(why);
    std::vector<std::string_view> known;
    for (const auto& entry : table_) known.push_back(entry.first);
    return out + hint(name, known);
  }

  // The parser stops at the first mistake and knows its line alone; unknown functions are told all, each with
  // its place.
  void explain_parse_error(const std::string& text) {
    Lexer lexer(text_);
    for (Token token = lexer.next(); token.kind != TokenKind::end_of_text; token = lexer.next()) {
      if (token.kind == TokenKind::error) break;
      if (token.kind == TokenKind::identifier && table_.find(token.value) == table_.end())
        add(Finding::Level::error, token.position, about_function(token.value));
    }
    if (!out_.findings.empty() && text.find("function \"") != std::string::npos) return;
    constexpr std::string_view prefix = "template: template:";
    const std::string rest = text.starts_with(prefix) ? text.substr(prefix.size()) : text;
    const auto colon = rest.find(": ");
    Finding finding;
    finding.line = std::max(1, std::atoi(rest.c_str()));
    finding.column = 1;
    finding.text = colon == std::string::npos ? rest : rest.substr(colon + 2);
    if (const auto at = finding.text.find("undefined variable \""); at != std::string::npos)
      place_variable(finding);
    out_.findings.push_back(std::move(finding));
  }

  void place_variable(Finding& finding) {
    const auto first = finding.text.find('"');
    const std::string name = finding.text.substr(first + 1, finding.text.rfind('"') - first - 1);
    Lexer lexer(text_);
    for (Token token = lexer.next(); token.kind != TokenKind::end_of_text; token = lexer.next()) {
      if (token.kind == TokenKind::error) return;
      if (token.kind == TokenKind::variable && token.value == name && token.line == finding.line) {
        const auto newline = text_.rfind('\n', token.position);
        finding.column =
            static_cast<int>(newline == std::string::npos ? token.position + 1 : token.position - newline);
        return;
      }
    }
  }

  // `at_root`: the dot is the template's data.
  void walk(const Node& node, bool at_root) {
    switch (node.kind) {
      case NodeKind::list:
        walk_list(node, at_root);
        return;
      case NodeKind::with:
      case NodeKind::range:
        if (node.pipe != nullptr) walk(*node.pipe, at_root);
        if (node.body != nullptr) walk(*node.body, false);
        if (node.otherwise != nullptr) walk(*node.otherwise, at_root);
        return;
      case NodeKind::field:
        if (at_root) use(node, node.names);
        return;
      case NodeKind::variable:
        if (node.names.size() > 1 && node.names[0] == "$")
          use(node, {node.names.begin() + 1, node.names.end()});
        return;
      case NodeKind::identifier:
        functions_.insert(node.text);
        return;
      default:
        break;
    }
    for (const Node* child : node.children) walk(*child, at_root);
    for (const Node* part : {node.pipe, node.body, node.otherwise}) {
      if (part != nullptr) walk(*part, at_root);
    }
  }

  void walk_list(const Node& list, bool at_root) {
    for (std::size_t i = 0; i < list.children.size(); ++i) {
      const Node& child = *list.children[i];
      const bool between = i > 0 && i + 1 < list.children.size();
      if (between && child.kind == NodeKind::action)
        check_quotes(*list.children[i - 1], child, *list.children[i + 1]);
      walk(child, at_root);
    }
  }

  // "{{ .X }}" in JSON breaks when the value has a quote.
  void check_quotes(const Node& before, const Node& action, const Node& after) {
    if (before.kind != NodeKind::text || after.kind != NodeKind::text || !action.pipe->variables.empty())
      return;
    if (!before.text.ends_with('"') || !after.text.starts_with('"')) return;
    const Node& last = *action.pipe->children.back()->children.front();
    const bool is_value =
        last.kind == NodeKind::field || last.kind == NodeKind::variable || last.kind == NodeKind::dot;
    if (!is_value) return;
    add(Finding::Level::warning, action.position,
        "the value of " + action.pipe->source() +
            " stands between quotes as it is: a quote or backslash in it breaks the document; write {{ "
            "toJson " +
            action.pipe->source() + " }} without the quotes");
  }

  void use(const Node& node, const std::vector<std::string>& names) {
    std::string whole;
    for (const std::string& name : names) whole += "." + name;
    if (!variables_.insert(whole).second) return;
    const auto& roots = kind_ == CertificateKind::x509 ? x509_roots : ssh_roots;
    if (!is_known(names[0], roots)) {
      const std::string near = nearest(names[0], roots);
      if (!near.empty())
        add(Finding::Level::warning, node.position,
            "." + names[0] + " is no variable of the CA, unless templateData brings it; did you mean ." +
                near + "?");
      return;
    }
    if (names[0] == "Subject" && names.size() > 1)
      check_member(node, ".Subject", names[1], subject_fields, "templateData makes another thing of it");
    if (names[0] != "Insecure" || names.size() < 2) return;
    if (names[1] != "CR" && names[1] != "User") {
      add(Finding::Level::warning, node.position, ".Insecure has the members CR and User, not " + names[1]);
    } else if (names[1] == "CR" && names.size() > 2) {
      const bool x509 = kind_ == CertificateKind::x509;
      check_member(node, ".Insecure.CR", names[2], x509 ? request_fields : ssh_request_fields, {});
      if (x509 && names[2] == "Subject" && names.size() > 3)
        check_member(node, ".Insecure.CR.Subject", names[3], subject_fields, {});
    }
  }

  void check_member(const Node& node, std::string_view whole, const std::string& name,
                    const std::vector<std::string_view>& known, std::string_view unless) {
    if (is_known(name, known)) return;
    std::string text = std::string(whole) + " has no field " + name + hint(name, known);
    if (!unless.empty()) text += " (unless " + std::string(unless) + ")";
    add(unless.empty() ? Finding::Level::error : Finding::Level::warning, node.position, std::move(text));
  }

  const std::string& text_;
  CertificateKind kind_;
  const FunctionTable& table_;
  std::unique_ptr<const Tree> tree_;
  std::set<std::string> variables_, functions_;
  Examination out_;
};

}  // namespace

bool Examination::has_errors() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.level == Finding::Level::error; });
}

std::string nearest(std::string_view name, const std::vector<std::string_view>& known) {
  std::string_view best;
  int best_distance = static_cast<int>(std::min<std::size_t>(2, name.size() / 2)) + 1;
  for (const std::string_view candidate : known) {
    if (equal_ignoring_case(candidate, name)) return std::string(candidate);
    const int far = distance(name, candidate);
    if (far < best_distance) {
      best = candidate;
      best_distance = far;
    }
  }
  return std::string(best);
}

Examination examine_template(const std::string& text, CertificateKind kind) {
  return Examiner(text, kind).run();
}

}  // namespace newel::templates
