// The functions of libmariadb we use, found at run time.
#pragma once

#include <mysql.h>

#include <memory>

#include "store/shared_library.h"

namespace newel::store {

// clang-format off
#define NEWEL_LIBMARIADB_FUNCTIONS(F) \
  F(mysql_init) F(mysql_options) F(mysql_real_connect) F(mysql_close) F(mysql_real_query) \
  F(mysql_affected_rows) F(mysql_next_result) F(mysql_store_result) F(mysql_field_count) \
  F(mysql_num_fields) F(mysql_fetch_fields) F(mysql_fetch_row) F(mysql_fetch_lengths) \
  F(mysql_free_result) F(mysql_errno) F(mysql_error)
// clang-format on

struct Libmariadb {
#define F(name) decltype(&::name) name;
  NEWEL_LIBMARIADB_FUNCTIONS(F)
#undef F
};

/// Loads on first use. Throws SqlError.
inline const Libmariadb& libmariadb() {
  static const Libmariadb functions = [] {
    const SharedLibrary library("libmariadb.so.3", "libmariadb3");
    Libmariadb f{};
#define F(name) library.load(f.name, #name);
    NEWEL_LIBMARIADB_FUNCTIONS(F)
#undef F
    return f;
  }();
  return functions;
}

struct CloseMysql {
  void operator()(MYSQL* c) const { libmariadb().mysql_close(c); }
};
struct FreeMysqlResult {
  void operator()(MYSQL_RES* r) const { libmariadb().mysql_free_result(r); }
};
using MysqlConnection = std::unique_ptr<MYSQL, CloseMysql>;
using MysqlResult = std::unique_ptr<MYSQL_RES, FreeMysqlResult>;

}  // namespace newel::store
