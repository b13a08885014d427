// Listings that come page by page.
#pragma once

#include <string_view>

namespace newel::api {

/// `limit` of a query: Go's strconv.Atoi; 0 without one. Throws Error 400 "limit '<v>' is not an integer".
int limit_of(std::string_view query);

}  // namespace newel::api
