#include "net/http1_response.h"

#include <fmt/format.h>

#include <array>
#include <ctime>

#include "base/clock.h"
#include "base/text.h"

namespace newel::net {

std::string_view http_date() {
  static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  thread_local std::int64_t made = -1;
  thread_local std::string text;
  const std::int64_t now = unix_seconds(system_clock().now());
  if (now != made) {
    const CivilTime t = to_civil(from_unix(now));
    const std::int64_t weekday = (now / 86400 + 4) % 7;  // 1 January 1970 was a Thursday
    text = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(weekday)],
                       t.day, months[t.month - 1], t.year, t.hour, t.minute, t.second);
    made = now;
  }
  return text;
}

bool is_connection_field(std::string_view name) {
  static constexpr std::array<std::string_view, 7> fields = {
      "Connection", "Content-Length", "Transfer-Encoding", "Date",
      "Keep-Alive", "Upgrade",        "Proxy-Connection"};
  for (const auto field : fields) {
    if (equal_ignoring_case(field, name)) return true;
  }
  return false;
}

bool is_bodiless_status(int status) { return status < 200 || status == 204 || status == 304; }

void append_field_value(std::string& out, std::string_view value) {
  for (const char c : value) out.push_back(c == '\r' || c == '\n' || c == '\0' ? ' ' : c);
}

void write_http1_response(std::string& out, const Response& response, Http1Framing& framing) {
  const std::string* connection = find_header(response.headers, "Connection");
  if (connection != nullptr && equal_ignoring_case(*connection, "close")) framing.keep_alive = false;
  const bool bodiless = is_bodiless_status(response.status);
  out.reserve(out.size() + 256 + 64 * response.headers.size() + response.body.size());
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                 reason_phrase(response.status), http_date());
  for (const auto& [name, value] : response.headers) {
    if (is_connection_field(name)) continue;
    append_field_value(out, name);
    out.append(": ");
    append_field_value(out, value);
    out.append("\r\n");
  }
  if (!bodiless) fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", response.body.size());
  if (!framing.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (framing.http10) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
  if (!bodiless && !framing.head) out.append(response.body);
}

}  // namespace newel::net
