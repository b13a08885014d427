// Writes HTTP/1 responses (RFC 9112 section 4).
#pragma once

#include <string>

#include "net/http.h"

namespace newel::net {

/// What of the request shapes the answer's form.
struct Http1Framing {
  bool head = false;    ///< the method was HEAD: no body, but its length
  bool http10 = false;  ///< keep-alive must be said
  bool keep_alive = true;
};

/// Appends status line, fields and body. Content-Length and Date are always set, Connection and the framing
/// fields are ours alone: a handler's are dropped, except that its "Connection: close" is obeyed (clears
/// keep_alive).
void write_http1_response(std::string& out, const Response& response, Http1Framing& framing);

/// "Tue, 15 Nov 1994 08:12:31 GMT" of now (RFC 9110 section 5.6.7); made once a second per thread.
std::string_view http_date();

/// True for the fields that belong to one connection or to the framing, which a handler must not set.
bool is_connection_field(std::string_view name);
/// Statuses that never carry a body (RFC 9110 section 6.4.1).
bool is_bodiless_status(int status);
/// Appends a header value; CR, LF and NUL become spaces, so that no value can forge a line.
void append_field_value(std::string& out, std::string_view value);

}  // namespace newel::net
