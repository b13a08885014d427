// What the admin API manages, as one immutable state: provisioners, administrators, policies.
//
// The database holds it, numbered by its changes. A node works with the newest state it has seen; a change is
// worked out from that state and carries the next number, so that of two changes from the same state the
// database takes only one, whichever node they came from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "store/records.h"

namespace newel::authority {

struct Management {
  struct Entry {
    std::string id;
    json::Object document;  ///< as in ca.json, with the webhooks' secrets
    Time created_at{};
    std::string name() const;
    std::string type() const;  ///< as written
  };

  std::int64_t version = 0;
  std::vector<Entry> provisioners;               ///< in order of creation
  std::vector<store::ManagedAdmin> admins;       ///< sorted by id
  std::map<std::string, json::Object> policies;  ///< by owner, as in store::ManagedPolicy

  /// Throws Error for a document that is not JSON.
  static Management from_rows(const store::ManagedState& rows);

  const Entry* provisioner_by_id(std::string_view id) const;
  const Entry* provisioner_by_name(std::string_view name) const;
  const store::ManagedAdmin* admin_by_id(std::string_view id) const;
  const store::ManagedAdmin* admin_of(std::string_view provisioner_id, std::string_view subject) const;
  std::size_t super_admins() const;
  const json::Object* policy(const std::string& owner) const;
};

/// Who uses the admin API.
struct AdminIdentity {
  store::ManagedAdmin admin;
  std::string provisioner_name;
  /// "step (admin@example.com)": for the audit.
  std::string text() const { return admin.subject + " (" + provisioner_name + ")"; }
};

}  // namespace newel::authority
