// "At most once" is decided by the database, never by a look before the leap: a unique key, an insert that
// does nothing when the key is there, and the number of rows it touched. That holds between threads,
// processes and nodes.
//
// SQLite and PostgreSQL say ON CONFLICT DO NOTHING. MariaDB's INSERT IGNORE would also swallow values that do
// not fit, so there the insert "updates" the key to itself, which touches 0 rows and keeps all other errors.
#include "store/statements.h"

#include <array>

namespace newel::store {
namespace {

struct Text {
  std::string_view sqlite, postgresql, mariadb;  // an empty one is as for SQLite
};

#define CERTIFICATE_COLUMNS                                                                              \
  "serial, issuer, subject, names, not_before, not_after, issued_at, provisioner_id, provisioner_name, " \
  "provisioner_type, ra, der"
#define REVOCATION_COLUMNS \
  "serial, provisioner_id, reason_code, reason, revoked_at, expires_at, token_id, mtls, acme"

constexpr std::array<Text, statement_count> texts = {{
    // use_token
    {"INSERT INTO used_tokens (id, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING", "",
     "INSERT INTO used_tokens (id, expires_at) VALUES (?, ?) ON DUPLICATE KEY UPDATE id = used_tokens.id"},
    // add_certificate
    {"INSERT INTO x509_certificates (" CERTIFICATE_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
     "", ""},
    // add_revocation
    {"INSERT INTO revocations (" REVOCATION_COLUMNS
     ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
     "",
     "INSERT INTO revocations (" REVOCATION_COLUMNS
     ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE serial = revocations.serial"},
    // put_crl: the number is given twice; the WHERE refuses a number below one that is there, the key an
    // equal one
    {"INSERT INTO crls (number, this_update, next_update, der) SELECT ?, ?, ?, ? "
     "WHERE NOT EXISTS (SELECT 1 FROM crls WHERE number >= ?) ON CONFLICT DO NOTHING",
     "",
     "INSERT INTO crls (number, this_update, next_update, der) SELECT ?, ?, ?, ? FROM DUAL "
     "WHERE NOT EXISTS (SELECT 1 FROM crls WHERE number >= ?) ON DUPLICATE KEY UPDATE number = crls.number"},
    // drop_older_crls
    {"DELETE FROM crls WHERE number < ?", "", ""},
    // token_is_used
    {"SELECT 1 FROM used_tokens WHERE id = ?", "", ""},
    // certificate_by_serial: SQLite asks the index segment by segment, newest first (docs/schema.md)
    {"WITH RECURSIVE segments(n) AS (SELECT max(id) >> 17 FROM x509_certificates UNION ALL "
     "SELECT n - 1 FROM segments WHERE n > 0) "
     "SELECT " CERTIFICATE_COLUMNS " FROM segments CROSS JOIN x509_certificates ON segment = segments.n AND "
     "serial = ? ORDER BY n DESC, id DESC LIMIT 1",
     "SELECT " CERTIFICATE_COLUMNS " FROM x509_certificates WHERE serial = ? ORDER BY id DESC LIMIT 1",
     "SELECT " CERTIFICATE_COLUMNS " FROM x509_certificates WHERE serial = ? ORDER BY id DESC LIMIT 1"},
    // revocation_by_serial
    {"SELECT " REVOCATION_COLUMNS " FROM revocations WHERE serial = ?", "", ""},
    // revocations_since
    {"SELECT " REVOCATION_COLUMNS
     " FROM revocations WHERE expires_at IS NULL OR expires_at >= ? ORDER BY revoked_at, serial",
     "", ""},
    // latest_crl
    {"SELECT number, this_update, next_update, der FROM crls ORDER BY number DESC LIMIT 1", "", ""},
    // prune_tokens: expired before, at most so many
    {"DELETE FROM used_tokens WHERE id IN (SELECT id FROM used_tokens WHERE expires_at < ? ORDER BY "
     "expires_at LIMIT ?)",
     "", "DELETE FROM used_tokens WHERE expires_at < ? ORDER BY expires_at LIMIT ?"},
    // has_database: only PostgreSQL has to ask
    {"", "SELECT 1 FROM pg_database WHERE datname = ?", ""},
    // largest_packet: only MariaDB has to ask
    {"", "", "SELECT @@max_allowed_packet"},
    // has_schema
    {"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'",
     "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = "
     "'schema_version'",
     "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = "
     "'schema_version'"},
    // schema_version
    {"SELECT coalesce(max(version), 0) FROM schema_version", "", ""},
    // record_schema_version
    {"INSERT INTO schema_version (version, applied_at) VALUES (?, ?) ON CONFLICT DO NOTHING", "",
     "INSERT INTO schema_version (version, applied_at) VALUES (?, ?) ON DUPLICATE KEY UPDATE version = "
     "schema_version.version"},
}};

// "?" to "$1", "$2", …; no text of ours has a question mark inside quotes.
std::string numbered(std::string_view text) {
  std::string out;
  int number = 0;
  for (const char c : text) {
    if (c == '?') {
      out += "$" + std::to_string(++number);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

const std::array<std::string, statement_count>& postgresql_texts() {
  static const auto made = [] {
    std::array<std::string, statement_count> out;
    for (std::size_t i = 0; i < statement_count; ++i) {
      out[i] = numbered(texts[i].postgresql.empty() ? texts[i].sqlite : texts[i].postgresql);
    }
    return out;
  }();
  return made;
}

}  // namespace

std::string_view sql_of(Statement statement, Dialect dialect) {
  const auto i = static_cast<std::size_t>(statement);
  if (dialect == Dialect::postgresql) return postgresql_texts()[i];
  if (dialect == Dialect::mariadb && !texts[i].mariadb.empty()) return texts[i].mariadb;
  return texts[i].sqlite;
}

std::string name_of(Statement statement) { return "newel_" + std::to_string(static_cast<int>(statement)); }

}  // namespace newel::store
