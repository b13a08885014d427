// Defaults, conditions and questions about types.
#include <algorithm>

#include "template/function.h"

namespace newel::templates {
namespace {

Value default_value(Call&, Args a) { return a.size() < 2 || is_empty(a[1]) ? a[0] : a[1]; }

Value coalesce(Call&, Args a) {
  const auto found = std::find_if(a.begin(), a.end(), [](const Value& v) { return !is_empty(v); });
  return found == a.end() ? Value() : *found;
}

bool type_is(Args a) { return a[0].as_string() == a[1].type_name(); }

constexpr Function table[] = {
    {"default", "aa*", default_value},
    {"empty", "a", [](Call&, Args a) -> Value { return is_empty(a[0]); }},
    {"coalesce", "a*", coalesce},
    {"all", "a*", [](Call&, Args a) -> Value { return std::none_of(a.begin(), a.end(), is_empty); }},
    {"any", "a*", [](Call&, Args a) -> Value { return !std::all_of(a.begin(), a.end(), is_empty); }},
    {"ternary", "aab", [](Call&, Args a) { return a[2].as_bool() ? a[0] : a[1]; }},
    {"fail", "s", [](Call&, Args a) -> Value { throw Error(a[0].as_string()); }},
    {"typeOf", "a", [](Call&, Args a) -> Value { return a[0].type_name(); }},
    {"kindOf", "a", [](Call&, Args a) -> Value { return kind_name(a[0].kind()); }},
    {"typeIs", "sa", [](Call&, Args a) -> Value { return type_is(a); }},
    {"typeIsLike", "sa",
     [](Call&, Args a) -> Value { return type_is(a) || "*" + a[0].as_string() == a[1].type_name(); }},
    {"kindIs", "sa", [](Call&, Args a) -> Value { return a[0].as_string() == kind_name(a[1].kind()); }},
    {"deepEqual", "aa", [](Call&, Args a) -> Value { return deep_equal(a[0], a[1]); }},
};

}  // namespace

std::span<const Function> logic_functions() { return table; }

}  // namespace newel::templates
