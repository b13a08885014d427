#include "store/postgres_dsn.h"

#include <algorithm>

#include "base/text.h"

namespace newel::store {
namespace {

constexpr std::string_view foreign_names[] = {
    "pool_max_conns",           "pool_min_conns",
    "pool_max_conn_lifetime",   "pool_max_conn_idle_time",
    "pool_health_check_period", "default_query_exec_mode",
    "statement_cache_capacity", "description_cache_capacity",
    "min_read_buffer_size",     "pool_max_conn_lifetime_jitter",
};

bool is_foreign(std::string_view setting) {
  const auto name = setting.substr(0, setting.find('='));
  return std::find(std::begin(foreign_names), std::end(foreign_names), name) != std::end(foreign_names);
}

std::string without_foreign(std::string_view settings, char separator) {
  std::vector<std::string> kept = split(settings, separator);
  std::erase_if(kept, is_foreign);
  return join(kept, std::string(1, separator));
}

}  // namespace

std::string without_pool_settings(const std::string& dsn) {
  if (dsn.find("://") == std::string::npos) return without_foreign(dsn, ' ');
  const auto question = dsn.find('?');
  if (question == std::string::npos) return dsn;
  const std::string kept = without_foreign(std::string_view(dsn).substr(question + 1), '&');
  return dsn.substr(0, question) + (kept.empty() ? "" : "?" + kept);
}

}  // namespace newel::store
