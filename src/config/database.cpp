#include "config/database.h"

#include "base/files.h"
#include "base/text.h"

namespace newel::config {
namespace {

constexpr std::string_view file_name = "newel.db";

StoreChoice sqlite(std::string file, std::string notice = {}) {
  StoreChoice out;
  out.options.type = "sqlite";
  out.options.data_source = std::move(file);
  out.notice = std::move(notice);
  return out;
}

std::string served_by_sqlite(const std::string& type, const std::string& file) {
  return "Database type '" + type + "' is served by SQLite in " + file + "; what " + type +
         " itself has stored is left alone and not read.";
}

void check_loading_mode(const Config& config) {
  const json::Value* db = json::find_ci(config.document, "db");
  if (db == nullptr || !db->is_object()) return;
  const std::string mode =
      to_lower(json::as_string(json::find_ci(db->get_object(), "badgerFileLoadingMode")).value_or(""));
  if (mode.empty() || mode == "mmap" || mode == "memorymap" || mode == "fileio") return;
  throw Error("Invalid ValueLogLoadingMode, must be FileIO or MemoryMap");
}

}  // namespace

std::optional<StoreChoice> store_options(const Config& config) {
  if (!config.db) return std::nullopt;
  const std::string type = to_lower(config.db->type);
  const std::string& source = config.db->data_source;
  if (type == "badger" || type == "badgerv1" || type == "badgerv2" || type == "bbolt" || type == "sqlite") {
    if (source.empty())
      throw Error("Error opening database of Type " + type + ": db.dataSource cannot be empty");
  }
  if (type == "badger" || type == "badgerv1" || type == "badgerv2") {
    check_loading_mode(config);
    const std::string file = join_path(source, file_name);
    return sqlite(file, served_by_sqlite(type, file));
  }
  if (type == "bbolt") {
    const std::string file = source + "." + std::string(file_name);
    return sqlite(file, served_by_sqlite(type, file));
  }
  if (type == "sqlite") {
    const bool folder = source.ends_with('/') || is_directory(source);
    return sqlite(folder ? join_path(source, file_name) : source);
  }
  if (type == "mysql" || type == "postgresql") {
    StoreChoice out;
    out.options.type = type;
    out.options.data_source = source;
    out.options.database = config.db->database;
    return out;
  }
  throw Error("Error opening database of Type " + config.db->type + ": " + config.db->type +
              " database not supported");
}

}  // namespace newel::config
