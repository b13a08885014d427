// The syntax of host names and mailboxes as far as certificates are checked against it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace newel::x509 {

/// Labels of visible ASCII between single dots, no final dot; empty is valid. A constraint may begin with a
/// dot.
bool is_valid_domain(std::string_view text, bool constraint);

/// An e-mail address taken apart (RFC 2821 section 4.1.2): quoted and escaped local parts are resolved.
struct Mailbox {
  std::string local;
  std::string domain;
};
std::optional<Mailbox> parse_mailbox(std::string_view text);

}  // namespace newel::x509
