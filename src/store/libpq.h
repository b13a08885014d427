// The functions of libpq we use, found at run time.
#pragma once

#include <libpq-fe.h>

#include <memory>

#include "store/shared_library.h"

namespace newel::store {

// clang-format off
#define NEWEL_LIBPQ_FUNCTIONS(F) \
  F(PQconninfoParse) F(PQconninfoFree) F(PQfreemem) F(PQconnectdbParams) F(PQfinish) F(PQstatus) \
  F(PQerrorMessage) F(PQsetNoticeProcessor) F(PQsetnonblocking) F(PQenterPipelineMode) F(PQpipelineSync) \
  F(PQsendQueryParams) F(PQsendPrepare) F(PQsendQueryPrepared) F(PQflush) F(PQconsumeInput) F(PQisBusy) \
  F(PQsocket) F(PQgetResult) F(PQresultStatus) F(PQresultErrorField) F(PQresultErrorMessage) F(PQclear) \
  F(PQcmdStatus) F(PQcmdTuples) F(PQntuples) F(PQnfields) F(PQftype) F(PQgetisnull) F(PQgetvalue) \
  F(PQgetlength) F(PQescapeIdentifier) F(PQdb) F(PQhost) F(PQport)
// clang-format on

struct Libpq {
#define F(name) decltype(&::name) name;
  NEWEL_LIBPQ_FUNCTIONS(F)
#undef F
};

/// Loads on first use. Throws SqlError.
inline const Libpq& libpq() {
  static const Libpq functions = [] {
    const SharedLibrary library("libpq.so.5", "libpq5");
    Libpq f{};
#define F(name) library.load(f.name, #name);
    NEWEL_LIBPQ_FUNCTIONS(F)
#undef F
    return f;
  }();
  return functions;
}

struct FreeConnection {
  void operator()(PGconn* c) const { libpq().PQfinish(c); }
};
struct FreeResult {
  void operator()(PGresult* r) const { libpq().PQclear(r); }
};
using PostgresConnection = std::unique_ptr<PGconn, FreeConnection>;
using PostgresResult = std::unique_ptr<PGresult, FreeResult>;

}  // namespace newel::store
