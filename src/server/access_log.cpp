// Text and JSON lines have the form that the reference's logging library (logrus) gives them, because
// collectors parse it: fields sorted by name, the formatter's own `time`, `level` and `msg` among them, and a
// field that collides with one of those moved to `fields.<name>`. Values come from outside: whatever is not
// plainly printable is quoted or escaped, so that nobody can forge a line.
#include "server/access_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/files.h"
#include "base/ip.h"
#include "base/text.h"

namespace newel::server {
namespace {

using Sorted = std::map<std::string, json::Value, std::less<>>;

// Go's strconv.ParseBool.
bool is_true(const char* name) {
  const auto value = environment(name);
  if (!value) return false;
  for (const char* yes : {"1", "t", "T", "TRUE", "true", "True"}) {
    if (*value == yes) return true;
  }
  return false;
}

std::string_view level_of(int status) { return status < 400 ? "info" : status < 500 ? "warning" : "error"; }

std::string header_or_empty(const net::Request& request, std::string_view name) {
  const std::string* value = request.header(name);
  return value ? printable(*value) : std::string();
}

std::string client_address(const net::Request& request, bool real_ip) {
  if (!real_ip) return request.remote_address;
  for (const char* name : {"True-Client-IP", "X-Real-IP", "X-Forwarded-For"}) {
    const std::string* value = request.header(name);
    if (!value) continue;
    const std::string_view first = trim(std::string_view(*value).substr(0, value->find(',')));
    if (parse_ip(first)) return std::string(first);
  }
  return request.remote_address;
}

Sorted fields_of(const api::Answered& a, const AccessLogOptions& options) {
  Sorted out;
  for (const auto& [name, value] : a.fields) out[name] = value;
  out["request-id"] = json::text(a.request_id);
  out["remote-address"] = json::text(client_address(a.request, options.real_ip));
  out["name"] = "ca";
  out["user-id"] = "";
  out["fields.time"] = json::text(format_rfc3339(a.request.received));
  out["duration-ns"] = a.duration.count();
  out["duration"] = json::text(format_duration(a.duration));
  out["method"] = json::text(a.request.method);
  out["path"] = json::text(a.request.target);
  out["protocol"] = json::text(a.request.protocol);
  out["status"] = a.status;
  out["size"] = a.size;
  out["referer"] = json::text(header_or_empty(a.request, "Referer"));
  out["user-agent"] = json::text(header_or_empty(a.request, "User-Agent"));
  return out;
}

// Go's fmt.Sprint of strings, lists and maps.
std::string go_text(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::string:
      return std::string(value.get_string());
    case boost::json::kind::array: {
      std::vector<std::string> parts;
      for (const auto& item : value.get_array()) parts.push_back(go_text(item));
      return go_list(parts);
    }
    case boost::json::kind::object: {
      std::vector<std::string> parts;
      for (const auto& [name, item] : value.get_object())
        parts.push_back(std::string(name) + ":" + go_text(item));
      return "map" + go_list(parts);
    }
    default:
      return json::write(value);
  }
}

bool needs_quotes(std::string_view text) {
  return !std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._/@^+").find(c) != std::string_view::npos;
  });
}

std::string as_text(const Sorted& fields, std::string_view level, Time now) {
  std::string line = "time=" + quote(format_rfc3339(now)) + " level=" + std::string(level);
  for (const auto& [name, value] : fields) {
    const std::string text = go_text(value);
    line += " " + name + "=" + (needs_quotes(text) ? quote(text) : text);
  }
  return line + "\n";
}

std::string as_json(Sorted fields, std::string_view level, Time now) {
  fields["level"] = json::text(level);
  fields["msg"] = "";
  fields["time"] = json::text(format_rfc3339(now));
  json::Object object;
  for (auto& [name, value] : fields) object[name] = std::move(value);
  return json::write(object) + "\n";
}

// Columns are separated by blanks: an empty one is a dash.
std::string as_common(const api::Answered& a, const AccessLogOptions& options) {
  const auto column = [](std::string_view text) { return text.empty() ? std::string("-") : printable(text); };
  return fmt::format("{} {} ca - {} {} \"{} {} {}\" {} {}\n", column(a.request_id),
                     column(client_address(a.request, options.real_ip)), format_rfc3339(a.request.received),
                     format_duration(a.duration), column(a.request.method), column(a.request.target),
                     column(a.request.protocol), a.status, a.size);
}

}  // namespace

LogFormat parse_log_format(const std::string& name) {
  if (name.empty() || name == "text") return LogFormat::text;
  if (name == "json") return LogFormat::json;
  if (name == "common") return LogFormat::common;
  throw Error("unsupported logger.format '" + name + "'");
}

AccessLogOptions AccessLogOptions::from_environment(LogFormat format) {
  return {format, is_true("STEP_LOGGER_ONLY_TRACE_HEALTH_ENDPOINT"), is_true("STEP_LOGGER_LOG_REAL_IP")};
}

AccessLog::AccessLog(AccessLogOptions options, Write write, const Clock& clock)
    : options_(options), write_(std::move(write)), clock_(clock) {}

void AccessLog::answered(const api::Answered& a) const {
  if (options_.hide_healthy && a.request.target == "/health" && a.status < 400) return;
  switch (options_.format) {
    case LogFormat::common:
      return write_(as_common(a, options_));
    case LogFormat::text:
      return write_(as_text(fields_of(a, options_), level_of(a.status), clock_.now()));
    case LogFormat::json:
      return write_(as_json(fields_of(a, options_), level_of(a.status), clock_.now()));
  }
}

}  // namespace newel::server
