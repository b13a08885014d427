#include "cli/shared/json_output.h"

#include "cli/engine/output_file.h"

namespace newel::cli {

void print_json(const json::Value& value) { print(json::write_indented(value, "  ") + "\n"); }

int answer(const Invocation& in, bool yes, std::string_view member, std::string_view yes_word,
           std::string_view no_word) {
  if (in.boolean("json")) {
    print_json(json::Object{{member, yes}});
    return yes ? 0 : 1;
  }
  if (!yes) throw Error(std::string(no_word));
  print(std::string(yes_word) + "\n");
  return 0;
}

}  // namespace newel::cli
