// Recursive descent with three tokens of look-ahead, as in Go's text/template/parse: the order of its checks
// decides which of several mistakes a message names.
#include "template/parser.h"

#include <algorithm>
#include <array>

#include "template/fresh_stack.h"
#include "template/lexer.h"
#include "template/literal.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

constexpr int max_parentheses = 10000;
constexpr int max_nesting = 10000;  // of control structures
using K = TokenKind;

bool is_blank_list(const Node& list) {
  return std::all_of(list.children.begin(), list.children.end(),
                     [](const Node* n) { return n->kind == NodeKind::text && trim_space(n->text).empty(); });
}

class Parser {
 public:
  Parser(Tree& tree, const FunctionTable& functions)
      : tree_(tree), functions_(functions), lexer_(tree.text) {}
  void parse();

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw Error("template: " + tree_.name + ":" + std::to_string(ahead_[0].line) + ": " + message);
  }
  [[noreturn]] void unexpected(const Token& token, std::string_view context) const;

  Token next();
  const Token& peek();
  void backup() { ++count_; }
  void backup2(const Token& first);
  void backup3(const Token& second, const Token& first);
  Token next_non_space();
  const Token& peek_non_space();
  Token expect(TokenKind kind, std::string_view context);

  Node& make(NodeKind kind, const Token& at) {
    tree_.nodes.push_back(Node{kind, at.position, at.line});
    return tree_.nodes.back();
  }
  Node& named(NodeKind kind, const Token& at);
  std::string unquote(const Token& token);
  void add_body(const std::string& name, const Node& body);
  const Node& own_body(std::string_view context);

  void definition();
  const Node& text_or_action();
  const Node& action();
  const Node& item_list(const Node*& end);
  const Node& control(NodeKind kind, std::string_view context);
  void else_part(Node& node, std::string_view context, const Node& otherwise);
  const Node& loop_exit(NodeKind kind, const Token& token, std::string_view context);
  const Node& block();
  const Node& invocation();
  std::string template_name(const Token& token, std::string_view context);
  const Node& pipeline(std::string_view context, TokenKind end);
  void declarations(Node& pipe, std::string_view context);
  bool declare(Node& pipe, std::string_view context, const Token& variable);
  void check_pipeline(const Node& pipe, std::string_view context) const;
  const Node& command();
  const Node* operand();
  const Node* term();
  const Node& parenthesized();
  const Node& used_variable(const Token& token);
  const Node& number(const Token& token);

  Tree& tree_;
  const FunctionTable& functions_;
  Lexer lexer_;
  std::array<Token, 3> ahead_;
  int count_ = 0;
  std::vector<std::string> variables_{"$"};
  int range_depth_ = 0;
  int parentheses_ = 0;
  int nesting_ = 0;
  int action_line_ = 0;
};

Token Parser::next() {
  if (count_ > 0)
    --count_;
  else
    ahead_[0] = lexer_.next();
  return ahead_[static_cast<std::size_t>(count_)];
}

const Token& Parser::peek() {
  if (count_ > 0) return ahead_[static_cast<std::size_t>(count_ - 1)];
  count_ = 1;
  ahead_[0] = lexer_.next();
  return ahead_[0];
}

void Parser::backup2(const Token& first) {
  ahead_[1] = first;
  count_ = 2;
}

void Parser::backup3(const Token& second, const Token& first) {
  ahead_[1] = first;
  ahead_[2] = second;
  count_ = 3;
}

Token Parser::next_non_space() {
  Token token = next();
  while (token.kind == K::space) token = next();
  return token;
}

const Token& Parser::peek_non_space() {
  next_non_space();
  backup();
  return peek();
}

Token Parser::expect(TokenKind kind, std::string_view context) {
  Token token = next_non_space();
  if (token.kind != kind) unexpected(token, context);
  return token;
}

void Parser::unexpected(const Token& token, std::string_view context) const {
  if (token.kind != K::error) fail("unexpected " + token.describe() + " in " + std::string(context));
  std::string extra;
  if (action_line_ != 0 && action_line_ != token.line) {
    extra = " in action started at " + tree_.name + ":" + std::to_string(action_line_);
    constexpr std::string_view twice = " action";
    if (token.value.ends_with(twice)) extra.erase(0, std::string_view(" in action").size());
  }
  fail(token.value + extra);
}

// A field, variable or identifier: its names are cut at the dots.
Node& Parser::named(NodeKind kind, const Token& at) {
  Node& node = make(kind, at);
  std::string_view rest = at.value;
  if (kind == NodeKind::field) rest.remove_prefix(1);
  for (;;) {
    const auto dot = rest.find('.');
    node.names.emplace_back(rest.substr(0, dot));
    if (dot == std::string_view::npos) return node;
    rest.remove_prefix(dot + 1);
  }
}

std::string Parser::unquote(const Token& token) {
  std::string out;
  if (!go_unquote(token.value, out)) fail("invalid syntax");
  return out;
}

void Parser::add_body(const std::string& name, const Node& body) {
  const Node*& slot = tree_.bodies[name];
  if (slot == nullptr || is_blank_list(*slot)) {
    slot = &body;
  } else if (!is_blank_list(body)) {
    fail("template: multiple definition of template " + go_quote(name));
  }
}

void Parser::parse() {
  Node& root = make(NodeKind::list, peek());
  while (peek().kind != K::end_of_text) {
    if (peek().kind == K::left_delim) {
      const Token delim = next();
      if (next_non_space().kind == K::keyword_define) {
        definition();
        continue;
      }
      backup2(delim);
    }
    const Node& node = text_or_action();
    if (node.kind == NodeKind::end || node.kind == NodeKind::else_) fail("unexpected " + node.source());
    root.children.push_back(&node);
  }
  add_body(tree_.name, root);
}

// The body of a definition or block: it sees no variables from around it.
const Node& Parser::own_body(std::string_view context) {
  const auto outer = std::exchange(variables_, {"$"});
  const int ranges = std::exchange(range_depth_, 0);
  const int line = std::exchange(action_line_, 0);
  const Node* end = nullptr;
  const Node& body = item_list(end);
  if (end->kind != NodeKind::end) fail("unexpected " + end->source() + " in " + std::string(context));
  variables_ = outer;
  range_depth_ = ranges;
  action_line_ = line;
  return body;
}

void Parser::definition() {
  constexpr std::string_view context = "define clause";
  const Token token = next_non_space();
  if (token.kind != K::string && token.kind != K::raw_string) unexpected(token, context);
  const std::string name = unquote(token);
  expect(K::right_delim, context);
  add_body(name, own_body(context));
}

const Node& Parser::text_or_action() {
  const Token token = next_non_space();
  if (token.kind == K::text) {
    Node& node = make(NodeKind::text, token);
    node.text = token.value;
    return node;
  }
  if (token.kind != K::left_delim) unexpected(token, "input");
  action_line_ = token.line;
  const Node& node = action();
  action_line_ = 0;
  return node;
}

const Node& Parser::action() {
  const Token token = next_non_space();
  switch (token.kind) {
    case K::keyword_block:
      return block();
    case K::keyword_break:
      return loop_exit(NodeKind::break_, token, "{{break}}");
    case K::keyword_continue:
      return loop_exit(NodeKind::continue_, token, "{{continue}}");
    case K::keyword_else: {
      const Token after = peek_non_space();
      if (after.kind == K::keyword_if || after.kind == K::keyword_with) return make(NodeKind::else_, after);
      return make(NodeKind::else_, expect(K::right_delim, "else"));
    }
    case K::keyword_end:
      return make(NodeKind::end, expect(K::right_delim, "end"));
    case K::keyword_if:
      return control(NodeKind::if_, "if");
    case K::keyword_range:
      return control(NodeKind::range, "range");
    case K::keyword_template:
      return invocation();
    case K::keyword_with:
      return control(NodeKind::with, "with");
    default:
      break;
  }
  backup();
  Node& node = make(NodeKind::action, peek());
  node.pipe = &pipeline("command", K::right_delim);
  return node;
}

const Node& Parser::item_list(const Node*& end) {
  Node& list = make(NodeKind::list, peek_non_space());
  while (peek_non_space().kind != K::end_of_text) {
    const Node& node = text_or_action();
    if (node.kind == NodeKind::end || node.kind == NodeKind::else_) {
      end = &node;
      return list;
    }
    list.children.push_back(&node);
  }
  fail("unexpected EOF");
}

const Node& Parser::control(NodeKind kind, std::string_view context) {
  if (++nesting_ > max_nesting) fail("max nesting of actions exceeded");
  Node& node = make(kind, peek());
  const auto parse = [&] {
    const std::size_t visible = variables_.size();
    node.pipe = &pipeline(context, K::right_delim);
    if (kind == NodeKind::range) ++range_depth_;
    const Node* end = nullptr;
    node.body = &item_list(end);
    if (kind == NodeKind::range) --range_depth_;
    if (end->kind == NodeKind::else_) else_part(node, context, *end);
    variables_.resize(visible);
  };
  if (nesting_ % levels_per_stack == 0)
    on_fresh_stack(parse);
  else
    parse();
  --nesting_;
  return node;
}

void Parser::else_part(Node& node, std::string_view context, const Node& otherwise) {
  const bool chained = (context == "if" && peek().kind == K::keyword_if) ||
                       (context == "with" && peek().kind == K::keyword_with);
  if (chained) {
    next();
    Node& list = make(NodeKind::list, Token{K::text, otherwise.position, {}, otherwise.line});
    list.children.push_back(&control(node.kind, context));
    node.otherwise = &list;
    return;
  }
  const Node* end = nullptr;
  node.otherwise = &item_list(end);
  if (end->kind != NodeKind::end) fail("expected end; found " + end->source());
}

const Node& Parser::loop_exit(NodeKind kind, const Token& token, std::string_view context) {
  const Token after = next_non_space();
  if (after.kind != K::right_delim) unexpected(after, context);
  if (range_depth_ == 0) fail(std::string(context) + " outside {{range}}");
  return make(kind, token);
}

std::string Parser::template_name(const Token& token, std::string_view context) {
  if (token.kind != K::string && token.kind != K::raw_string) unexpected(token, context);
  return unquote(token);
}

const Node& Parser::block() {
  constexpr std::string_view context = "block clause";
  const Token token = next_non_space();
  Node& node = make(NodeKind::template_, token);
  node.value = template_name(token, context);
  node.pipe = &pipeline(context, K::right_delim);
  add_body(node.value, own_body(context));
  return node;
}

const Node& Parser::invocation() {
  constexpr std::string_view context = "template clause";
  const Token token = next_non_space();
  Node& node = make(NodeKind::template_, token);
  node.value = template_name(token, context);
  if (next_non_space().kind == K::right_delim) return node;
  backup();
  node.pipe = &pipeline(context, K::right_delim);
  return node;
}

// One `$x :=`, `$x =` or `$x,`; true when another variable may follow.
bool Parser::declare(Node& pipe, std::string_view context, const Token& variable) {
  const Token after = peek();
  const Token sign = peek_non_space();
  const bool comma = sign.kind == K::character && sign.value == ",";
  if (sign.kind == K::assign || sign.kind == K::declare || comma) {
    if (!comma) pipe.flag = sign.kind == K::assign;
    next_non_space();
    pipe.variables.push_back(&named(NodeKind::variable, variable));
    variables_.push_back(variable.value);
    if (!comma) return false;
    if (context != "range" || pipe.variables.size() >= 2)
      fail("too many declarations in " + std::string(context));
    const TokenKind kind = peek_non_space().kind;
    if (kind == K::variable || kind == K::right_delim || kind == K::right_paren) return true;
    fail("range can only initialize variables");
  }
  if (after.kind == K::space)
    backup3(variable, after);
  else
    backup2(variable);
  return false;
}

void Parser::declarations(Node& pipe, std::string_view context) {
  while (peek_non_space().kind == K::variable) {
    if (!declare(pipe, context, next())) return;
  }
}

const Node& Parser::pipeline(std::string_view context, TokenKind end) {
  Node& pipe = make(NodeKind::pipe, peek_non_space());
  declarations(pipe, context);
  for (;;) {
    const Token token = next_non_space();
    if (token.kind == end) {
      check_pipeline(pipe, context);
      return pipe;
    }
    switch (token.kind) {
      case K::boolean:
      case K::char_constant:
      case K::complex:
      case K::dot:
      case K::field:
      case K::identifier:
      case K::number:
      case K::nil:
      case K::raw_string:
      case K::string:
      case K::variable:
      case K::left_paren:
        backup();
        pipe.children.push_back(&command());
        break;
      default:
        unexpected(token, context);
    }
  }
}

void Parser::check_pipeline(const Node& pipe, std::string_view context) const {
  if (pipe.children.empty()) fail("missing value for " + std::string(context));
  for (std::size_t i = 1; i < pipe.children.size(); ++i) {
    const NodeKind kind = pipe.children[i]->children.front()->kind;
    if (kind == NodeKind::boolean || kind == NodeKind::dot || kind == NodeKind::nil ||
        kind == NodeKind::number || kind == NodeKind::string) {
      fail("non executable command in pipeline stage " + std::to_string(i + 1));
    }
  }
}

const Node& Parser::command() {
  Node& node = make(NodeKind::command, peek_non_space());
  for (;;) {
    peek_non_space();
    if (const Node* argument = operand()) node.children.push_back(argument);
    const Token token = next();
    if (token.kind == K::space) continue;
    if (token.kind == K::right_delim || token.kind == K::right_paren)
      backup();
    else if (token.kind != K::pipe)
      unexpected(token, "operand");
    break;
  }
  if (node.children.empty()) fail("empty command");
  return node;
}

const Node* Parser::operand() {
  const Node* head = term();
  if (head == nullptr || peek().kind != K::field) return head;
  const Token first = peek();
  std::string names;
  while (peek().kind == K::field) names += next().value;
  switch (head->kind) {
    case NodeKind::field:
    case NodeKind::variable:
      return &named(head->kind, Token{K::field, first.position, head->source() + names, first.line});
    case NodeKind::boolean:
    case NodeKind::string:
    case NodeKind::number:
    case NodeKind::nil:
    case NodeKind::dot:
      fail("unexpected . after term " + go_quote(head->source()));
    default:
      break;
  }
  Node& chain = named(NodeKind::field, Token{K::field, first.position, names, first.line});
  chain.kind = NodeKind::chain;
  chain.pipe = head;
  return &chain;
}

const Node& Parser::used_variable(const Token& token) {
  Node& node = named(NodeKind::variable, token);
  if (std::find(variables_.begin(), variables_.end(), node.names[0]) == variables_.end()) {
    fail("undefined variable " + go_quote(node.names[0]));
  }
  return node;
}

const Node& Parser::number(const Token& token) {
  Node& node = make(NodeKind::number, token);
  node.text = token.value;
  auto value = parse_number(token.value, token.kind);
  if (!value) fail(value.error().text);
  node.number = *value;
  return node;
}

const Node& Parser::parenthesized() {
  if (parentheses_ >= max_parentheses) fail("max expression depth exceeded");
  const Node* inner = nullptr;
  const auto parse = [&] { inner = &pipeline("parenthesized pipeline", K::right_paren); };
  if (++parentheses_ % levels_per_stack == 0)
    on_fresh_stack(parse);
  else
    parse();
  --parentheses_;
  return *inner;
}

const Node* Parser::term() {
  const Token token = next_non_space();
  switch (token.kind) {
    case K::identifier: {
      const auto found = functions_.find(token.value);
      if (found == functions_.end()) fail("function " + go_quote(token.value) + " not defined");
      Node& node = make(NodeKind::identifier, token);
      node.text = token.value;
      node.function = &found->second;
      return &node;
    }
    case K::dot:
      return &make(NodeKind::dot, token);
    case K::nil:
      return &make(NodeKind::nil, token);
    case K::variable:
      return &used_variable(token);
    case K::field:
      return &named(NodeKind::field, token);
    case K::boolean: {
      Node& node = make(NodeKind::boolean, token);
      node.flag = token.value == "true";
      return &node;
    }
    case K::char_constant:
    case K::complex:
    case K::number:
      return &number(token);
    case K::left_paren:
      return &parenthesized();
    case K::string:
    case K::raw_string: {
      Node& node = make(NodeKind::string, token);
      node.text = token.value;
      node.value = unquote(token);
      return &node;
    }
    default:
      backup();
      return nullptr;
  }
}

}  // namespace

std::unique_ptr<const Tree> parse_tree(std::string name, std::string text, const FunctionTable& functions) {
  auto tree = std::make_unique<Tree>();
  tree->name = std::move(name);
  tree->text = std::move(text);
  Parser(*tree, functions).parse();
  return tree;
}

}  // namespace newel::templates
