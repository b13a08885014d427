// Every statement the store runs, as data: one text where the engines agree, three where they do not.
#pragma once

#include <string>
#include <string_view>

namespace newel::store {

enum class Dialect { sqlite, postgresql, mariadb };

enum class Statement {
  use_token,
  add_certificate,
  add_revocation,
  put_crl,
  drop_older_crls,
  token_is_used,
  certificate_by_serial,
  revocation_by_serial,
  revocations_since,
  latest_crl,
  record_change,
  put_provisioner,
  remove_provisioner,
  put_admin,
  remove_admin,
  put_policy,
  remove_policy,
  put_external_account_key,
  remove_external_account_key,
  remove_external_account_keys,
  external_account_keys,
  external_account_key_by_id,
  external_account_key_by_reference,
  managed_version,
  managed_provisioners,
  managed_admins,
  managed_policies,
  recent_changes,
  prune_tokens,
  has_database,
  largest_packet,
  has_schema,
  schema_version,
  record_schema_version,
  count_,
};

inline constexpr std::size_t statement_count = static_cast<std::size_t>(Statement::count_);

/// The text with `?` for parameters (PostgreSQL: $1, $2, …). The view lives as long as the program.
std::string_view sql_of(Statement statement, Dialect dialect);

/// A short name, unique per statement: for prepared statements on a server.
std::string name_of(Statement statement);

}  // namespace newel::store
