// What a template may call.
//
// Parameters are written as letters, one each; a final `*` makes the last one variadic:
//   a any   s string   i int   L int64   u uint32   f float64   b bool   m map[string]interface {}
//   l []interface {}   S []string   t time.Time   d time.Duration   V *semver.Version
//   X sprig.certificate
//   v any, with boxes kept (the built-in functions look at them)
// A function gets exactly these types and throws newel::Error with the text behind "error calling <name>: ".
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "template/value.h"

namespace newel::templates {

struct Limits {
  std::chrono::milliseconds time{5000};
  std::size_t output = std::size_t{16} << 20;  ///< octets, of the result and of every string made on the way
  int depth = 100000;                          ///< of template invocations
};

/// What one execution shares with the functions it calls. Used by one thread at a time.
class Call {
 public:
  Call(const Limits& limits, const Clock& clock, const Random& random)
      : limits(limits),
        clock(clock),
        random(random),
        deadline_(std::chrono::steady_clock::now() + limits.time) {}
  /// Throws when the time is over. Cheap enough for every step.
  void check_time();
  /// Throws when a string of this size is more than the limit.
  void check_size(std::size_t octets) const;

  const Limits& limits;
  const Clock& clock;
  const Random& random;
  std::string failure;  ///< what `fail` was called with

 private:
  std::chrono::steady_clock::time_point deadline_;
  unsigned steps_ = 0;
};

struct Function {
  std::string_view name;
  std::string_view params;
  Value (*call)(Call&, Args);
};
using FunctionTable = std::map<std::string_view, Function>;

/// Which functions a template has.
enum class FunctionSet {
  certificate,      ///< everything
  ssh_certificate,  ///< without asn1Enc, asn1Marshal, asn1Seq, asn1Set
  basic,            ///< without the additions to sprig
  builtin,          ///< only those of the language
};
const FunctionTable& functions(FunctionSet set);

std::span<const Function> builtin_functions();
std::span<const Function> string_functions();
std::span<const Function> case_functions();
std::span<const Function> number_functions();
std::span<const Function> decimal_functions();
std::span<const Function> list_functions();
std::span<const Function> map_functions();
std::span<const Function> logic_functions();
std::span<const Function> encoding_functions();
std::span<const Function> regex_functions();
std::span<const Function> date_functions();
std::span<const Function> path_functions();
std::span<const Function> random_functions();
std::span<const Function> semver_functions();
std::span<const Function> time_functions();  ///< toTime and its kin, and the `fail` that is remembered
std::span<const Function> asn1_functions();
std::span<const Function> password_functions();
std::span<const Function> certificate_functions();
std::span<const Function> url_functions();

}  // namespace newel::templates
