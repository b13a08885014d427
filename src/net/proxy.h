// Which proxy a request goes through, from the environment, by the rules of Go's net/http.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/url.h"

namespace newel::net {

using Environment = std::function<std::optional<std::string>(const char* name)>;
std::optional<std::string> process_environment(const char* name);

/// The proxy's URL, empty for none. HTTPS_PROXY or HTTP_PROXY by the scheme, upper case first; NO_PROXY lists
/// "*", names (with their subdomains; only those with a leading dot), addresses and networks, each with an
/// optional port. localhost and loopback addresses are never proxied. HTTP_PROXY is ignored inside a CGI
/// process.
std::string proxy_for(const Url& url, const Environment& environment);

}  // namespace newel::net
