// Which organization a Google Cloud project belongs to, asked of Google (Cloud Resource Manager v1,
// projects.getAncestry) with the CA's own credentials.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "base/secret.h"

namespace newel::provisioner {

/// Access tokens for Google's APIs: of the service account whose key file GOOGLE_APPLICATION_CREDENTIALS
/// names, else of the instance this runs on. Thread-safe.
class GoogleCredentials {
 public:
  /// Throws Error when the key file cannot be used.
  explicit GoogleCredentials(const Clock& clock);
  /// Waits for the network. Throws Error.
  Secret access_token();

 private:
  Secret fetch(Time& expires) const;

  const Clock& clock_;
  json::Object key_file_;  ///< empty: ask the metadata server
  std::mutex mutex_;
  Secret token_;
  Time expires_{};
};

/// Thread-safe.
class GcpOrganizations {
 public:
  explicit GcpOrganizations(const Clock& clock) : clock_(clock), credentials_(clock) {}
  /// The id of the organization at the root of the project's ancestry; "" when it is in none. Answers are
  /// kept for ten minutes, otherwise waits for the network. Throws Error 500 "gcp.authorizeToken: …".
  std::string of_project(const std::string& project) const;

 private:
  std::string ask(const std::string& project) const;

  const Clock& clock_;
  mutable GoogleCredentials credentials_;
  struct Known {
    std::string organization;
    Time until{};
  };
  mutable std::mutex mutex_;
  mutable std::map<std::string, Known> known_;
};

}  // namespace newel::provisioner
