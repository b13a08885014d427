// The parsed template: plain nodes, owned by the template, immutable once parsed.
#pragma once

#include <complex>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace newel::templates {

struct Function;

enum class NodeKind {
  text,
  list,
  action,
  if_,
  range,
  with,
  template_,
  break_,
  continue_,
  end,
  else_,
  pipe,
  command,
  identifier,
  field,
  variable,
  chain,
  dot,
  nil,
  boolean,
  number,
  string
};

/// A number literal, with every type it fits exactly.
struct Number {
  bool is_int = false, is_uint = false, is_float = false, is_complex = false;
  std::int64_t int_value = 0;
  std::uint64_t uint_value = 0;
  double float_value = 0;
  std::complex<double> complex_value;
};

struct Node {
  NodeKind kind;
  std::size_t position;
  int line = 0;
  std::string text{};                    ///< text, literal as written, name
  std::string value{};                   ///< string literal without quotes
  std::vector<std::string> names{};      ///< of a field, variable or chain
  std::vector<const Node*> children{};   ///< of a list, pipe (commands) or command (operands)
  std::vector<const Node*> variables{};  ///< what a pipe declares or assigns
  const Node* pipe = nullptr;            ///< of an action or control structure; of a chain its head
  const Node* body = nullptr;
  const Node* otherwise = nullptr;  ///< the else part
  const Function* function = nullptr;
  Number number{};
  bool flag = false;  ///< value of a boolean; of a pipe: assigns, does not declare

  std::string source() const;  ///< rendered back, as it stands in error messages
};

/// All bodies of one template text.
struct Tree {
  std::string name;
  std::string text;
  std::deque<Node> nodes;
  std::map<std::string, const Node*, std::less<>> bodies;
};

}  // namespace newel::templates
