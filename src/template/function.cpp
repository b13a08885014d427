#include "template/function.h"

namespace newel::templates {
namespace {

void add(FunctionTable& table, std::span<const Function> functions) {
  for (const Function& f : functions) table.insert_or_assign(f.name, f);
}

FunctionTable make_table(FunctionSet set) {
  FunctionTable table;
  add(table, builtin_functions());
  if (set == FunctionSet::builtin) return table;
  for (const auto list :
       {string_functions(), case_functions(), number_functions(), decimal_functions(), list_functions(),
        map_functions(), logic_functions(), encoding_functions(), regex_functions(), date_functions(),
        path_functions(), random_functions(), semver_functions(), password_functions(),
        certificate_functions(), url_functions()}) {
    add(table, list);
  }
  if (set != FunctionSet::basic) add(table, time_functions());
  if (set == FunctionSet::certificate) add(table, asn1_functions());
  return table;
}

}  // namespace

const FunctionTable& functions(FunctionSet set) {
  static const FunctionTable tables[] = {make_table(FunctionSet::certificate),
                                         make_table(FunctionSet::ssh_certificate),
                                         make_table(FunctionSet::basic), make_table(FunctionSet::builtin)};
  return tables[static_cast<std::size_t>(set)];
}

void Call::check_time() {
  constexpr unsigned steps_between_looks = 64;
  if (++steps_ % steps_between_looks == 0 && std::chrono::steady_clock::now() > deadline_) {
    throw Error("the template takes longer than " + std::to_string(limits.time.count()) + "ms");
  }
}

void Call::check_size(std::size_t octets) const {
  if (octets > limits.output) {
    throw Error("the template makes more than " + std::to_string(limits.output) + " bytes of text");
  }
}

}  // namespace newel::templates
