// When the server's own certificate is renewed.
#pragma once

#include "base/random.h"
#include "base/time.h"

namespace newel::server {

/// A third of the lifetime before the end, less a random part of a twentieth, so that the nodes of a cluster
/// that were started together do not stay together.
class TlsSchedule {
 public:
  /// Throws Error "period must be greater than or equal to 1m0s, but got <d>." for a lifetime that is too
  /// short.
  TlsSchedule(Time not_before, Time not_after, const Random& random = system_random());
  Time next() const { return next_; }
  /// After an attempt that failed at `now`.
  Time retry(Time now) const;

 private:
  Duration jitter_;
  Time next_;
  const Random& random_;
};

}  // namespace newel::server
