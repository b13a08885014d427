#include "api/admin/call.h"

#include "api/log_fields.h"
#include "api/paging.h"
#include "base/form.h"
#include "base/log.h"
#include "base/text.h"
#include "messages/admin/admin_form.h"

namespace newel::api {
namespace {

using Self = std::shared_ptr<Exchange>;

constexpr int attempts = 10;

authority::AdminIdentity authorize(Exchange& exchange, const authority::Authority& authority,
                                   store::Transaction& transaction) {
  const std::string* token = exchange.request().header("Authorization");
  if (token == nullptr || token->empty()) throw Error::verbatim(401, "missing authorization header token");
  return authority.authorize_admin(*token, exchange.request().method, exchange.request().path, transaction);
}

std::shared_ptr<const authority::Authority> newest(const Exchange& exchange) {
  authority::Administration& administration = *exchange.state().administration;
  administration.refresh();
  return administration.current();
}

void begin(Exchange& exchange) {
  exchange.error_body = messages::admin::error_body;
  if (const std::string* token = exchange.request().header("Authorization")) log_token_id(exchange, *token);
}

void give(Exchange& exchange, const AdminAnswer& answer) {
  exchange.answer({answer.status, {{"Content-Type", "application/json"}}, json::write(answer.body)});
}

void tell(Exchange& exchange, const authority::AdminIdentity& who, const AdminAnswer& answer,
          std::int64_t version) {
  exchange.log("admin", printable(who.text()));
  if (answer.action.empty()) return;
  exchange.log("change", answer.action + " " + printable(answer.object));
  log::line("admin " + printable(who.text()) + ": " + answer.action + " " + printable(answer.object) +
            " (change " + std::to_string(version) + ")");
}

void try_change(const Self& self, const ChangeWork& work, int left);

void committed(const Self& self, const store::CommitResult& result, const ChangeWork& work, int left,
               const std::function<void()>& then) {
  if (result.outcome == store::Outcome::conflict && left > 0) {
    return self->state().background([self, work, left] { try_change(self, work, left - 1); });
  }
  try {
    if (result.outcome == store::Outcome::conflict) throw Error::verbatim(409, result.detail);
    if (result.outcome == store::Outcome::token_used)
      throw Error::verbatim(401, "adminHandler.authorizeToken; error with reuse token: token already used");
    authority::throw_unless_committed(result, authority::Operation::change);
    then();
  } catch (...) {
    self->fail_with_current_exception();
  }
}

void try_change(const Self& self, const ChangeWork& work, int left) {
  try {
    const auto authority = newest(*self);
    store::Transaction transaction;
    const authority::AdminIdentity who = authorize(*self, *authority, transaction);
    authority::Draft draft(authority, who);
    auto answer = std::make_shared<AdminAnswer>(work(*self, draft));
    std::shared_ptr<const authority::Authority> next;
    if (!answer->action.empty()) {
      next = draft.finish(answer->action, answer->object);
      for (auto& operation : draft.transaction().operations)
        transaction.operations.push_back(std::move(operation));
    }
    authority->store().commit(std::move(transaction), [=](const store::CommitResult& result) {
      committed(self, result, work, left, [&] {
        if (next) self->state().administration->publish(next);
        tell(*self, who, *answer, next ? next->management()->version : 0);
        give(*self, *answer);
      });
    });
  } catch (...) {
    self->fail_with_current_exception();
  }
}

}  // namespace

AdminAnswer AdminAnswer::ok() { return {200, json::Object{{"status", "ok"}}, {}, {}}; }

namespace {

void try_read(Exchange& exchange, const ReadWork& work) {
  const auto authority = newest(exchange);
  store::Transaction transaction;
  const authority::AdminIdentity who = authorize(exchange, *authority, transaction);
  auto answer = std::make_shared<AdminAnswer>(work(exchange, *authority));
  const Self self = exchange.shared_from_this();
  authority->store().commit(std::move(transaction), [=](const store::CommitResult& result) {
    committed(self, result, {}, 0, [&] {
      tell(*self, who, *answer, 0);
      give(*self, *answer);
    });
  });
}

}  // namespace

// These requests are rare, and may wait: for a database across a wire, for an identity provider whose
// provisioner is being made.
void admin_read(Exchange& exchange, ReadWork work) {
  begin(exchange);
  exchange.perform(true, [work = std::move(work)](Exchange& self) { try_read(self, work); });
}

void admin_change(Exchange& exchange, ChangeWork work) {
  begin(exchange);
  exchange.perform(true, [work = std::move(work)](Exchange& self) {
    try_change(self.shared_from_this(), work, attempts);
  });
}

json::Value admin_body(const Exchange& exchange) {
  auto value = json::parse(exchange.request().body);
  if (!value) throw messages::admin::bad_body("error reading request body: " + value.error().text);
  return std::move(*value);
}

Paging paging_of(const Exchange& exchange) {
  const std::string& query = exchange.request().query;
  try {
    return {form_value(query, "cursor").value_or(""), limit_of(query)};
  } catch (const Error& error) {
    throw Error::verbatim(400, "error parsing cursor and limit from query params: " + error.text());
  }
}

}  // namespace newel::api
