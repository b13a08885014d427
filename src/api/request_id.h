// The id that ties a request's answer, log line and webhooks together.
#pragma once

#include <string>

#include "net/http.h"

namespace newel::api {

/// The client's own `X-Request-Id`, else its trace header, if it is short and made of harmless characters (it
/// goes into logs and headers); else a new random UUID.
std::string choose_request_id(const net::Request& request, const std::string& trace_header);

}  // namespace newel::api
