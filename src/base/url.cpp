#include "base/url.h"

#include "base/text.h"

namespace newel {
namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

enum class Scheme { none, found, missing };

// RFC 3986 section 3.1: a letter, then letters, digits, "+", "-", "."; up to the first ":".
Scheme take_scheme(std::string_view& text, std::string& scheme) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_alpha(c)) continue;
    if (is_digit(c) || c == '+' || c == '-' || c == '.') {
      if (i == 0) return Scheme::none;
      continue;
    }
    if (c != ':') return Scheme::none;
    if (i == 0) return Scheme::missing;
    scheme = to_lower(text.substr(0, i));
    text.remove_prefix(i + 1);
    return Scheme::found;
  }
  return Scheme::none;
}

// The first "%" that two hexadecimal digits do not follow, with at most two characters; empty when all are
// good.
std::string_view bad_escape(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') continue;
    if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return text.substr(i, 3);
    i += 2;
  }
  return {};
}

std::string invalid_escape(std::string_view escape) { return "invalid URL escape " + quote(escape); }

bool valid_port(std::string_view port) {
  if (port.empty()) return true;
  if (port[0] != ':') return false;
  for (char c : port.substr(1)) {
    if (!is_digit(c)) return false;
  }
  return true;
}

std::string check_host(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.rfind(']');
    if (end == std::string_view::npos) return "missing ']' in host";
    if (!valid_port(host.substr(end + 1)))
      return "invalid port " + quote(host.substr(end + 1)) + " after host";
    return {};
  }
  const auto colon = host.rfind(':');
  if (colon != std::string_view::npos && !valid_port(host.substr(colon))) {
    return "invalid port " + quote(host.substr(colon)) + " after host";
  }
  for (char c : host) {
    if (c == ' ' || c == '<' || c == '>' || c == '"' || c == '\\' || c == '^' || c == '`' || c == '{' ||
        c == '|' || c == '}') {
      return "invalid character " + quote(std::string_view(&c, 1)) + " in host name";
    }
  }
  return {};
}

}  // namespace

std::string Url::host_name() const {
  if (host.starts_with('[')) return host.substr(1, host.rfind(']') - 1);
  const auto colon = host.rfind(':');
  return host.substr(0, colon);
}

std::string Url::port() const {
  const auto colon = host.rfind(':');
  if (colon == std::string::npos || host.find(']', colon) != std::string::npos) return {};
  return host.substr(colon + 1);
}

std::string Url::to_string() const {
  std::string out;
  if (!scheme.empty()) out += scheme + ":";
  if (!opaque.empty()) {
    out += opaque;
  } else {
    if (has_authority) out += "//" + (user.empty() ? "" : user + "@") + host;
    if (!host.empty() && !path.empty() && path[0] != '/') out += "/";
    out += path;
  }
  if (!query.empty()) out += "?" + query;
  if (!fragment.empty()) out += "#" + fragment;
  return out;
}

Expected<Url> parse_url(std::string_view whole) {
  const auto bad = [&](std::string_view why) {
    return failure("parse " + quote(whole) + ": " + std::string(why));
  };
  for (char c : whole) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      return bad("net/url: invalid control character in URL");
  }
  Url url;
  std::string_view text = whole;
  if (const auto hash = text.find('#'); hash != std::string_view::npos) {
    url.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
    if (const auto escape = bad_escape(url.fragment); !escape.empty()) return bad(invalid_escape(escape));
  }
  if (text.empty() && url.fragment.empty()) return bad("empty url");
  const Scheme scheme = take_scheme(text, url.scheme);
  if (scheme == Scheme::missing) return bad("missing protocol scheme");
  if (const auto mark = text.find('?'); mark != std::string_view::npos) {
    url.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  if (!text.starts_with('/')) {
    if (scheme == Scheme::found) {
      url.opaque = text;
      return url;
    }
    const auto segment = text.substr(0, text.find('/'));
    if (segment.find(':') != std::string_view::npos)
      return bad("first path segment in URL cannot contain colon");
  }
  if (text.starts_with("//") && (scheme == Scheme::found || !text.starts_with("///"))) {
    text.remove_prefix(2);
    url.has_authority = true;
    const auto slash = text.find('/');
    std::string_view authority = text.substr(0, slash);
    text = slash == std::string_view::npos ? std::string_view{} : text.substr(slash);
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
      url.user = authority.substr(0, at);
      authority.remove_prefix(at + 1);
    }
    if (const std::string why = check_host(authority); !why.empty()) return bad(why);
    url.host = authority;
  }
  if (const auto escape = bad_escape(text); !escape.empty()) return bad(invalid_escape(escape));
  url.path = text;
  return url;
}

Expected<std::string> percent_decode(std::string_view text) {
  if (const auto escape = bad_escape(text); !escape.empty()) return failure(invalid_escape(escape));
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    out.push_back(static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)));
    i += 2;
  }
  return out;
}

std::string escape_fragment(std::string_view text) {
  // RFC 3986 section 3.5, without the quotes that Go escapes for the sake of HTML.
  constexpr std::string_view plain = "-_.~$&+,/:;=?@!()*";
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_alpha(c) || is_digit(c) || plain.find(c) != std::string_view::npos) {
      out.push_back(c);
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += {'%', digits[octet >> 4], digits[octet & 15]};
  }
  return out;
}

Expected<std::pair<std::string, std::string>> split_host_port(std::string_view address) {
  const auto bad = [&](std::string_view why) {
    return failure("address " + std::string(address) + ": " + std::string(why));
  };
  const auto colon = address.rfind(':');
  if (colon == std::string_view::npos) return bad("missing port in address");
  std::string_view host = address.substr(0, colon);
  if (host.starts_with('[')) {
    if (!host.ends_with(']'))
      return bad(host.find(']') == std::string_view::npos ? "missing ']' in address"
                                                          : "missing port in address");
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return bad("too many colons in address");
  }
  if (host.find_first_of("[]") != std::string_view::npos) return bad("unexpected '[' or ']' in address");
  return std::pair(std::string(host), std::string(address.substr(colon + 1)));
}

std::string join_host_port(std::string_view host, std::string_view port) {
  if (host.find(':') != std::string_view::npos) return "[" + std::string(host) + "]:" + std::string(port);
  return std::string(host) + ":" + std::string(port);
}

}  // namespace newel
