#include "cli/shared/user_data.h"

#include "cli/engine/output_file.h"

namespace newel::cli {

json::Object user_data(const Invocation& in) {
  json::Object data;
  if (const std::string file = in.string("set-file"); !file.empty()) {
    const auto value = json::parse(read_input(file));
    if (!value) throw Error("error unmarshaling " + file + ": " + value.error().text);
    if (!value->is_object()) throw Error("error unmarshaling " + file + ": a JSON object is wanted");
    data = value->get_object();
  }
  for (const std::string& pair : in.strings("set")) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) throw invalid_flag_value("set", pair);
    const std::string text = pair.substr(equals + 1);
    auto value = json::parse(text);
    data[pair.substr(0, equals)] = value ? std::move(*value) : json::Value(text);
  }
  return data;
}

}  // namespace newel::cli
