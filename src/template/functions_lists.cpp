// Lists. Every function gives a new one; some give a nil list where nothing is left, which JSON shows as
// null.
#include <algorithm>

#include "template/cast.h"
#include "template/format.h"
#include "template/function.h"

namespace newel::templates {
namespace {

Value end_of(Args a, bool front) {
  const List items = list_of(a[0], front ? "find first" : "find last");
  if (items.empty()) return {};
  return front ? items.front() : items.back();
}

Value all_but(Args a, bool first) {
  List items = list_of(a[0], first ? "find rest" : "find initial");
  if (items.empty()) return Value::nil_list();
  items.erase(first ? items.begin() : items.end() - 1);
  return Value::list(std::move(items));
}

Value append(Call& call, Args a) {
  List items = list_of(a[0], "push");
  call.check_size(items.size() * sizeof(Value));
  items.push_back(a[1]);
  return Value::list(std::move(items));
}

Value prepend(Call& call, Args a) {
  List items = list_of(a[0], "prepend");
  call.check_size(items.size() * sizeof(Value));
  items.insert(items.begin(), a[1]);
  return Value::list(std::move(items));
}

Value concat(Call& call, Args a) {
  List out;
  for (const Value& part : a) {
    if (part.is_nil()) throw Error("Cannot concat a nil value");
    if (part.kind() != Kind::slice)
      throw Error("Cannot concat type " + std::string(kind_name(part.kind())) + " as list");
    for (const Value& item : part.elements()) out.push_back(item);
    call.check_size(out.size() * sizeof(Value));
  }
  return out.empty() ? Value::nil_list() : Value::list(std::move(out));
}

Value reversed(Call&, Args a) {
  List items = list_of(a[0], "find reverse");
  std::reverse(items.begin(), items.end());
  return Value::list(std::move(items));
}

bool contains(const List& list, const Value& item) {
  return std::any_of(list.begin(), list.end(), [&](const Value& v) { return deep_equal(v, item); });
}

Value unique(Call& call, Args a) {
  List out;
  for (const Value& item : list_of(a[0], "find uniq")) {
    call.check_time();
    if (!contains(out, item)) out.push_back(item);
  }
  return Value::list(std::move(out));
}

Value compact(Call&, Args a) {
  List out;
  for (const Value& item : list_of(a[0], "compact")) {
    if (!is_empty(item)) out.push_back(item);
  }
  return Value::list(std::move(out));
}

Value without(Call&, Args a) {
  const List dropped(a.begin() + 1, a.end());
  List out;
  for (const Value& item : list_of(a[0], "find without")) {
    if (!contains(dropped, item)) out.push_back(item);
  }
  return Value::list(std::move(out));
}

Value has(Call&, Args a) {
  if (a[1].is_nil()) return false;
  return contains(list_of(a[1], "find has"), a[0]);
}

Value slice(Call&, Args a) {
  if (a[0].is_nil()) throw Error("cannot slice a nil value");
  if (a[0].kind() != Kind::slice)
    throw Error("list should be type of slice or array but " + std::string(kind_name(a[0].kind())));
  const auto size = static_cast<std::int64_t>(a[0].length());
  if (size == 0) return {};
  const std::int64_t start = a.size() > 1 ? to_int64(a[1]) : 0;
  const std::int64_t end = a.size() > 2 ? to_int64(a[2]) : size;
  if (start < 0 || end < start || end > size) throw Error("reflect.Value.Slice: slice index out of bounds");
  if (a[0].is_bytes())
    return Value::bytes(
        a[0].as_string().substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)));
  const auto from = a[0].items().begin();
  return Value::list(List(from + start, from + end), *a[0].type());
}

Value chunk(Call&, Args a) {
  if (a[1].is_nil()) throw Error("cannot chunk a nil value");
  if (a[1].kind() != Kind::slice) throw Error("Cannot chunk type " + std::string(kind_name(a[1].kind())));
  const List items = a[1].elements();
  const std::int64_t size = a[0].as_int();
  if (size == 0) throw Error("runtime error: integer divide by zero");
  List out;
  if (size > 0) {
    const auto step = static_cast<std::size_t>(size);
    for (std::size_t i = 0; i < items.size(); i += std::min(step, items.size() - i)) {
      const auto from = items.begin() + static_cast<std::ptrdiff_t>(i);
      out.push_back(
          Value::list(List(from, from + static_cast<std::ptrdiff_t>(std::min(step, items.size() - i)))));
    }
  }
  return Value::list(std::move(out), types::lists);
}

Value list(Call&, Args a) { return Value::list(List(a.begin(), a.end())); }
Value first(Call&, Args a) { return end_of(a, true); }
Value last(Call&, Args a) { return end_of(a, false); }
Value rest(Call&, Args a) { return all_but(a, true); }
Value initial(Call&, Args a) { return all_but(a, false); }

constexpr Function table[] = {
    {"list", "a*", list},
    {"tuple", "a*", list},
    {"first", "a", first},
    {"mustFirst", "a", first},
    {"last", "a", last},
    {"mustLast", "a", last},
    {"rest", "a", rest},
    {"mustRest", "a", rest},
    {"initial", "a", initial},
    {"mustInitial", "a", initial},
    {"append", "aa", append},
    {"mustAppend", "aa", append},
    {"push", "aa", append},
    {"mustPush", "aa", append},
    {"prepend", "aa", prepend},
    {"mustPrepend", "aa", prepend},
    {"concat", "a*", concat},
    {"reverse", "a", reversed},
    {"mustReverse", "a", reversed},
    {"uniq", "a", unique},
    {"mustUniq", "a", unique},
    {"compact", "a", compact},
    {"mustCompact", "a", compact},
    {"without", "aa*", without},
    {"mustWithout", "aa*", without},
    {"has", "aa", has},
    {"mustHas", "aa", has},
    {"slice", "aa*", slice},
    {"mustSlice", "aa*", slice},
    {"chunk", "ia", chunk},
    {"mustChunk", "ia", chunk},
};

}  // namespace

std::span<const Function> list_functions() { return table; }

}  // namespace newel::templates
