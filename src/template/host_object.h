// Structures of this program as a template sees them: named fields, each made when it is asked for.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "template/value.h"

namespace newel::templates {

template <class T>
struct HostField {
  std::string_view name;
  std::string_view json;    ///< its name in JSON; "-": not there
  bool omit_empty = false;  ///< not in JSON when it is empty
  Value (*get)(const T&);
};

/// Owns a T, which is usually a handle that shares what is behind it.
template <class T>
class HostObject final : public Object {
 public:
  HostObject(T value, std::span<const HostField<T>> fields) : value(std::move(value)), fields_(fields) {}

  std::optional<Value> field(std::string_view name) const override {
    for (const HostField<T>& field : fields_) {
      if (field.name == name) return field.get(value);
    }
    return std::nullopt;
  }
  std::vector<std::pair<std::string, Value>> fields() const override {
    std::vector<std::pair<std::string, Value>> out;
    for (const HostField<T>& field : fields_) out.emplace_back(field.name, field.get(value));
    return out;
  }
  std::vector<std::pair<std::string, Value>> json_members() const override {
    std::vector<std::pair<std::string, Value>> out;
    for (const HostField<T>& field : fields_) {
      if (field.json == "-") continue;
      Value made = field.get(value);
      if (!field.omit_empty || !is_empty(made)) out.emplace_back(field.json, std::move(made));
    }
    return out;
  }
  bool equals(const Object& other) const override {
    const auto mine = fields(), theirs = static_cast<const HostObject&>(other).fields();
    for (std::size_t i = 0; i < mine.size(); ++i) {
      if (!deep_equal(mine[i].second, theirs[i].second)) return false;
    }
    return true;
  }

  const T value;

 private:
  std::span<const HostField<T>> fields_;
};

template <class T, std::size_t N>
Value host_object(const Type& type, T value, const HostField<T> (&fields)[N]) {
  return Value::object(type, std::make_shared<HostObject<T>>(std::move(value), fields));
}

template <class T>
const T& host_value(const Value& value) {
  return value.object_as<HostObject<T>>().value;
}

/// A nil pointer of a type.
inline Value nil_pointer(const Type& type) { return Value::object(type, nullptr); }

}  // namespace newel::templates
