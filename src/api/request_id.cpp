#include "api/request_id.h"

#include <algorithm>

#include "base/random.h"

namespace newel::api {
namespace {

constexpr std::size_t max_length = 128;

bool acceptable(const std::string& id) {
  return !id.empty() && id.size() <= max_length && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-_.:/+=@").find(c) != std::string_view::npos;
  });
}

}  // namespace

std::string choose_request_id(const net::Request& request, const std::string& trace_header) {
  for (const std::string& name : {std::string("X-Request-Id"), trace_header}) {
    const std::string* given = request.header(name);
    if (given && acceptable(*given)) return *given;
  }
  return system_random().uuid();
}

}  // namespace newel::api
