// The values a template works on: dynamically typed, each remembering the name of its Go type, because those
// names are visible through typeOf, %T and error texts.
//
// Strings are byte strings. Lists are immutable and shared; maps are shared and mutable (`set` is seen by
// everybody who holds the map). A value reached through an element of interface type is "boxed": its static
// type is `interface {}`, and a nil in such a box (JSON null) is something else than a missing value.
#pragma once

#include <complex>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace newel::templates {

class Value;
class Call;
using Args = std::span<const Value>;

enum class Kind : std::uint8_t {
  invalid,
  boolean,
  integer,
  int64,
  uint8,
  uint64,
  float64,
  complex128,
  string,
  slice,
  map,
  structure,
  pointer
};
std::string_view kind_name(Kind kind);  ///< "int", "slice", ... as Go prints it

/// A method a template may call. `params` uses the letters of function.h.
struct Method {
  std::string_view name;
  std::string_view params;
  Value (*call)(Call&, const Value& self, Args);
  std::string_view bad_signature = {};  ///< why a template cannot call it; empty when it can
};

/// A Go type. Types are compared by address.
struct Type {
  Kind kind;
  std::string_view name;
  std::span<const Method> methods = {};
  std::string (*text)(const Value&) = nullptr;  ///< the String method, if there is one
  std::string (*json)(const Value&) = nullptr;  ///< own JSON form, if there is one
};

namespace types {
extern const Type boolean, integer, int64, uint8, uint64, float64, complex128, string;
extern const Type list, strings, integers, bytes, lists;  // slices
extern const Type map, string_map, x509_data, ssh_data;   // maps
}  // namespace types

/// A struct or a pointer to one, kept by the host.
class Object {
 public:
  virtual ~Object() = default;
  /// An exported field, nullopt if there is none of that name.
  virtual std::optional<Value> field(std::string_view name) const;
  /// All exported fields in order: for printing and for JSON.
  virtual std::vector<std::pair<std::string, Value>> fields() const;
  /// The members of its JSON form, where they differ from the fields.
  virtual std::vector<std::pair<std::string, Value>> json_members() const;  ///< fields() unless overridden
  virtual bool has_hidden_field(std::string_view) const { return false; }
  virtual bool equals(const Object& other) const { return this == &other; }
};

using List = std::vector<Value>;
using ListPtr = std::shared_ptr<const List>;
struct MapData;
using MapPtr = std::shared_ptr<MapData>;
using ObjectPtr = std::shared_ptr<const Object>;

class Value {
 public:
  Value() = default;  ///< missing
  Value(bool v) : type_(&types::boolean), data_(v) {}
  Value(int v) : type_(&types::integer), data_(std::int64_t{v}) {}
  Value(double v) : type_(&types::float64), data_(v) {}
  Value(std::complex<double> v) : type_(&types::complex128), data_(v) {}
  Value(std::string v) : type_(&types::string), data_(std::move(v)) {}
  Value(std::string_view v) : Value(std::string(v)) {}
  Value(const char* v) : Value(std::string(v)) {}
  static Value integer(std::int64_t v) { return of_int(types::integer, v); }
  static Value int64(std::int64_t v) { return of_int(types::int64, v); }
  static Value of_int(const Type& type, std::int64_t v) { return {type, Data(v)}; }
  static Value uint8(std::uint8_t v) { return {types::uint8, Data(std::uint64_t{v})}; }
  static Value uint64(std::uint64_t v) { return {types::uint64, Data(v)}; }
  static Value bytes(std::string octets, const Type& type = types::bytes) {
    return {type, Data(std::move(octets))};
  }
  static Value list(List items, const Type& type = types::list);
  static Value nil_list(const Type& type = types::list) { return {type, Data(ListPtr())}; }
  static Value strings(const std::vector<std::string>& items);
  static Value map(MapPtr map, const Type& type = types::map) { return {type, Data(std::move(map))}; }
  static Value object(const Type& type, ObjectPtr object) { return {type, Data(std::move(object))}; }

  /// Null inside an interface.
  static Value null() {
    Value v;
    v.boxed_ = true;
    return v;
  }
  Value boxed() const {
    Value v = *this;
    v.boxed_ = true;
    return v;
  }
  Value unboxed() const {
    Value v = *this;
    v.boxed_ = false;
    return v;
  }
  bool is_boxed() const { return boxed_; }
  bool is_missing() const { return type_ == nullptr && !boxed_; }
  bool is_nil() const { return type_ == nullptr; }  ///< missing, or null in a box

  Kind kind() const { return type_ == nullptr ? Kind::invalid : type_->kind; }
  const Type* type() const { return type_; }
  std::string_view type_name() const { return type_ == nullptr ? "<nil>" : type_->name; }
  /// "interface {}" for what came out of a container.
  std::string_view static_type_name() const { return boxed_ ? "interface {}" : type_name(); }

  bool as_bool() const { return std::get<bool>(data_); }
  bool is_signed() const { return kind() == Kind::integer || kind() == Kind::int64; }
  bool is_unsigned() const { return kind() == Kind::uint8 || kind() == Kind::uint64; }
  std::int64_t as_int() const { return std::get<std::int64_t>(data_); }
  std::uint64_t as_uint() const { return std::get<std::uint64_t>(data_); }
  double as_float() const { return std::get<double>(data_); }
  std::complex<double> as_complex() const { return std::get<std::complex<double>>(data_); }
  const std::string& as_string() const { return std::get<std::string>(data_); }  ///< also of bytes
  bool is_bytes() const { return kind() == Kind::slice && std::holds_alternative<std::string>(data_); }
  const List& items() const;  ///< of a slice that is not bytes; empty for a nil one
  bool is_nil_container() const;
  const MapPtr& as_map() const { return std::get<MapPtr>(data_); }
  const ObjectPtr& as_object() const { return std::get<ObjectPtr>(data_); }
  template <class T>
  const T& object_as() const {
    return static_cast<const T&>(*as_object());
  }

  std::size_t length() const;              ///< of string, slice or map
  Value element(std::size_t index) const;  ///< of a slice; boxed where Go boxes it
  List elements() const;                   ///< of a slice, unboxed

 private:
  using Data = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::complex<double>,
                            std::string, ListPtr, MapPtr, ObjectPtr>;
  Value(const Type& type, Data data) : type_(&type), data_(std::move(data)) {}

  const Type* type_ = nullptr;
  bool boxed_ = false;
  Data data_;
};

struct MapData {
  std::map<std::string, Value, std::less<>> entries;
};

/// The entry as an element (boxed where Go boxes it), missing when there is none.
Value map_entry(const Value& map, std::string_view key);
bool is_dynamic_map(const Value& value);  ///< map[string]interface {} or a data root
MapPtr new_map();
/// Whether `target` can be reached from `value`: storing it there would close a circle.
bool reaches(const Value& value, const MapData& target);

bool truth(const Value& value);                   ///< what `if` asks
bool is_empty(const Value& value);                ///< what `default` and `empty` ask
bool deep_equal(const Value& a, const Value& b);  ///< types included

}  // namespace newel::templates
