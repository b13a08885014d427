// What the routes tell whoever keeps the log and the counters.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "net/http.h"

namespace newel::api {

/// In the order they were added; writers sort them. Never a token, key or password.
using LogFields = std::vector<std::pair<std::string, json::Value>>;

/// One answered request.
struct Answered {
  const net::Request& request;
  std::string_view request_id;
  int status;
  std::size_t size;  ///< of the body, in bytes
  Duration duration;
  const LogFields& fields;
};

enum class Issue { signed_certificate, renewed_certificate, rekeyed_certificate };

/// Thread-safe, quick and not throwing: it is called by workers and by the store's writer.
class Observer {
 public:
  virtual ~Observer() = default;
  /// False when nobody reads the fields of a request, so that none need be made.
  virtual bool wants_fields() const = 0;
  virtual void answered(const Answered& answered) = 0;
  /// A certificate was made, and is on disk (success) or could not be kept (failure). Attempts that never
  /// came to a certificate are reported by the authority.
  virtual void issued(Issue what, std::string_view provisioner, bool success) = 0;
};

}  // namespace newel::api
