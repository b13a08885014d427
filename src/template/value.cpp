#include "template/value.h"

#include <algorithm>
#include <set>

#include "base/error.h"

namespace newel::templates {

namespace types {
const Type boolean{Kind::boolean, "bool"};
const Type integer{Kind::integer, "int"};
const Type int64{Kind::int64, "int64"};
const Type uint8{Kind::uint8, "uint8"};
const Type uint64{Kind::uint64, "uint64"};
const Type float64{Kind::float64, "float64"};
const Type complex128{Kind::complex128, "complex128"};
const Type string{Kind::string, "string"};
const Type list{Kind::slice, "[]interface {}"};
const Type strings{Kind::slice, "[]string"};
const Type integers{Kind::slice, "[]int"};
const Type bytes{Kind::slice, "[]uint8"};
const Type lists{Kind::slice, "[][]interface {}"};
const Type map{Kind::map, "map[string]interface {}"};
const Type string_map{Kind::map, "map[string]string"};
const Type x509_data{Kind::map, "x509util.TemplateData"};
const Type ssh_data{Kind::map, "sshutil.TemplateData"};
}  // namespace types

std::string_view kind_name(Kind kind) {
  constexpr std::string_view names[] = {"invalid", "bool",    "int",        "int64",  "uint8",
                                        "uint64",  "float64", "complex128", "string", "slice",
                                        "map",     "struct",  "ptr"};
  return names[static_cast<std::size_t>(kind)];
}

std::optional<Value> Object::field(std::string_view name) const {
  for (auto& [key, value] : fields()) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::vector<std::pair<std::string, Value>> Object::fields() const { return {}; }
std::vector<std::pair<std::string, Value>> Object::json_members() const { return fields(); }

Value Value::list(List items, const Type& type) {
  return {type, Data(std::make_shared<const List>(std::move(items)))};
}

Value Value::strings(const std::vector<std::string>& items) {
  return list(List(items.begin(), items.end()), types::strings);
}

const List& Value::items() const {
  static const List none;
  const auto& list = std::get<ListPtr>(data_);
  return list ? *list : none;
}

bool Value::is_nil_container() const {
  if (const auto* list = std::get_if<ListPtr>(&data_)) return *list == nullptr;
  if (const auto* map = std::get_if<MapPtr>(&data_)) return *map == nullptr;
  return false;
}

std::size_t Value::length() const {
  if (const auto* text = std::get_if<std::string>(&data_)) return text->size();
  if (const auto* map = std::get_if<MapPtr>(&data_)) return *map ? (*map)->entries.size() : 0;
  return items().size();
}

Value Value::element(std::size_t index) const {
  if (is_bytes()) return uint8(static_cast<std::uint8_t>(as_string()[index]));
  return type_ == &types::list ? items()[index].boxed() : items()[index];
}

List Value::elements() const {
  if (!is_bytes()) return items();
  List out;
  for (std::size_t i = 0; i < length(); ++i) out.push_back(element(i));
  return out;
}

Value map_entry(const Value& map, std::string_view key) {
  if (!map.as_map()) return {};
  const auto& entries = map.as_map()->entries;
  const auto found = entries.find(key);
  if (found == entries.end()) return {};
  return map.type() == &types::string_map ? found->second : found->second.boxed();
}

bool is_dynamic_map(const Value& value) {
  return value.kind() == Kind::map && value.type() != &types::string_map;
}

MapPtr new_map() { return std::make_shared<MapData>(); }

bool reaches(const Value& value, const MapData& target) {
  std::vector<Value> open{value};
  std::set<const void*> seen;
  while (!open.empty()) {
    const Value v = std::move(open.back());
    open.pop_back();
    if (v.kind() == Kind::map && v.as_map()) {
      if (v.as_map().get() == &target) return true;
      if (!seen.insert(v.as_map().get()).second) continue;
      for (const auto& entry : v.as_map()->entries) open.push_back(entry.second);
    } else if (v.kind() == Kind::slice && !v.is_bytes()) {
      if (!seen.insert(&v.items()).second) continue;
      open.insert(open.end(), v.items().begin(), v.items().end());
    }
  }
  return false;
}

bool truth(const Value& v) {
  switch (v.kind()) {
    case Kind::invalid:
      return false;
    case Kind::boolean:
      return v.as_bool();
    case Kind::integer:
    case Kind::int64:
      return v.as_int() != 0;
    case Kind::uint8:
    case Kind::uint64:
      return v.as_uint() != 0;
    case Kind::float64:
      return v.as_float() != 0;
    case Kind::complex128:
      return v.as_complex() != 0.0;
    case Kind::string:
    case Kind::slice:
    case Kind::map:
      return v.length() > 0;
    case Kind::structure:
      return true;
    case Kind::pointer:
      return v.as_object() != nullptr;
  }
  return false;
}

bool is_empty(const Value& v) { return v.kind() != Kind::structure && !truth(v); }

namespace {

// Two values built of lists that hold each other twice have more parts than there is time to compare.
constexpr int most_comparisons = 1'000'000;

bool equal(const Value& a, const Value& b, int& budget);

bool equal_items(const Value& a, const Value& b, int& budget) {
  if (a.is_nil_container() != b.is_nil_container() || a.length() != b.length()) return false;
  if (&a.items() == &b.items()) return true;
  return std::equal(a.items().begin(), a.items().end(), b.items().begin(),
                    [&budget](const Value& x, const Value& y) { return equal(x, y, budget); });
}

bool equal_entries(const Value& a, const Value& b, int& budget) {
  if (a.is_nil_container() != b.is_nil_container() || a.length() != b.length()) return false;
  if (a.is_nil_container() || a.as_map() == b.as_map()) return true;
  const auto& left = a.as_map()->entries;
  const auto& right = b.as_map()->entries;
  return std::equal(left.begin(), left.end(), right.begin(), [&budget](const auto& x, const auto& y) {
    return x.first == y.first && equal(x.second, y.second, budget);
  });
}

bool equal(const Value& a, const Value& b, int& budget) {
  if (--budget < 0) throw Error("the values are too large to be compared");
  if (a.type() != b.type()) return false;
  switch (a.kind()) {
    case Kind::invalid:
      return true;
    case Kind::boolean:
      return a.as_bool() == b.as_bool();
    case Kind::integer:
    case Kind::int64:
      return a.as_int() == b.as_int();
    case Kind::uint8:
    case Kind::uint64:
      return a.as_uint() == b.as_uint();
    case Kind::float64:
      return a.as_float() == b.as_float();
    case Kind::complex128:
      return a.as_complex() == b.as_complex();
    case Kind::string:
      return a.as_string() == b.as_string();
    case Kind::slice:
      if (a.is_bytes() != b.is_bytes()) return false;  // a nil one and one that is not
      return a.is_bytes() ? a.as_string() == b.as_string() : equal_items(a, b, budget);
    case Kind::map:
      return equal_entries(a, b, budget);
    case Kind::structure:
    case Kind::pointer:
      if (!a.as_object() || !b.as_object()) return a.as_object() == b.as_object();
      return a.as_object()->equals(*b.as_object());
  }
  return false;
}

}  // namespace

bool deep_equal(const Value& a, const Value& b) {
  int budget = most_comparisons;
  return equal(a, b, budget);
}

}  // namespace newel::templates
