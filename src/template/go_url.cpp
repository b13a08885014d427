// Which characters stand for themselves depends on the part of the URL (RFC 3986, as net/url reads it).
#include "template/go_url.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace newel::templates {
namespace {

enum class Part { path, segment, host, user, fragment };

bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

bool is_plain(unsigned char c, Part part) {
  if (std::isalnum(c) != 0 && c < 0x80) return true;
  const auto among = [c](std::string_view set) {
    return set.find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (among("-_.~")) return true;
  switch (part) {
    case Part::host:
      return among("!$&'()*+,;=:[]<>\"");
    case Part::path:
      return among("$&+,/:;=@");
    case Part::segment:
      return among("$&+:=@");
    case Part::user:
      return among("$&+,;=");
    case Part::fragment:
      return among("$&+,/:;=?@!()*");
  }
  return false;
}

std::string escaped(std::string_view text, Part part) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (is_plain(octet, part)) {
      out += c;
    } else {
      out += {'%', digits[octet >> 4], digits[octet & 15]};
    }
  }
  return out;
}

int nibble(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

// Escapes in a host may only stand for octets beyond ASCII.
Expected<std::string> unescaped(std::string_view text, Part part) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '%') {
      const auto octet = static_cast<unsigned char>(c);
      if (part == Part::host && octet < 0x80 && !is_plain(octet, part))
        return failure("invalid character " + quote(text.substr(i, 1)) + " in host name");
      out += c;
      continue;
    }
    if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))
      return failure("invalid URL escape " + quote(text.substr(i, 3)));
    if (part == Part::host && nibble(text[i + 1]) < 8 && text.substr(i, 3) != "%25")
      return failure("invalid URL escape " + quote(text.substr(i, 3)));
    out += static_cast<char>(nibble(text[i + 1]) * 16 + nibble(text[i + 2]));
    i += 2;
  }
  return out;
}

// An encoding that was written by hand is kept when it is one of this part.
bool is_valid_encoding(std::string_view text, Part part) {
  return std::all_of(text.begin(), text.end(), [part](char c) {
    return std::string_view("!$&'()*+,;=:@[]%").find(c) != std::string_view::npos ||
           is_plain(static_cast<unsigned char>(c), part);
  });
}

std::string encoded_again(const std::string& decoded, const std::string& raw, Part part) {
  if (!raw.empty() && is_valid_encoding(raw, part)) {
    const auto text = unescaped(raw, part);
    if (text && *text == decoded) return raw;
  }
  if (part == Part::path && decoded == "*") return "*";
  return escaped(decoded, part);
}

Expected<void> set_part(std::string_view text, Part part, std::string& decoded, std::string& raw) {
  auto plain = unescaped(text, part);
  if (!plain) return tl::unexpected(plain.error());
  decoded = std::move(*plain);
  raw = escaped(decoded, part) == text ? std::string() : std::string(text);
  return {};
}

bool valid_port(std::string_view port) {
  if (port.empty()) return true;
  return port[0] == ':' &&
         std::all_of(port.begin() + 1, port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Expected<std::string> parse_host(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.rfind(']');
    if (end == std::string_view::npos) return failure("missing ']' in host");
    const std::string_view port = host.substr(end + 1);
    if (!valid_port(port)) return failure("invalid port " + quote(port) + " after host");
    // The zone of an address is escaped like any text.
    const auto zone = host.substr(0, end).find("%25");
    if (zone != std::string_view::npos) {
      const auto address = unescaped(host.substr(0, zone), Part::host);
      const auto name = unescaped(host.substr(zone, end - zone), Part::segment);
      if (!address) return address;
      if (!name) return name;
      return *address + *name + std::string(host.substr(end));
    }
  } else if (const auto colon = host.rfind(':');
             colon != std::string_view::npos && !valid_port(host.substr(colon))) {
    return failure("invalid port " + quote(host.substr(colon)) + " after host");
  }
  return unescaped(host, Part::host);
}

Expected<void> parse_user(std::string_view text, GoUrl& out) {
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 &&
        std::string_view("-._:~!$&'()*+,;=%@").find(c) == std::string_view::npos)
      return failure("net/url: invalid userinfo");
  }
  const auto colon = text.find(':');
  auto name = unescaped(text.substr(0, colon), Part::user);
  if (!name) return tl::unexpected(name.error());
  out.user = std::move(*name);
  if (colon == std::string_view::npos) return {};
  auto password = unescaped(text.substr(colon + 1), Part::user);
  if (!password) return tl::unexpected(password.error());
  out.password = std::move(*password);
  return {};
}

Expected<void> parse_authority(std::string_view authority, GoUrl& out) {
  const auto at = authority.rfind('@');
  auto host = parse_host(at == std::string_view::npos ? authority : authority.substr(at + 1));
  if (!host) return tl::unexpected(host.error());
  out.host = std::move(*host);
  return at == std::string_view::npos ? Expected<void>() : parse_user(authority.substr(0, at), out);
}

// "scheme:" at the front, taken away.
Expected<void> take_scheme(std::string_view& text, GoUrl& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) continue;
    if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.') {
      if (i == 0) return {};
      continue;
    }
    if (c != ':') return {};
    if (i == 0) return failure("missing protocol scheme");
    out.scheme = to_lower(text.substr(0, i));
    text.remove_prefix(i + 1);
    return {};
  }
  return {};
}

Expected<GoUrl> parse_parts(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
    return failure("net/url: invalid control character in URL");
  GoUrl out;
  if (text == "*") {
    out.path = "*";
    return out;
  }
  const auto scheme = take_scheme(text, out);
  if (!scheme) return tl::unexpected(scheme.error());
  if (text.ends_with('?') && std::count(text.begin(), text.end(), '?') == 1) {
    out.force_query = true;
    text.remove_suffix(1);
  } else if (const auto mark = text.find('?'); mark != std::string_view::npos) {
    out.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  if (!text.starts_with('/')) {
    if (!out.scheme.empty()) {
      out.opaque = text;
      return out;
    }
    if (text.substr(0, text.find('/')).find(':') != std::string_view::npos)
      return failure("first path segment in URL cannot contain colon");
  }
  if ((!out.scheme.empty() || !text.starts_with("///")) && text.starts_with("//")) {
    const auto slash = text.find('/', 2);
    const std::string_view authority = text.substr(2, slash == std::string_view::npos ? slash : slash - 2);
    text = slash == std::string_view::npos ? std::string_view() : text.substr(slash);
    const auto read = parse_authority(authority, out);
    if (!read) return tl::unexpected(read.error());
  } else if (!out.scheme.empty() && text.starts_with('/')) {
    out.omit_host = true;
  }
  const auto path = set_part(text, Part::path, out.path, out.raw_path);
  if (!path) return tl::unexpected(path.error());
  return out;
}

}  // namespace

std::string GoUrl::host_name() const {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    return end == std::string::npos ? host : host.substr(1, end - 1);
  }
  const auto colon = host.rfind(':');
  return colon != std::string::npos && valid_port(host.substr(colon)) ? host.substr(0, colon) : host;
}

std::string GoUrl::port() const {
  const auto colon = host.rfind(':');
  if (colon == std::string::npos || host.find(']', colon) != std::string::npos) return {};
  return valid_port(host.substr(colon)) ? host.substr(colon + 1) : std::string();
}

std::string GoUrl::user_text() const {
  if (!user) return {};
  return escaped(*user, Part::user) + (password ? ":" + escaped(*password, Part::user) : "");
}

std::string GoUrl::escaped_path() const { return encoded_again(path, raw_path, Part::path); }

std::string GoUrl::to_string() const {
  std::string out;
  if (!scheme.empty()) out += scheme + ":";
  if (!opaque.empty()) {
    out += opaque;
  } else {
    if (!scheme.empty() || !host.empty() || user) {
      const bool hidden = omit_host && host.empty() && !user;
      if (!hidden && (!host.empty() || !path.empty() || user)) out += "//";
      if (user) out += user_text() + "@";
      out += escaped(host, Part::host);
    }
    const std::string shown = escaped_path();
    if (!shown.empty() && shown[0] != '/' && !host.empty()) out += '/';
    // A first segment with a colon would be taken for a scheme.
    if (out.empty() && shown.substr(0, shown.find('/')).find(':') != std::string::npos) out += "./";
    out += shown;
  }
  if (force_query || !query.empty()) out += "?" + query;
  if (!fragment.empty()) out += "#" + encoded_again(fragment, raw_fragment, Part::fragment);
  return out;
}

Expected<GoUrl> parse_go_url(std::string_view text) {
  const auto hash = text.find('#');
  auto url = parse_parts(text.substr(0, hash));
  // Messages about the part before the fragment name that part alone.
  if (!url) return failure("parse " + quote(text.substr(0, hash)) + ": " + url.error().text);
  if (hash == std::string_view::npos) return url;
  const auto fragment = set_part(text.substr(hash + 1), Part::fragment, url->fragment, url->raw_fragment);
  if (!fragment) return failure("parse " + quote(text) + ": " + fragment.error().text);
  return url;
}

}  // namespace newel::templates
