// Maps. `set`, `unset` and the merges change a map in place; a map never comes to contain itself, so printing
// one always ends.
#include <algorithm>

#include "template/cast.h"
#include "template/function.h"

namespace newel::templates {
namespace {

void put(const MapPtr& map, const std::string& key, const Value& value) {
  if (reaches(value, *map)) throw Error("a map cannot contain itself");
  map->entries.insert_or_assign(key, value);
}

Value dict(Call&, Args a) {
  const MapPtr map = new_map();
  for (std::size_t i = 0; i < a.size(); i += 2)
    map->entries[to_text(a[i])] = i + 1 < a.size() ? a[i + 1] : Value("");
  return Value::map(map);
}

Value get(Call&, Args a) {
  const Value found = map_entry(a[0], a[1].as_string());
  return found.is_missing() ? Value("") : found.unboxed();
}

Value set(Call&, Args a) {
  if (!a[0].as_map()) throw Error("assignment to entry in nil map");
  put(a[0].as_map(), a[1].as_string(), a[2]);
  return a[0];
}

Value unset(Call&, Args a) {
  if (a[0].as_map()) a[0].as_map()->entries.erase(a[1].as_string());
  return a[0];
}

Value keys(Call&, Args a) {
  std::vector<std::string> out;
  for (const Value& map : a) {
    const MapPtr source = map_of(map);
    for (const auto& entry : source->entries) out.push_back(entry.first);
  }
  return Value::strings(out);
}

Value values(Call&, Args a) {
  List out;
  const MapPtr source = map_of(a[0]);
  for (const auto& entry : source->entries) out.push_back(entry.second);
  return Value::list(std::move(out));
}

Value pluck(Call&, Args a) {
  List out;
  for (const Value& map : a.subspan(1)) {
    const Value found = map_entry(map, a[0].as_string());
    if (!found.is_missing()) out.push_back(found.unboxed());
  }
  return Value::list(std::move(out));
}

Value chosen(Args a, bool named) {
  const MapPtr out = new_map();
  const MapPtr source = map_of(a[0]);
  for (const auto& [key, value] : source->entries) {
    const auto is_key = [&key = key](const Value& v) { return v.as_string() == key; };
    if (std::any_of(a.begin() + 1, a.end(), is_key) == named) out->entries.emplace(key, value);
  }
  return Value::map(out);
}

Value dig(Call&, Args a) {
  if (a.size() < 3) throw Error("dig needs at least three arguments");
  Value at = a.back();
  for (const Value& key : a.first(a.size() - 2)) {
    if (at.type() != &types::map)
      throw Error("interface conversion: interface {} is " + std::string(at.type_name()) +
                  ", not map[string]interface {}");
    if (key.kind() != Kind::string)
      throw Error("interface conversion: interface {} is " + std::string(key.type_name()) + ", not string");
    const Value found = map_entry(at, key.as_string());
    if (found.is_missing()) return a[a.size() - 2];
    at = found.unboxed();
  }
  return at;
}

void merge_into(const MapPtr& target, const MapPtr& source, bool overwrite) {
  if (target == source) return;
  const auto entries = source->entries;
  for (const auto& [key, value] : entries) {
    const auto found = target->entries.find(key);
    const bool present = found != target->entries.end();
    if (present && is_dynamic_map(found->second) && is_dynamic_map(value) && found->second.as_map() &&
        value.as_map()) {
      merge_into(found->second.as_map(), value.as_map(), overwrite);
    } else if (overwrite || ((!present || is_empty(found->second)) && !value.is_nil())) {
      put(target, key, value);
    }
  }
}

Value merged(Args a, bool overwrite) {
  const MapPtr target = map_of(a[0]);
  for (const Value& source : a.subspan(1)) merge_into(target, map_of(source), overwrite);
  return a[0].as_map() ? a[0] : Value::map(target);
}

Value copied(const Value& v) {
  if (v.kind() == Kind::map && v.as_map()) {
    const MapPtr out = new_map();
    for (const auto& [key, value] : v.as_map()->entries) out->entries.emplace(key, copied(value));
    return Value::map(out, *v.type());
  }
  if (v.kind() == Kind::slice && !v.is_bytes() && !v.is_nil_container()) {
    List items;
    for (const Value& item : v.items()) items.push_back(copied(item));
    return Value::list(std::move(items), *v.type());
  }
  return v;
}

Value deep_copy(Call&, Args a) {
  if (a[0].is_nil()) throw Error("cannot copy a nil value");
  return copied(a[0]);
}

Value merge(Call&, Args a) { return merged(a, false); }
Value merge_overwrite(Call&, Args a) { return merged(a, true); }

constexpr Function table[] = {
    {"dict", "a*", dict},
    {"get", "ms", get},
    {"set", "msa", set},
    {"unset", "ms", unset},
    {"hasKey", "ms", [](Call&, Args a) -> Value { return !map_entry(a[0], a[1].as_string()).is_missing(); }},
    {"keys", "m*", keys},
    {"values", "m", values},
    {"pluck", "sm*", pluck},
    {"pick", "ms*", [](Call&, Args a) { return chosen(a, true); }},
    {"omit", "ms*", [](Call&, Args a) { return chosen(a, false); }},
    {"dig", "a*", dig},
    {"merge", "mm*", merge},
    {"mustMerge", "mm*", merge},
    {"mergeOverwrite", "mm*", merge_overwrite},
    {"mustMergeOverwrite", "mm*", merge_overwrite},
    {"deepCopy", "a", deep_copy},
    {"mustDeepCopy", "a", deep_copy},
};

}  // namespace

std::span<const Function> map_functions() { return table; }

}  // namespace newel::templates
