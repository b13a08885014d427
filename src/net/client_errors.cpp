#include "net/client_errors.h"

#include <cerrno>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "net/curl_library.h"
#include "net/tls_errors.h"

namespace newel::net {
namespace {

// libcurl quotes OpenSSL's line: "... error:0A000412:SSL routines::sslv3 alert bad certificate".
std::string tls_text(const std::string& detail) {
  const auto at = detail.find("error:");
  if (at == std::string::npos) return {};
  const unsigned long code = std::strtoul(detail.c_str() + at + 6, nullptr, 16);
  const std::string text = openssl_error_text(code);
  // On the client's side of the table: what the server sent was no TLS.
  if (text == "tls: first record does not look like a TLS handshake") {
    return "http: server gave HTTP response to HTTPS client";
  }
  if (text == "tls: client offered only unsupported versions") {
    return "tls: server selected unsupported protocol version";
  }
  return text;
}

std::string dial(const TransferFailure& f, const std::string& rest) {
  return "dial tcp " + (f.tried.empty() ? "" : f.tried + ": ") + rest;
}

std::string read_or_write(const TransferFailure& f, const char* operation) {
  if (const std::string text = tls_text(f.detail); !text.empty()) return text;
  if (f.os_error == 0) return "EOF";
  return std::string(operation) + " tcp " + f.local + "->" + f.tried + ": " + operation + ": " +
         errno_text(f.os_error);
}

std::string timeout_text(const TransferFailure& f) {
  if (f.headers_seen)
    return "context deadline exceeded (Client.Timeout or context cancellation while reading body)";
  if (!f.dialled) return dial(f, "i/o timeout");
  if (!f.connected) return "net/http: TLS handshake timeout";
  return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
}

std::string connection_text(const TransferFailure& f) {
  switch (f.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "dial tcp: lookup " + f.host + ": no such host";
    case CURLE_COULDNT_CONNECT:
      return dial(f, "connect: " + errno_text(f.os_error != 0 ? f.os_error : ECONNREFUSED));
    default:
      return {};
  }
}

}  // namespace

std::string transfer_failure_text(const TransferFailure& f) {
  if (!f.tls_error.empty()) return "tls: failed to verify certificate: " + f.tls_error;
  if (const std::string text = connection_text(f); !text.empty()) {
    return f.through_proxy ? "proxyconnect tcp: " + text : text;
  }
  switch (f.code) {
    case CURLE_OPERATION_TIMEDOUT:
      return timeout_text(f);
    case CURLE_GOT_NOTHING:
      return "EOF";
    case CURLE_PEER_FAILED_VERIFICATION:
      // Our own check has explained itself above; libcurl also gives this code, without OpenSSL's line, to
      // one alert.
      return f.detail == "SSL certificate verification failed" ? "remote error: tls: expired certificate"
                                                               : "tls: " + f.detail;
    case CURLE_PARTIAL_FILE:
      return "unexpected EOF";
    case CURLE_SEND_ERROR:
      return read_or_write(f, "write");
    case CURLE_RECV_ERROR:
      return read_or_write(f, "read");
    case CURLE_SSL_CONNECT_ERROR:
      if (const std::string text = tls_text(f.detail); !text.empty()) return text;
      if (f.os_error != 0) return read_or_write(f, "read");
      // libcurl has no code for a server that hangs up during the handshake.
      return f.detail.find("SSL_ERROR_SYSCALL") != std::string::npos ? "EOF" : "tls: " + f.detail;
    case CURLE_WEIRD_SERVER_REPLY:
      return "net/http: HTTP/1.x transport connection broken: malformed HTTP response";
    default:
      return f.detail;
  }
}

}  // namespace newel::net
