// URLs in the sense of Go's net/url, as far as audiences, SANs and endpoints need it.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace newel {

struct Url {
  std::string scheme;  ///< lower case; empty for a relative reference
  std::string opaque;  ///< "urn:x" has opaque "x"
  std::string user;    ///< raw userinfo without '@'
  std::string host;    ///< host[:port], brackets kept, case kept
  std::string path;    ///< as written, still percent-encoded
  std::string query;   ///< without '?'
  std::string fragment;
  bool has_authority = false;

  std::string host_name() const;  ///< without port and brackets
  std::string port() const;
  std::string to_string() const;
};

/// Failure text as Go: `parse "<text>": <reason>`.
Expected<Url> parse_url(std::string_view text);
/// "%41" to "A"; failure on a bad escape.
Expected<std::string> percent_decode(std::string_view text);
/// A text as it stands behind '#', as Go escapes it.
std::string escape_fragment(std::string_view text);
/// Splits "host:port", "[v6]:port", ":port". Failure texts: "missing port in address" and the like.
Expected<std::pair<std::string, std::string>> split_host_port(std::string_view address);
/// Brackets around IPv6.
std::string join_host_port(std::string_view host, std::string_view port);

}  // namespace newel
