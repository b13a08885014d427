#include "net/address.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>

#include "base/error.h"
#include "base/ip.h"
#include "base/url.h"
#include "net/tls_errors.h"

namespace newel::net {
namespace {

struct AddrInfoFree {
  void operator()(addrinfo* p) const { freeaddrinfo(p); }
};

sockaddr_storage any_address(int family, std::uint16_t port) {
  sockaddr_storage out{};
  if (family == AF_INET6) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&out, &v6, sizeof v6);
  } else {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&out, &v4, sizeof v4);
  }
  return out;
}

std::uint16_t parse_port(const std::string& text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    const servent* service = text.empty() ? nullptr : getservbyname(text.c_str(), "tcp");
    if (text.empty()) return 0;
    if (service == nullptr) throw Error("listen tcp: lookup tcp/" + text + ": unknown port");
    return ntohs(static_cast<std::uint16_t>(service->s_port));
  }
  if (value > 65535) throw Error("listen tcp: address " + text + ": invalid port");
  return static_cast<std::uint16_t>(value);
}

// As Go does: of several addresses of a name the first IPv4 one is taken.
sockaddr_storage resolve(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* list = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list) != 0) {
    throw Error("listen tcp: lookup " + host + ": no such host");
  }
  const std::unique_ptr<addrinfo, AddrInfoFree> owner(list);
  const addrinfo* chosen = list;
  for (const addrinfo* at = list; at != nullptr; at = at->ai_next) {
    if (at->ai_family == AF_INET) {
      chosen = at;
      break;
    }
  }
  sockaddr_storage out{};
  std::memcpy(&out, chosen->ai_addr, chosen->ai_addrlen);
  return out;
}

bool is_any_v6(const sockaddr_storage& address) {
  if (address.ss_family != AF_INET6) return false;
  sockaddr_in6 v6;
  std::memcpy(&v6, &address, sizeof v6);
  return IN6_IS_ADDR_UNSPECIFIED(&v6.sin6_addr);
}

// A descriptor, or minus the errno with `step` naming the call that failed.
int try_listen(const sockaddr_storage& address, const char*& step) {
  step = "socket";
  const int fd = ::socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  const int on = 1, off = 0;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (address.ss_family == AF_INET6) {
    const int* v6_only = is_any_v6(address) ? &off : &on;
    ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, v6_only, sizeof on);
  }
  const socklen_t size = address.ss_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  step = "bind";
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0) {
    step = "listen";
    if (::listen(fd, SOMAXCONN) == 0) return fd;
  }
  const int error = errno;
  ::close(fd);
  return -error;
}

}  // namespace

std::string ip_text(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    return IpAddress{to_bytes(ByteView(reinterpret_cast<const Byte*>(&v4.sin_addr), 4))}.to_string();
  }
  if (address.ss_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    const ByteView octets(v6.sin6_addr.s6_addr, 16);
    return IpAddress{to_bytes(IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr) ? octets.subspan(12) : octets)}.to_string();
  }
  return "@";  // a local socket has no address
}

std::string address_text(const sockaddr_storage& address) {
  std::uint16_t port = 0;
  if (address.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    port = ntohs(v4.sin_port);
  } else if (address.ss_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    port = ntohs(v6.sin6_port);
  } else {
    return "@";
  }
  return join_host_port(ip_text(address), std::to_string(port));
}

std::string local_address_text(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  return address_text(address);
}

int open_listening_socket(const std::string& address) {
  const auto [host, port_name] = value_or_throw(split_host_port(address), "listen tcp");
  const std::uint16_t port = parse_port(port_name);
  const char* step = "";
  int fd = try_listen(host.empty() ? any_address(AF_INET6, port) : resolve(host, port), step);
  if (host.empty() && (fd == -EAFNOSUPPORT || fd == -EADDRNOTAVAIL))
    fd = try_listen(any_address(AF_INET, port), step);
  if (fd < 0) throw Error("listen tcp " + address + ": " + step + ": " + errno_text(-fd));
  return fd;
}

int adopt_listening_socket(int fd, const std::string& address) {
  int listens = 0;
  socklen_t size = sizeof listens;
  if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0) {
    throw Error("listen tcp " + address + ": inherited descriptor " + std::to_string(fd) +
                " is not a listening socket");
  }
  const int flags = ::fcntl(fd, F_GETFL);
  ::fcntl(fd, F_SETFL, flags | O_NONBLOCK);
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  return fd;
}

}  // namespace newel::net
