#include "load/tls_connection.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>

#include "base/text.h"

namespace newel::bench {
namespace {

X509* to_openssl(const x509::Certificate& certificate) {
  const Byte* der = certificate.der().data();
  return d2i_X509(nullptr, &der, static_cast<long>(certificate.der().size()));
}

[[noreturn]] void fail(const char* what) { throw Error(std::string(what) + " failed"); }

}  // namespace

TlsClient::TlsClient(const x509::Certificate& root, std::vector<x509::Certificate> chain,
                     const PrivateKey* key)
    : context_(SSL_CTX_new(TLS_client_method())) {
  X509* anchor = to_openssl(root);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context_), anchor);
  X509_free(anchor);
  SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_session_cache_mode(context_, SSL_SESS_CACHE_OFF);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    X509* certificate = to_openssl(chain[i]);
    if (i == 0) {
      SSL_CTX_use_certificate(context_, certificate);
      X509_free(certificate);
    } else {
      SSL_CTX_add_extra_chain_cert(context_, certificate);
    }
  }
  if (key != nullptr && SSL_CTX_use_PrivateKey(context_, key->tls_key()) != 1) fail("using the client key");
}

TlsClient::~TlsClient() { SSL_CTX_free(context_); }

TlsConnection::TlsConnection(const TlsClient& client, const std::string& host, int port) : host_(host) {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ssl_ = SSL_new(client.context());
  SSL_set_fd(ssl_, fd_);
  if (SSL_connect(ssl_) != 1) {
    ERR_print_errors_fp(stderr);
    fail("TLS handshake");
  }
}

TlsConnection::~TlsConnection() {
  if (ssl_ != nullptr) {
    SSL_shutdown(ssl_);
    SSL_free(ssl_);
  }
  // An immediate reset keeps a long run from drowning in sockets that wait.
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(fd_);
}

namespace {

// "<hex>\r\n<data>\r\n" until a chunk of length 0; false while the last one is not there yet.
bool decode_chunks(std::string_view in, std::string& body) {
  body.clear();
  for (;;) {
    const auto line = in.find("\r\n");
    if (line == std::string_view::npos) return false;
    std::size_t length = 0;
    std::from_chars(in.data(), in.data() + line, length, 16);
    if (in.size() < line + 2 + length + 2) return false;
    if (length == 0) return true;
    body.append(in.substr(line + 2, length));
    in.remove_prefix(line + 2 + length + 2);
  }
}

/// A response as it arrives.
class ResponseReader {
 public:
  /// True when the answer is whole.
  bool take(std::string_view bytes, Answer& answer) {
    in_.append(bytes);
    if (body_ == 0 && !take_head(answer)) return false;
    if (chunked_) return decode_chunks(std::string_view(in_).substr(body_), answer.body);
    if (in_.size() < body_ + length_) return false;
    answer.body = in_.substr(body_, length_);
    return true;
  }

 private:
  bool take_head(Answer& answer) {
    const auto end = in_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    body_ = end + 4;
    std::from_chars(in_.data() + 9, in_.data() + 12, answer.status);
    const std::string head = to_lower(in_.substr(0, body_));
    chunked_ = head.find("transfer-encoding: chunked") != std::string::npos;
    if (const auto at = head.find("content-length: "); at != std::string::npos) {
      std::from_chars(head.data() + at + 16, head.data() + head.size(), length_);
    }
    return true;
  }

  std::string in_;
  std::size_t body_ = 0;  // where it begins; 0 until the head is complete
  std::size_t length_ = 0;
  bool chunked_ = false;
};

}  // namespace

Answer TlsConnection::request(const std::string& method, const std::string& path, const std::string& body) {
  const std::string out = fmt::format(
      "{} {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", method,
      path, host_, body.size(), body);
  if (SSL_write(ssl_, out.data(), static_cast<int>(out.size())) <= 0) fail("write");
  Answer answer;
  ResponseReader reader;
  char buffer[16384];
  for (;;) {
    const int n = SSL_read(ssl_, buffer, sizeof buffer);
    if (n <= 0) fail("read");
    if (reader.take({buffer, static_cast<std::size_t>(n)}, answer)) return answer;
  }
}

}  // namespace newel::bench
