// The access log: one line per request, in the reference's three formats (reference: logging/*.go).
#pragma once

#include <functional>
#include <string>

#include "api/observer.h"
#include "base/clock.h"

namespace newel::server {

enum class LogFormat { text, json, common };
/// "text" (also ""), "json", "common"; throws Error "unsupported logger.format '<f>'".
LogFormat parse_log_format(const std::string& name);

struct AccessLogOptions {
  LogFormat format = LogFormat::text;
  bool hide_healthy = false;  ///< no line for a good answer of exactly /health
  bool real_ip = false;       ///< believe True-Client-IP, X-Real-IP and X-Forwarded-For
  /// From STEP_LOGGER_ONLY_TRACE_HEALTH_ENDPOINT and STEP_LOGGER_LOG_REAL_IP.
  static AccessLogOptions from_environment(LogFormat format);
};

/// Thread-safe.
class AccessLog {
 public:
  using Write = std::function<void(std::string_view line)>;
  AccessLog(AccessLogOptions options, Write write, const Clock& clock = system_clock());

  /// False for the common format, which has a fixed set of columns.
  bool wants_fields() const { return options_.format != LogFormat::common; }
  void answered(const api::Answered& answered) const;

 private:
  AccessLogOptions options_;
  Write write_;
  const Clock& clock_;
};

}  // namespace newel::server
