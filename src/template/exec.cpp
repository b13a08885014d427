// Runs a tree. What a pipeline's value is, when it is taken out of its box and which node an error names
// follows Go's text/template/exec.go step by step: `node_` is the node visited last.
#include <algorithm>

#include "template/arguments.h"
#include "template/format.h"
#include "template/fresh_stack.h"
#include "template/literal.h"
#include "template/node.h"
#include "template/parser.h"
#include "template/template.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

enum class Flow { on, break_, continue_ };
using Operands = std::span<const Node* const>;

class Execution {
 public:
  Execution(const Tree& tree, Call& call) : tree_(tree), call_(call), body_(tree.name) {}
  std::string run(const Value& data);

 private:
  struct Variable {
    std::string_view name;
    Value value;
  };

  [[noreturn]] void fail(const std::string& message) const;
  void at(const Node& node) { node_ = &node; }
  void write(std::string_view text) {
    call_.check_size(out_.size() + text.size());
    out_ += text;
  }
  template <class Work>
  void deeper(Work work);

  Flow walk(const Value& dot, const Node& node);
  Flow walk_list(const Value& dot, const Node& list);
  Flow walk_condition(const Value& dot, const Node& node);
  Flow walk_range(const Value& dot, const Node& node);
  Flow iterate(const Value& collection, const Node& node, bool& any);
  Flow one_iteration(const Node& node, const Value& index, const Value& element);
  void walk_template(const Value& dot, const Node& node);
  void print(const Value& value);

  Value pipeline(const Value& dot, const Node& pipe);
  Value command(const Value& dot, const Node& node, const Value* last);
  Value field_chain(const Value& dot, Value receiver, const Node& node, std::span<const std::string> names,
                    Operands operands, const Value* last);
  Value field(const Value& dot, const std::string& name, const Node& node, Operands operands,
              const Value* last, const Value& receiver);
  Value object_field(const std::string& name, const Value& receiver, bool has_arguments);
  Value chain(const Value& dot, const Node& node, Operands operands, const Value* last);
  Value variable(const Value& dot, const Node& node, Operands operands, const Value* last);
  Value function(const Value& dot, const Node& node, const Node& command, Operands operands,
                 const Value* last);
  Value short_circuit(const Value& dot, std::string_view name, Operands arguments, const Value* last);
  List arguments(const Value& dot, std::string_view name, std::string_view params, Operands operands,
                 const Value* last);
  Value argument(const Value& dot, char param, const Node& node);
  Value literal(char param, const Node& node);
  Value checked(const Value& value, char param) const;
  void not_a_function(Operands operands, const Value* last) const;
  template <class Work>
  Value guarded(const Node& node, std::string_view name, Work work);
  void set(std::string_view name, const Value& value);
  const Value& get(std::string_view name) const;

  const Tree& tree_;
  Call& call_;
  std::string body_;
  std::string out_;
  std::vector<Variable> variables_;
  const Node* node_ = nullptr;
  int depth_ = 0;   // of template invocations
  int levels_ = 0;  // of recursion in this program
};

void Execution::fail(const std::string& message) const {
  if (node_ == nullptr) throw Error("template: " + body_ + ": " + message);
  const std::string_view before = std::string_view(tree_.text).substr(0, node_->position);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto newline = before.rfind('\n');
  const std::size_t column = newline == std::string_view::npos ? before.size() : before.size() - newline - 1;
  throw Error("template: " + tree_.name + ":" + std::to_string(line) + ":" + std::to_string(column) +
              ": executing " + go_quote(body_) + " at <" + node_->source() + ">: " + message);
}

template <class Work>
void Execution::deeper(Work work) {
  call_.check_time();
  if (++levels_ % levels_per_stack == 0)
    on_fresh_stack(work);
  else
    work();
  --levels_;
}

std::string Execution::run(const Value& data) {
  variables_ = {{"$", data}};
  const auto root = tree_.bodies.find(tree_.name);
  walk(data, *root->second);
  return std::move(out_);
}

Flow Execution::walk(const Value& dot, const Node& node) {
  at(node);
  Flow flow = Flow::on;
  switch (node.kind) {
    case NodeKind::text:
      write(node.text);
      break;
    case NodeKind::break_:
      return Flow::break_;
    case NodeKind::continue_:
      return Flow::continue_;
    case NodeKind::list:
      deeper([&] { flow = walk_list(dot, node); });
      break;
    case NodeKind::if_:
    case NodeKind::with:
      return walk_condition(dot, node);
    case NodeKind::range:
      return walk_range(dot, node);
    case NodeKind::template_:
      walk_template(dot, node);
      break;
    default: {
      const Value value = pipeline(dot, *node.pipe);
      if (node.pipe->variables.empty()) print(value);
    }
  }
  return flow;
}

Flow Execution::walk_list(const Value& dot, const Node& list) {
  for (const Node* child : list.children) {
    const Flow flow = walk(dot, *child);
    if (flow != Flow::on) return flow;
  }
  return Flow::on;
}

Flow Execution::walk_condition(const Value& dot, const Node& node) {
  const std::size_t visible = variables_.size();
  const Value value = pipeline(dot, *node.pipe);
  Flow flow = Flow::on;
  if (truth(value))
    flow = walk(node.kind == NodeKind::with ? value : dot, *node.body);
  else if (node.otherwise != nullptr)
    flow = walk(dot, *node.otherwise);
  variables_.resize(visible);
  return flow;
}

Flow Execution::one_iteration(const Node& node, const Value& index, const Value& element) {
  call_.check_time();
  const auto& names = node.pipe->variables;
  if (!names.empty()) {
    if (node.pipe->flag)
      set(names[0]->names[0], names.size() > 1 ? index : element);
    else
      variables_[variables_.size() - 1].value = element;
  }
  if (names.size() > 1) {
    if (node.pipe->flag)
      set(names[1]->names[0], element);
    else
      variables_[variables_.size() - 2].value = index;
  }
  const std::size_t visible = variables_.size();
  const Flow flow = walk(element, *node.body);
  variables_.resize(visible);
  return flow == Flow::continue_ ? Flow::on : flow;
}

// Whether there was anything to go through is said by `any`.
Flow Execution::iterate(const Value& collection, const Node& node, bool& any) {
  any = true;
  const auto stop = [&](const Value& index, const Value& element) {
    return one_iteration(node, index, element) == Flow::break_;
  };
  if (collection.kind() == Kind::slice) {
    for (std::size_t i = 0; i < collection.length(); ++i) {
      if (stop(Value::integer(static_cast<std::int64_t>(i)), collection.element(i))) return Flow::break_;
    }
    return any = collection.length() > 0, Flow::on;
  }
  if (collection.kind() == Kind::map) {
    if (collection.length() == 0) return any = false, Flow::on;
    std::vector<std::string> keys;
    for (const auto& entry : collection.as_map()->entries) keys.push_back(entry.first);
    for (const std::string& key : keys) {
      if (stop(Value(key), map_entry(collection, key))) return Flow::break_;
    }
    return Flow::on;
  }
  if (collection.is_signed() || collection.is_unsigned()) {
    if (node.pipe->variables.size() > 1)
      fail("can't use " + default_text(collection) + " to iterate over more than one variable");
    const std::int64_t count =
        collection.is_signed() ? collection.as_int() : static_cast<std::int64_t>(collection.as_uint());
    for (std::int64_t i = 0; i < count; ++i) {
      if (stop({}, collection.is_signed() ? Value::of_int(*collection.type(), i)
                                          : Value::uint64(static_cast<std::uint64_t>(i)))) {
        return Flow::break_;
      }
    }
    return any = count > 0, Flow::on;
  }
  if (!collection.is_nil()) fail("range can't iterate over " + default_text(collection));
  return any = false, Flow::on;
}

Flow Execution::walk_range(const Value& dot, const Node& node) {
  const std::size_t visible = variables_.size();
  const Value collection = pipeline(dot, *node.pipe);
  bool any = false;
  iterate(collection, node, any);
  Flow flow = Flow::on;
  if (!any && node.otherwise != nullptr) flow = walk(dot, *node.otherwise);
  variables_.resize(visible);
  return flow;
}

void Execution::walk_template(const Value& dot, const Node& node) {
  const auto found = tree_.bodies.find(node.value);
  if (found == tree_.bodies.end()) fail("template " + go_quote(node.value) + " not defined");
  if (depth_ == call_.limits.depth) fail("exceeded maximum template depth (" + std::to_string(depth_) + ")");
  const Value inner = node.pipe == nullptr ? Value() : pipeline(dot, *node.pipe);
  const auto outer_variables = std::exchange(variables_, {{"$", inner}});
  const auto outer_body = std::exchange(body_, node.value);
  ++depth_;
  walk(inner, *found->second);
  --depth_;
  body_ = outer_body;
  variables_ = outer_variables;
}

void Execution::print(const Value& value) {
  if (value.is_nil()) return write("<no value>");
  write(printed_text(value));
}

Value Execution::pipeline(const Value& dot, const Node& pipe) {
  at(pipe);
  Value value;
  bool first = true;
  for (const Node* stage : pipe.children) {
    value = command(dot, *stage, first ? nullptr : &value).unboxed();
    first = false;
  }
  for (const Node* name : pipe.variables) {
    if (pipe.flag)
      set(name->names[0], value);
    else
      variables_.push_back({name->names[0], value});
  }
  return value;
}

Value Execution::command(const Value& dot, const Node& node, const Value* last) {
  const Operands operands(node.children);
  const Node& head = *operands[0];
  switch (head.kind) {
    case NodeKind::field:
      at(head);
      return field_chain(dot, dot, head, head.names, operands, last);
    case NodeKind::chain:
      return chain(dot, head, operands, last);
    case NodeKind::identifier:
      return function(dot, head, node, operands, last);
    case NodeKind::variable:
      return variable(dot, head, operands, last);
    case NodeKind::pipe: {
      not_a_function(operands, last);
      Value value;
      deeper([&] { value = pipeline(dot, head); });
      return value;
    }
    default:
      break;
  }
  at(head);
  not_a_function(operands, last);
  switch (head.kind) {
    case NodeKind::dot:
      return dot;
    case NodeKind::nil:
      fail("nil is not a command");
    default:
      return literal('a', head);
  }
}

void Execution::not_a_function(Operands operands, const Value* last) const {
  if (operands.size() > 1 || last != nullptr)
    fail("can't give argument to non-function " + operands[0]->source());
}

Value Execution::field_chain(const Value& dot, Value receiver, const Node& node,
                             std::span<const std::string> names, Operands operands, const Value* last) {
  for (const std::string& name : names.first(names.size() - 1))
    receiver = field(dot, name, node, {}, nullptr, receiver);
  return field(dot, names.back(), node, operands, last, receiver);
}

Value Execution::chain(const Value& dot, const Node& node, Operands operands, const Value* last) {
  at(node);
  if (node.pipe->kind == NodeKind::nil) fail("indirection through explicit nil in " + node.source());
  at(*node.pipe);
  Value head;
  if (node.pipe->kind == NodeKind::pipe)
    deeper([&] { head = pipeline(dot, *node.pipe); });
  else
    head = function(dot, *node.pipe, *node.pipe, {}, nullptr);
  return field_chain(dot, head, node, node.names, operands, last);
}

Value Execution::variable(const Value& dot, const Node& node, Operands operands, const Value* last) {
  at(node);
  const Value value = get(node.names[0]);
  if (node.names.size() > 1)
    return field_chain(dot, value, node, std::span(node.names).subspan(1), operands, last);
  not_a_function(operands, last);
  return value;
}

Value Execution::field(const Value& dot, const std::string& name, const Node& node, Operands operands,
                       const Value* last, const Value& receiver) {
  if (receiver.is_missing()) return {};
  const std::string type(receiver.static_type_name());
  if (receiver.is_nil()) fail("nil pointer evaluating " + type + "." + name);
  const bool nil_pointer = receiver.kind() == Kind::pointer && !receiver.as_object();
  if (const Method* method = nil_pointer ? nullptr : find_method(receiver, name)) {
    const List values = arguments(dot, name, method->params, operands, last);
    if (!method->bad_signature.empty()) fail(std::string(method->bad_signature));
    return guarded(node, name, [&] { return method->call(call_, receiver, values); });
  }
  const bool has_arguments = operands.size() > 1 || last != nullptr;
  if (receiver.kind() == Kind::structure || receiver.kind() == Kind::pointer)
    return object_field(name, receiver, has_arguments);
  if (receiver.kind() == Kind::map) {
    if (has_arguments) fail(name + " is not a method but has arguments");
    return map_entry(receiver, name);
  }
  fail("can't evaluate field " + name + " in type " + type);
}

Value Execution::object_field(const std::string& name, const Value& receiver, bool has_arguments) {
  const std::string type(receiver.static_type_name());
  if (!receiver.as_object()) fail("nil pointer evaluating " + std::string(receiver.type_name()) + "." + name);
  const Object& object = *receiver.as_object();
  if (object.has_hidden_field(name)) fail(name + " is an unexported field of struct type " + type);
  auto value = object.field(name);
  if (!value) fail("can't evaluate field " + name + " in type " + type);
  if (has_arguments) fail(name + " has arguments but cannot be invoked as function");
  return *value;
}

template <class Work>
Value Execution::guarded(const Node& node, std::string_view name, Work work) {
  call_.check_time();
  try {
    return work();
  } catch (const Error& error) {
    at(node);
    fail("error calling " + std::string(name) + ": " + error.text());
  }
}

Value Execution::function(const Value& dot, const Node& node, const Node& command, Operands operands,
                          const Value* last) {
  at(node);
  const Function& f = *node.function;
  if (f.name == "and" || f.name == "or") {
    check_arity(f.name, f.params, operands.empty() ? 0 : operands.size() - 1, last != nullptr,
                [&](const std::string& text) { fail(text); });
    return short_circuit(dot, f.name, operands.empty() ? operands : operands.subspan(1), last);
  }
  const List values = arguments(dot, f.name, f.params, operands, last);
  if (f.name == "call") {
    const Node& callee = operands.size() > 1 ? *operands[1] : node;
    if (values[0].is_nil()) {
      at(command);
      fail("error calling call: call of nil");
    }
    at(command);
    fail("error calling call: non-function " + callee.source() + " of type " +
         std::string(values[0].type_name()));
  }
  return guarded(command, f.name, [&] { return f.call(call_, values); });
}

Value Execution::short_circuit(const Value& dot, std::string_view name, Operands operands,
                               const Value* last) {
  Value value;
  for (const Node* operand : operands) {
    value = argument(dot, 'v', *operand);
    if (truth(value.unboxed()) == (name == "or")) return value;
  }
  return last != nullptr ? *last : value;
}

List Execution::arguments(const Value& dot, std::string_view name, std::string_view params, Operands operands,
                          const Value* last) {
  if (!operands.empty()) operands = operands.subspan(1);
  check_arity(name, params, operands.size(), last != nullptr, [&](const std::string& text) { fail(text); });
  List values;
  for (const Node* operand : operands)
    values.push_back(argument(dot, param_at(params, values.size()), *operand));
  if (last != nullptr) values.push_back(checked(*last, param_at(params, values.size())));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (param_at(params, i) != 'v') values[i] = values[i].unboxed();
  }
  return values;
}

Value Execution::checked(const Value& value, char param) const {
  if (value.is_missing()) {
    if (can_be_nil(param)) return zero_value(param);
    fail("invalid value; expected " + std::string(param_type_name(param)));
  }
  if (assignable(value, param)) return value;
  const std::string_view found = value.is_nil() ? "interface {}" : value.type_name();
  fail("wrong type for value; expected " + std::string(param_type_name(param)) + "; got " +
       std::string(found));
}

Value Execution::argument(const Value& dot, char param, const Node& node) {
  at(node);
  switch (node.kind) {
    case NodeKind::dot:
      return checked(dot, param);
    case NodeKind::nil:
      if (can_be_nil(param)) return zero_value(param);
      fail("cannot assign nil to " + std::string(param_type_name(param)));
    case NodeKind::field:
      return checked(field_chain(dot, dot, node, node.names, {}, nullptr), param);
    case NodeKind::variable:
      return checked(variable(dot, node, {}, nullptr), param);
    case NodeKind::identifier:
      return checked(function(dot, node, node, {}, nullptr), param);
    case NodeKind::chain:
      return checked(chain(dot, node, {}, nullptr), param);
    case NodeKind::pipe: {
      Value value;
      deeper([&] { value = pipeline(dot, node); });
      return checked(value, param);
    }
    default:
      return literal(param, node);
  }
}

Value Execution::literal(char param, const Node& node) {
  const auto expected = [&](std::string_view what) {
    fail("expected " + std::string(what) + "; found " + node.source());
  };
  const bool number = node.kind == NodeKind::number;
  switch (param) {
    case 'a':
    case 'v':
      if (number) {
        const auto value = natural_value(node);
        if (!value) fail(node.text + " overflows int");
        return *value;
      }
      return node.kind == NodeKind::boolean ? Value(node.flag) : Value(node.value);
    case 'b':
      if (node.kind != NodeKind::boolean) expected("bool");
      return Value(node.flag);
    case 's':
      if (node.kind != NodeKind::string) expected("string");
      return Value(node.value);
    case 'i':
    case 'L':
    case 'd':
      if (!number || !node.number.is_int) expected("integer");
      return number_argument(param, node.number);
    case 'u':
      if (!number || !node.number.is_uint) expected("unsigned integer");
      return number_argument(param, node.number);
    case 'f':
      if (!number || !node.number.is_float) expected("float");
      return number_argument(param, node.number);
    default:
      fail("can't handle " + node.source() + " for arg of type " + std::string(param_type_name(param)));
  }
}

void Execution::set(std::string_view name, const Value& value) {
  for (auto v = variables_.rbegin(); v != variables_.rend(); ++v) {
    if (v->name == name) {
      v->value = value;
      return;
    }
  }
  fail("undefined variable: " + std::string(name));
}

const Value& Execution::get(std::string_view name) const {
  for (auto v = variables_.rbegin(); v != variables_.rend(); ++v) {
    if (v->name == name) return v->value;
  }
  fail("undefined variable: " + std::string(name));
}

}  // namespace

Template Template::parse(std::string name, std::string text, FunctionSet set) {
  return Template(parse_tree(std::move(name), std::move(text), functions(set)));
}

std::string Template::execute(const Value& data, const Limits& limits, const Clock& clock,
                              const Random& random) const {
  Call call(limits, clock, random);
  try {
    return Execution(*tree_, call).run(data);
  } catch (const Error& error) {
    throw ExecutionError(error.text(), call.failure);
  }
}

}  // namespace newel::templates
