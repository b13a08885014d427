// HTTP messages as values, the same for HTTP/1.1 and HTTP/2, for client and server.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace newel::net {

/// In order; names compare ignoring case.
using Headers = std::vector<std::pair<std::string, std::string>>;
/// The first value, nullptr if absent.
const std::string* find_header(const Headers& headers, std::string_view name);

/// What a server handler gets. Immutable; lives as long as the handler holds it.
struct Request {
  std::string method;
  std::string target;    ///< raw request URI: path and query
  std::string path;      ///< without query, still percent-encoded
  std::string query;     ///< without '?'
  std::string protocol;  ///< "HTTP/1.1", "HTTP/2.0"
  std::string host;
  Headers headers;
  std::string body;
  std::string remote_address;  ///< IP without port
  std::string listener;        ///< the name its listener was given
  bool tls = false;
  /// Verified client certificates as DER, leaf first; empty without one.
  std::vector<Bytes> peer_certificates;
  Time received{};

  const std::string* header(std::string_view name) const { return find_header(headers, name); }
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

/// "Not Found"; "Status" for a code without a registered phrase.
std::string_view reason_phrase(int status);
/// What the server itself answers when no handler can: "400 Bad Request: <detail>" as text/plain.
Response plain_text_response(int status, std::string_view detail = {});

/// Sends the response; may be called from any thread, once; later calls and a vanished client are ignored.
/// When the last copy goes away unused, the client gets a bare 500.
using Respond = std::function<void(Response)>;
/// Runs on a worker thread; it must not block on disk or network but hand `respond` on to whoever finishes
/// the work. An exception out of it becomes a bare 500.
using Handler = std::function<void(std::shared_ptr<const Request>, Respond)>;

}  // namespace newel::net
