// Who counts what the authority does. The server turns it into metrics.
#pragma once

#include <string_view>

namespace newel::authority {

enum class Action {
  sign,
  renew,
  rekey,
  revoke,
  enrich,    ///< webhooks were asked for data
  authorize  ///< webhooks were asked for permission
};

/// Called on worker threads: must be thread-safe, quick, and not throw.
class Observer {
 public:
  virtual ~Observer() = default;
  /// `provisioner` is its name, "" when none was found. Success means that the work was done; whether it was
  /// then stored is the store's to tell.
  virtual void done(Action action, std::string_view provisioner, bool success) = 0;
};

}  // namespace newel::authority
