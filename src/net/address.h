// Socket addresses: bound from the forms people write, printed as Go prints them.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>

namespace newel::net {

/// "127.0.0.1"; an IPv4 address mapped into IPv6 is printed as IPv4.
std::string ip_text(const sockaddr_storage& address);
/// "127.0.0.1:443", "[::1]:443".
std::string address_text(const sockaddr_storage& address);
std::string local_address_text(int fd);  ///< empty when the socket has none

/// A non-blocking listening TCP socket for ":443" (both IP versions, or IPv4 alone where IPv6 is missing),
/// "127.0.0.1:0", "[::1]:443", "name:443". Throws Error: "listen tcp :443: bind: address already in use".
int open_listening_socket(const std::string& address);
/// A listening socket somebody else has bound, made ready for the event loops. Throws Error naming `address`
/// when it does not listen.
int adopt_listening_socket(int fd, const std::string& address);

}  // namespace newel::net
