#include "messages/admin/admin_form.h"

#include <array>

#include "base/encoding.h"
#include "messages/fields.h"

namespace newel::messages::admin {
namespace {

constexpr std::int64_t never_seconds = -62135596800;

struct Kind {
  int status;
  const char* type;
  const char* detail;
};
constexpr std::array kinds = {
    Kind{404, "notFound", "resource not found"},
    Kind{400, "badRequest", "bad request"},
    Kind{501, "notImplemented", "not implemented"},
    Kind{401, "unauthorized", "unauthorized"},
    Kind{409, "conflict", "conflict"},
};

std::string first_text(const Fields& fields, std::string_view camel, std::string_view snake) {
  std::string out = fields.text(camel);
  return out.empty() ? fields.text(snake) : out;
}

// RFC 3339, or {"seconds":n}.
std::optional<Time> read_time(const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  if (const auto text = json::as_string(value)) {
    const auto parsed = parse_rfc3339(*text);
    return parsed ? std::optional<Time>(*parsed) : std::nullopt;
  }
  const std::int64_t seconds = Fields(*value).integer("seconds");
  return seconds > 0 ? std::optional<Time>(from_unix(seconds)) : std::nullopt;
}

const json::Value* either(const Fields& fields, std::string_view camel, std::string_view snake) {
  const json::Value* value = fields.any(camel);
  return value != nullptr ? value : fields.any(snake);
}

}  // namespace

json::Object EabKeyMessage::to_json() const {
  json::Object out{{"id", json::text(id)}};
  put(out, "hmacKey", json::text(base64_encode(as_bytes(hmac_key))));
  put(out, "provisioner", json::text(provisioner));
  put(out, "reference", json::text(reference));
  put(out, "account", json::text(account));
  out["createdAt"] = json::text(format_rfc3339(created_at));
  if (bound_at) out["boundAt"] = json::text(format_rfc3339(*bound_at));
  return out;
}

json::Object EabKeyMessage::to_listed_json() const {
  json::Object out{{"id", json::text(id)}};
  put(out, "provisioner", json::text(provisioner));
  put(out, "reference", json::text(reference));
  put(out, "account", json::text(account));
  out["created_at"] = json::Object{{"seconds", unix_seconds(created_at)}};
  // Clients take an absent time for 1970.
  out["bound_at"] = json::Object{{"seconds", bound_at ? unix_seconds(*bound_at) : never_seconds}};
  return out;
}

EabKeyMessage EabKeyMessage::from_json(const json::Value& value) {
  const Fields fields(value);
  EabKeyMessage out;
  out.id = fields.text("id");
  out.provisioner = fields.text("provisioner");
  out.reference = fields.text("reference");
  out.account = fields.text("account");
  const auto key = base64_decode(first_text(fields, "hmacKey", "hmac_key"));
  if (key) out.hmac_key = to_text(*key);
  out.created_at = read_time(either(fields, "createdAt", "created_at")).value_or(Time{});
  out.bound_at = read_time(either(fields, "boundAt", "bound_at"));
  return out;
}

json::Object AdminMessage::to_json() const {
  return {{"id", json::text(id)},
          {"authorityId", json::text(default_authority_id)},
          {"subject", json::text(subject)},
          {"provisionerId", json::text(provisioner_id)},
          {"type", is_super ? "SUPER_ADMIN" : "ADMIN"},
          {"createdAt", json::text(format_rfc3339(created_at))},
          {"deletedAt", json::text(never)}};
}

json::Object AdminMessage::to_listed_json() const {
  return {{"id", json::text(id)},
          {"authority_id", json::text(default_authority_id)},
          {"subject", json::text(subject)},
          {"provisioner_id", json::text(provisioner_id)},
          {"type", is_super ? 2 : 1},
          {"created_at", json::Object{{"seconds", unix_seconds(created_at)}}},
          {"deleted_at", json::Object{{"seconds", never_seconds}}}};
}

AdminMessage AdminMessage::from_json(const json::Value& value) {
  const Fields fields(value);
  AdminMessage out;
  out.id = fields.text("id");
  out.subject = fields.text("subject");
  out.provisioner_id = first_text(fields, "provisionerId", "provisioner_id");
  if (const json::Value* type = fields.any("type"))
    out.is_super = type->is_string() ? type->get_string() == "SUPER_ADMIN" : fields.integer("type") == 2;
  return out;
}

json::Object AdminRequest::to_json() const {
  json::Object out;
  if (!subject.empty()) out["subject"] = json::text(subject);
  if (!provisioner.empty()) out["provisioner"] = json::text(provisioner);
  out["type"] = type;
  return out;
}

AdminRequest AdminRequest::from_json(const json::Value& value) {
  const Fields fields(value);
  AdminRequest out;
  out.subject = fields.text("subject");
  out.provisioner = fields.text("provisioner");
  const std::int64_t type = fields.integer("type");
  out.type = type == 1 || type == 2 ? static_cast<int>(type) : 0;
  return out;
}

std::string error_body(const Error& error) {
  json::Object out{{"type", "internalServerError"},
                   {"detail", "the server experienced an internal error"},
                   {"message", json::text(error.text())}};
  for (const Kind& kind : kinds) {
    if (kind.status != error.status()) continue;
    out["type"] = kind.type;
    out["detail"] = kind.detail;
  }
  return json::write(out);
}

Error parse_error_body(int status, std::string_view body) {
  try {
    const auto value = json::parse_first(body);
    if (value) {
      const std::string message = Fields(*value).text("message");
      if (!message.empty()) return Error::verbatim(status, message);
    }
  } catch (const Error&) {
  }
  return Error::verbatim(status, default_message(status));
}

}  // namespace newel::messages::admin
