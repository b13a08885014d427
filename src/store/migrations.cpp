// Steps are never edited once released: a change of the schema is a new step at the end. docs/schema.md
// describes the result. One text serves the three engines; what differs stands in braces and is replaced from
// the tables below.
#include "store/migrations.h"

#include <array>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "store/rows.h"

namespace newel::store {
namespace {

struct Word {
  std::string_view name, sqlite, postgresql, mariadb;
};

// {name} or {name argument}; `@` in a replacement is the argument.
constexpr Word words[] = {
    {"create", "CREATE TABLE", "CREATE TABLE", "CREATE TABLE IF NOT EXISTS"},
    // MySQL has no CREATE INDEX IF NOT EXISTS, so there an index is a line of its table.
    {"index", "CREATE INDEX @", "CREATE INDEX @", ""},
    {"inner index", "", "", ", INDEX @"},
    {"view", "CREATE VIEW", "CREATE VIEW", "CREATE OR REPLACE VIEW"},
    {"row id", "INTEGER PRIMARY KEY", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
     "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY"},
    {"int", "INTEGER", "BIGINT", "BIGINT"},
    {"text", "TEXT", "TEXT", "LONGTEXT"},
    {"key text", "TEXT", "VARCHAR(64)", "VARCHAR(64)"},
    {"blob", "BLOB", "BYTEA", "LONGBLOB"},
    {"key blob", "BLOB", "BYTEA", "VARBINARY(255)"},
    // Rows of a few octets under a random key: SQLite keeps them in the key's own tree, without a second one.
    {"end", ") STRICT", ")", ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"},
    {"end by key", ") STRICT, WITHOUT ROWID", ")",
     ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"},
    {"segment", "segment INTEGER GENERATED ALWAYS AS (id >> 17) VIRTUAL,", "", ""},
    {"serial index", "(segment, serial)", "(serial)", ""},
    {"hex", "hex(@)", "upper(encode(@, 'hex'))", "hex(@)"},
    {"time", "strftime('%Y-%m-%dT%H:%M:%SZ', @ / 1000000, 'unixepoch')",
     "to_char(to_timestamp(@ / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
     "date_format(timestampadd(SECOND, @ DIV 1000000, '1970-01-01 00:00:00'), '%Y-%m-%dT%H:%i:%sZ')"},
    {"number", "ltrim(substr(@, 1, 48), '0') || substr(@, 49)",
     "ltrim(substr(@, 1, 48), '0') || substr(@, 49)",
     "concat(trim(LEADING '0' FROM substr(@, 1, 48)), substr(@, 49))"},
};

std::string_view in_dialect(const Word& word, Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite:
      return word.sqlite;
    case Dialect::postgresql:
      return word.postgresql;
    case Dialect::mariadb:
      return word.mariadb;
  }
  return {};
}

std::string replacement(std::string_view inner, Dialect dialect) {
  for (const Word& word : words) {
    const bool takes_argument =
        (std::string(word.sqlite) + std::string(word.mariadb)).find('@') != std::string::npos;
    if (!takes_argument && inner == word.name) return std::string(in_dialect(word, dialect));
    if (takes_argument && inner.starts_with(word.name) && inner.substr(word.name.size()).starts_with(" ")) {
      std::string out;
      for (const char c : in_dialect(word, dialect)) {
        if (c == '@') {
          out += inner.substr(word.name.size() + 1);
        } else {
          out.push_back(c);
        }
      }
      return out;
    }
  }
  throw Error("internal: no SQL word {" + std::string(inner) + "}");
}

std::string in_words_of(Dialect dialect, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    out += replacement(text.substr(open + 1, close - open - 1), dialect);
    text.remove_prefix(close + 1);
  }
  return out;
}

// Statements are separated by lines holding only a semicolon.
constexpr std::string_view step_1 = R"sql(
{create} x509_certificates (
  id {row id},
  {segment}
  serial {key blob} NOT NULL,
  issuer {text} NOT NULL,
  subject {text} NOT NULL,
  names {text} NOT NULL,
  not_before {int} NOT NULL,
  not_after {int} NOT NULL,
  issued_at {int} NOT NULL,
  provisioner_id {text} NOT NULL,
  provisioner_name {text} NOT NULL,
  provisioner_type {text} NOT NULL,
  ra {text} NOT NULL,
  der {blob} NOT NULL{inner index x509_certificates_serial (serial)}
{end}
;
{index x509_certificates_serial ON x509_certificates} {serial index}
;
{create} revocations (
  serial {key blob} NOT NULL PRIMARY KEY,
  provisioner_id {text} NOT NULL,
  reason_code {int} NOT NULL,
  reason {text} NOT NULL,
  revoked_at {int} NOT NULL,
  expires_at {int},
  token_id {text} NOT NULL,
  mtls {int} NOT NULL,
  acme {int} NOT NULL{inner index revocations_expires_at (expires_at)}
{end}
;
{index revocations_expires_at ON revocations (expires_at)}
;
{create} used_tokens (
  id {key blob} NOT NULL PRIMARY KEY,
  expires_at {int} NOT NULL{inner index used_tokens_expires_at (expires_at)}
{end by key}
;
{index used_tokens_expires_at ON used_tokens (expires_at)}
;
{create} crls (
  number {key text} NOT NULL PRIMARY KEY,
  this_update {int} NOT NULL,
  next_update {int} NOT NULL,
  der {blob} NOT NULL
{end}
;
{view} v_certificates AS SELECT id, {hex serial} AS serial, subject, names, issuer, {time not_before} AS not_before,
  {time not_after} AS not_after, {time issued_at} AS issued_at, provisioner_name, provisioner_type, provisioner_id, ra
  FROM x509_certificates
;
{view} v_revocations AS SELECT {hex serial} AS serial, {time revoked_at} AS revoked_at, reason_code, reason,
  {time expires_at} AS expires_at, provisioner_id, token_id, mtls, acme FROM revocations
;
{view} v_used_tokens AS SELECT {hex id} AS id, {time expires_at} AS expires_at FROM used_tokens
;
{view} v_crls AS SELECT {number number} AS number, {time this_update} AS this_update, {time next_update} AS next_update,
  length(der) AS octets FROM crls
)sql";

// What the admin API manages. The tables begin with admin_, because an older CA may have left `provisioners`
// and `admins` of its own, keys and values, in the same database.
constexpr std::string_view step_2 = R"sql(
{create} admin_provisioners (
  id {key text} NOT NULL PRIMARY KEY,
  name {text} NOT NULL,
  document {text} NOT NULL,
  created_at {int} NOT NULL
{end}
;
{create} admin_accounts (
  id {key text} NOT NULL PRIMARY KEY,
  provisioner_id {text} NOT NULL,
  subject {text} NOT NULL,
  is_super {int} NOT NULL,
  created_at {int} NOT NULL
{end}
;
{create} admin_policies (
  owner {key text} NOT NULL PRIMARY KEY,
  document {text} NOT NULL
{end}
;
{create} acme_external_account_keys (
  id {key text} NOT NULL PRIMARY KEY,
  provisioner_id {key text} NOT NULL,
  reference {text} NOT NULL,
  hmac_key {key blob} NOT NULL,
  account_id {text} NOT NULL,
  created_at {int} NOT NULL,
  bound_at {int},
  policy {text} NOT NULL{inner index acme_external_account_keys_provisioner (provisioner_id, id)}
{end}
;
{index acme_external_account_keys_provisioner ON acme_external_account_keys (provisioner_id, id)}
;
{create} admin_changes (
  version {int} NOT NULL PRIMARY KEY,
  changed_at {int} NOT NULL,
  actor {text} NOT NULL,
  action {text} NOT NULL,
  object {text} NOT NULL
{end}
;
{view} v_admin_accounts AS SELECT a.subject, p.name AS provisioner_name, a.is_super,
  {time a.created_at} AS created_at, a.id FROM admin_accounts a LEFT JOIN admin_provisioners p ON p.id = a.provisioner_id
;
{view} v_admin_changes AS SELECT version, {time changed_at} AS changed_at, actor, action, object FROM admin_changes
)sql";

constexpr std::array steps = {step_1, step_2};

constexpr std::string_view version_table = R"sql({create} schema_version (
  version {int} NOT NULL PRIMARY KEY,
  applied_at {int} NOT NULL
{end})sql";

std::vector<std::string> in_statements(std::string_view text, Dialect dialect) {
  std::vector<std::string> out;
  std::string statement;
  const auto finish = [&] {
    std::string translated = in_words_of(dialect, std::exchange(statement, {}));
    if (!trim(translated).empty()) out.push_back(std::move(translated));
  };
  for (const std::string& line : split(text, '\n')) {
    if (line == ";") {
      finish();
    } else if (!line.empty()) {
      statement += line + "\n";
    }
  }
  finish();
  return out;
}

// Nodes that start together take turns: SQLite by BEGIN IMMEDIATE, the servers by a lock of their own.
std::string_view lock_statement(Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite:
      return "";
    case Dialect::postgresql:
      return "SELECT pg_advisory_xact_lock(7881065)";
    case Dialect::mariadb:
      return "SELECT get_lock('newel_schema', 60)";
  }
  return "";
}

std::int64_t number_from(Session& session, Statement statement) {
  std::int64_t number = 0;
  session.query({statement, {}},
                [&](std::span<const Value> row) { number = std::get<std::int64_t>(row[0]); });
  return number;
}

int current_version(Session& session) {
  if (number_from(session, Statement::has_schema) == 0) return 0;
  return static_cast<int>(number_from(session, Statement::schema_version));
}

void apply_missing(Session& session, Dialect dialect, const Clock& clock) {
  session.begin();
  const std::string lock(lock_statement(dialect));
  if (!lock.empty()) session.run({lock});
  const int from = current_version(session);
  if (number_from(session, Statement::has_schema) == 0) session.run({in_words_of(dialect, version_table)});
  for (int version = from + 1; version <= known_schema_version(); ++version) {
    session.run(migration_statements(version, dialect));
    const Call record{Statement::record_schema_version, {std::int64_t{version}, micros_of(clock.now())}};
    std::vector<std::int64_t> affected;
    session.execute({&record, 1}, affected);
  }
  session.commit();
  if (dialect == Dialect::mariadb) session.run({"SELECT release_lock('newel_schema')"});
}

}  // namespace

int known_schema_version() { return static_cast<int>(steps.size()); }

std::vector<std::string> migration_statements(int version, Dialect dialect) {
  return in_statements(steps.at(static_cast<std::size_t>(version - 1)), dialect);
}

void migrate(Session& session, Dialect dialect, const std::string& database_name, const Clock& clock) {
  int version = current_version(session);
  if (version < known_schema_version()) {
    try {
      apply_missing(session, dialect, clock);
    } catch (...) {
      session.rollback();
      throw;
    }
    version = current_version(session);
  }
  if (version > known_schema_version()) {
    throw Error(database_name + " has schema version " + std::to_string(version) +
                ", but this program knows only up to " + std::to_string(known_schema_version()) +
                ": use the newer program that made it, or restore a backup");
  }
}

}  // namespace newel::store
