#include "x509/domain_name.h"

#include <algorithm>

namespace newel::x509 {
namespace {

bool is_visible(char c) { return c >= 33 && c <= 126; }

// RFC 2822 section 3.2.4 atext, and the period.
bool is_atom_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

// What may stand unescaped in a quoted string (RFC 2822 section 3.2.5, obsolete forms included) and behind a
// backslash.
bool is_quoted_character(char c) {
  const auto u = static_cast<unsigned char>(c);
  return c == 11 || c == 12 || c == 32 || c == 33 || u == 127 || (u >= 1 && u <= 8) || (u >= 14 && u <= 31) ||
         (u >= 35 && u <= 91) || (u >= 93 && u <= 126);
}
bool is_escapable_character(char c) {
  const auto u = static_cast<unsigned char>(c);
  return c == 11 || c == 12 || (u >= 1 && u <= 9) || (u >= 14 && u <= 127);
}

// Reads "…" behind its opening quote; false when it does not end or holds something foreign.
bool take_quoted(std::string_view& in, std::string& local) {
  while (!in.empty()) {
    const char c = in.front();
    in.remove_prefix(1);
    if (c == '"') return true;
    if (c == '\\') {
      if (in.empty() || !is_escapable_character(in.front())) return false;
      local.push_back(in.front());
      in.remove_prefix(1);
    } else if (is_quoted_character(c)) {
      local.push_back(c);
    } else {
      return false;
    }
  }
  return false;
}

// Reads an atom; RFC 3696 and its errata let escaped characters stand in it.
bool take_atom(std::string_view& in, std::string& local) {
  while (!in.empty()) {
    if (in.front() == '\\') {
      in.remove_prefix(1);
      if (in.empty()) return false;
    } else if (!is_atom_character(in.front())) {
      break;
    }
    local.push_back(in.front());
    in.remove_prefix(1);
  }
  return !local.empty() && local.front() != '.' && local.back() != '.' &&
         local.find("..") == std::string::npos;
}

}  // namespace

bool is_valid_domain(std::string_view text, bool constraint) {
  if (text.empty()) return true;
  if (text.back() == '.') return false;
  if (constraint && text.front() == '.') text.remove_prefix(1);
  if (text.front() == '.' || text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), is_visible);
}

std::optional<Mailbox> parse_mailbox(std::string_view in) {
  Mailbox out;
  if (in.empty()) return std::nullopt;
  if (in.front() == '"') {
    in.remove_prefix(1);
    if (!take_quoted(in, out.local)) return std::nullopt;
  } else if (!take_atom(in, out.local)) {
    return std::nullopt;
  }
  if (in.empty() || in.front() != '@') return std::nullopt;
  in.remove_prefix(1);
  if (!is_valid_domain(in, false)) return std::nullopt;
  out.domain = std::string(in);
  return out;
}

}  // namespace newel::x509
