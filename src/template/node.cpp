#include "template/node.h"

#include "template/unicode.h"

namespace newel::templates {
namespace {

std::string dotted(const std::vector<std::string>& names, bool leading) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0 || leading) out += '.';
    out += names[i];
  }
  return out;
}

std::string pipe_source(const Node& pipe) {
  std::string out;
  for (std::size_t i = 0; i < pipe.variables.size(); ++i) {
    if (i > 0) out += ", ";
    out += pipe.variables[i]->source();
  }
  if (!pipe.variables.empty()) out += pipe.flag ? " = " : " := ";
  for (std::size_t i = 0; i < pipe.children.size(); ++i) {
    if (i > 0) out += " | ";
    out += pipe.children[i]->source();
  }
  return out;
}

std::string command_source(const Node& command) {
  std::string out;
  for (const Node* operand : command.children) {
    if (operand != command.children.front()) out += ' ';
    out += operand->kind == NodeKind::pipe ? "(" + operand->source() + ")" : operand->source();
  }
  return out;
}

}  // namespace

std::string Node::source() const {
  switch (kind) {
    case NodeKind::pipe:
      return pipe_source(*this);
    case NodeKind::command:
      return command_source(*this);
    case NodeKind::field:
      return dotted(names, true);
    case NodeKind::variable:
      return dotted(names, false);
    case NodeKind::chain:
      return (pipe->kind == NodeKind::pipe ? "(" + pipe->source() + ")" : pipe->source()) +
             dotted(names, true);
    case NodeKind::dot:
      return ".";
    case NodeKind::nil:
      return "nil";
    case NodeKind::boolean:
      return flag ? "true" : "false";
    case NodeKind::end:
      return "{{end}}";
    case NodeKind::else_:
      return "{{else}}";
    case NodeKind::break_:
      return "{{break}}";
    case NodeKind::continue_:
      return "{{continue}}";
    case NodeKind::template_:
      return "{{template " + go_quote(value) + (pipe != nullptr ? " " + pipe->source() : "") + "}}";
    case NodeKind::action:
      return "{{" + pipe->source() + "}}";
    default:
      return text;
  }
}

}  // namespace newel::templates
