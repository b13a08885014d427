#include "cli/shared/json_output.h"

#include "cli/engine/output_file.h"

namespace newel::cli {

void print_json(const json::Value& value) { print(json::write_indented(value, "  ") + "\n"); }

}  // namespace newel::cli
