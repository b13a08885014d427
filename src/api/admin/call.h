// What every request of the admin API goes through: look for news in the database, authorize, work, store,
// serve, answer.
#pragma once

#include <functional>

#include "api/exchange.h"

namespace newel::api {

/// The answer of a handler that worked.
struct AdminAnswer {
  int status = 200;
  json::Value body;
  /// For the audit: "create provisioner", "ci". Empty when nothing was changed.
  std::string action, object;

  static AdminAnswer ok();  ///< {"status":"ok"}
};

/// Reads: the work sees the authority in service.
using ReadWork = std::function<AdminAnswer(const Exchange&, const authority::Authority&)>;
void admin_read(Exchange& exchange, ReadWork work);

/// Changes: the work edits the draft. When somebody else was quicker, it is done again from the newer state.
using ChangeWork = std::function<AdminAnswer(const Exchange&, authority::Draft&)>;
void admin_change(Exchange& exchange, ChangeWork work);

/// The body. Throws Error 400.
json::Value admin_body(const Exchange& exchange);
/// Cursor and limit of a listing. Throws Error 400 with the admin API's text.
struct Paging {
  std::string cursor;
  int limit = 0;
};
Paging paging_of(const Exchange& exchange);

}  // namespace newel::api
