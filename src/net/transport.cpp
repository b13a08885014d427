#include "net/transport.h"

#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "net/tls_errors.h"

namespace newel::net {

Transport::Transport(int fd, const TlsServerContext* tls) : fd_(fd) {
  if (tls == nullptr) return;
  client_.judge = &tls->impl().client_judge;
  ssl_.reset(SSL_new(tls->impl().ctx.get()));
  if (ssl_ == nullptr || SSL_set_fd(ssl_.get(), fd) != 1 || !client_.attach(ssl_.get())) {
    ::close(fd);
    throw Error(take_openssl_error());
  }
  SSL_set_accept_state(ssl_.get());
}

Transport::~Transport() {
  if (ssl_ != nullptr && !broken_ && SSL_is_init_finished(ssl_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  ERR_clear_error();
  ::close(fd_);
}

IoStatus Transport::handshake() {
  if (ssl_ == nullptr) return IoStatus::ok;
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) return IoStatus::ok;
  IoStatus status = classify(result, "read").status;
  if (status == IoStatus::eof) {
    status = IoStatus::failed;
    error_ = "EOF";
  }
  return status;
}

IoResult Transport::classify(int result, const char* operation) {
  const int saved_errno = errno;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      return {IoStatus::blocked};
    case SSL_ERROR_ZERO_RETURN:
      return {IoStatus::eof};
    case SSL_ERROR_SYSCALL:
      broken_ = true;
      if (saved_errno == 0) return {IoStatus::eof};
      error_ = std::string(operation) + ": " + errno_text(saved_errno);
      return {IoStatus::failed};
    default: {
      broken_ = true;
      const unsigned long code = ERR_peek_error();
      got_plain_http_ = ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_HTTP_REQUEST;
      error_ = client_.refusal.empty() ? take_openssl_error() : client_.refusal;
      ERR_clear_error();
      return {IoStatus::failed};
    }
  }
}

bool Transport::negotiated_http2() const {
  if (ssl_ == nullptr) return false;
  const unsigned char* name = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &length);
  return length == 2 && name[0] == 'h' && name[1] == '2';
}

IoResult Transport::read(char* into, std::size_t size) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    const int n = SSL_read(ssl_.get(), into, static_cast<int>(size));
    return n > 0 ? IoResult{IoStatus::ok, static_cast<std::size_t>(n)} : classify(n, "read");
  }
  const ssize_t n = ::recv(fd_, into, size, 0);
  if (n > 0) return {IoStatus::ok, static_cast<std::size_t>(n)};
  if (n == 0) return {IoStatus::eof};
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {IoStatus::blocked};
  error_ = "read: " + errno_text(errno);
  return {IoStatus::failed};
}

IoResult Transport::write(const char* from, std::size_t size) {
  if (ssl_ == nullptr) return write_plain(from, size);
  ERR_clear_error();
  const int n = SSL_write(ssl_.get(), from, static_cast<int>(std::min<std::size_t>(size, 1u << 30)));
  return n > 0 ? IoResult{IoStatus::ok, static_cast<std::size_t>(n)} : classify(n, "write");
}

IoResult Transport::write_plain(const char* from, std::size_t size) {
  const ssize_t n = ::send(fd_, from, size, MSG_NOSIGNAL);
  if (n >= 0) return {IoStatus::ok, static_cast<std::size_t>(n)};
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {IoStatus::blocked};
  error_ = "write: " + errno_text(errno);
  return {IoStatus::failed};
}

IoStatus Transport::discard() {
  char scrap[16384];
  for (int rounds = 0; rounds < 16; ++rounds) {
    const ssize_t n = ::recv(fd_, scrap, sizeof scrap, 0);
    if (n == 0) return IoStatus::eof;
    if (n < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? IoStatus::blocked : IoStatus::failed;
  }
  return IoStatus::ok;
}

void Transport::abandon() {
  broken_ = true;
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void Transport::shutdown_write() {
  if (ssl_ != nullptr && !broken_ && SSL_is_init_finished(ssl_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }
  broken_ = true;
  ::shutdown(fd_, SHUT_WR);
}

}  // namespace newel::net
