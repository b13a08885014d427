// Administrators, and the error body of the admin API (reference: linkedca.Admin, authority/admin/errors.go).
#pragma once

#include <optional>

#include "base/time.h"
#include "messages/admin/protobuf_json.h"

namespace newel::messages::admin {

/// Every row belongs to this authority, whatever authority.authorityId says: so it is in the reference.
inline constexpr std::string_view default_authority_id = "00000000-0000-0000-0000-000000000000";
/// "0001-01-01T00:00:00Z": the deletion of what is not deleted.
inline constexpr std::string_view never = "0001-01-01T00:00:00Z";

struct AdminMessage {
  std::string id, subject, provisioner_id;
  bool is_super = false;
  Time created_at{};

  /// POST, PATCH and GET of one: names in lowerCamelCase, the type by name.
  json::Object to_json() const;
  /// An element of the list: names in snake_case, type and times as numbers.
  json::Object to_listed_json() const;
  /// Either form.
  static AdminMessage from_json(const json::Value& value);
};

/// Of POST /admins and PATCH /admins/{id}.
struct AdminRequest {
  std::string subject, provisioner;
  int type = 0;  ///< 1 admin, 2 super admin; anything else is wrong

  json::Object to_json() const;
  static AdminRequest from_json(const json::Value& value);
};

/// An external account key of ACME.
struct EabKeyMessage {
  std::string id, provisioner, reference, account;
  std::string hmac_key;  ///< octets; "" where it is not shown
  Time created_at{};
  std::optional<Time> bound_at;

  json::Object to_json() const;         ///< names in lowerCamelCase: the answer to a POST
  json::Object to_listed_json() const;  ///< names in snake_case, times as numbers, without the key
  static EabKeyMessage from_json(const json::Value& value);
};

/// {"type","detail","message"}; the message is the error's text.
std::string error_body(const Error& error);
/// The error that such a body describes.
Error parse_error_body(int status, std::string_view body);

}  // namespace newel::messages::admin
