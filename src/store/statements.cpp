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
#define EAB_COLUMNS "id, provisioner_id, reference, hmac_key, account_id, created_at, bound_at, policy"
#define CHANGE_COLUMNS "version, changed_at, actor, action, object"

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
    // record_change: its number is the key, so of two changes of one state only one finds its place free
    {"INSERT INTO admin_changes (" CHANGE_COLUMNS ") VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", "",
     "INSERT INTO admin_changes (" CHANGE_COLUMNS
     ") VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE version = admin_changes.version"},
    // put_provisioner
    {"INSERT INTO admin_provisioners (id, name, document, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) "
     "DO UPDATE SET name = excluded.name, document = excluded.document",
     "",
     "INSERT INTO admin_provisioners (id, name, document, created_at) VALUES (?, ?, ?, ?) ON DUPLICATE KEY "
     "UPDATE name = VALUES(name), document = VALUES(document)"},
    // remove_provisioner
    {"DELETE FROM admin_provisioners WHERE id = ?", "", ""},
    // put_admin
    {"INSERT INTO admin_accounts (id, provisioner_id, subject, is_super, created_at) VALUES (?, ?, ?, ?, ?) "
     "ON CONFLICT (id) DO UPDATE SET is_super = excluded.is_super",
     "",
     "INSERT INTO admin_accounts (id, provisioner_id, subject, is_super, created_at) VALUES (?, ?, ?, ?, ?) "
     "ON DUPLICATE KEY UPDATE is_super = VALUES(is_super)"},
    // remove_admin
    {"DELETE FROM admin_accounts WHERE id = ?", "", ""},
    // put_policy
    {"INSERT INTO admin_policies (owner, document) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET document "
     "= excluded.document",
     "",
     "INSERT INTO admin_policies (owner, document) VALUES (?, ?) ON DUPLICATE KEY UPDATE document = "
     "VALUES(document)"},
    // remove_policy
    {"DELETE FROM admin_policies WHERE owner = ?", "", ""},
    // put_external_account_key
    {"INSERT INTO acme_external_account_keys (" EAB_COLUMNS
     ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) "
     "DO UPDATE SET account_id = excluded.account_id, bound_at = excluded.bound_at, policy = excluded.policy",
     "",
     "INSERT INTO acme_external_account_keys (" EAB_COLUMNS
     ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
     "account_id = VALUES(account_id), bound_at = VALUES(bound_at), policy = VALUES(policy)"},
    // remove_external_account_key
    {"DELETE FROM acme_external_account_keys WHERE id = ?", "", ""},
    // remove_external_account_keys
    {"DELETE FROM acme_external_account_keys WHERE provisioner_id = ?", "", ""},
    // external_account_keys
    {"SELECT " EAB_COLUMNS
     " FROM acme_external_account_keys WHERE provisioner_id = ? AND id >= ? ORDER BY id LIMIT ?",
     "", ""},
    // external_account_key_by_id
    {"SELECT " EAB_COLUMNS " FROM acme_external_account_keys WHERE id = ?", "", ""},
    // external_account_key_by_reference
    {"SELECT " EAB_COLUMNS " FROM acme_external_account_keys WHERE provisioner_id = ? AND reference = ?", "",
     ""},
    // managed_version
    {"SELECT coalesce(max(version), 0) FROM admin_changes", "", ""},
    // managed_provisioners
    {"SELECT id, name, document, created_at FROM admin_provisioners ORDER BY created_at, id", "", ""},
    // managed_admins
    {"SELECT id, provisioner_id, subject, is_super, created_at FROM admin_accounts ORDER BY id", "", ""},
    // managed_policies
    {"SELECT owner, document FROM admin_policies ORDER BY owner", "", ""},
    // recent_changes
    {"SELECT " CHANGE_COLUMNS " FROM admin_changes ORDER BY version DESC LIMIT ?", "", ""},
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
