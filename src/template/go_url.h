// URLs with their parts decoded, and written again as Go's net/url writes them: that is what urlParse shows,
// and what stands in a certificate.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace newel::templates {

struct GoUrl {
  std::string scheme, opaque;
  std::optional<std::string> user;      ///< user name, decoded
  std::optional<std::string> password;  ///< decoded
  std::string host;                     ///< host[:port], decoded
  std::string path, raw_path;           ///< raw_path only when encoding path does not give it back
  std::string query;                    ///< as written
  bool force_query = false;             ///< a "?" with nothing behind it
  std::string fragment, raw_fragment;
  bool omit_host = false;  ///< "scheme:///path"

  std::string host_name() const;
  std::string port() const;
  std::string user_text() const;  ///< encoded, without "@"
  std::string escaped_path() const;
  std::string to_string() const;
};

/// Failure: `parse "<text>": <cause>`.
Expected<GoUrl> parse_go_url(std::string_view text);

}  // namespace newel::templates
