// All provisioners of a CA, found by name, id, token or key id (reference: provisioner/collection.go).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "provisioner/provisioner.h"

namespace newel::provisioner {

/// Immutable once built; thread-safe.
class Collection {
 public:
  explicit Collection(Audiences audiences);

  /// Throws Error 400: "cannot add multiple provisioners with the same id" (name, token identifier).
  void add(std::shared_ptr<const Provisioner> provisioner);

  const Provisioner* by_id(const std::string& id) const;
  const Provisioner* by_name(const std::string& name) const;
  const Provisioner* by_token_key(const std::string& key) const;
  /// The provisioner a token is for; nullptr if none.
  const Provisioner* by_token(const jose::Jwt& token) const;
  /// The encrypted key with this kid; nullptr if none.
  const std::string* encrypted_key(const std::string& kid) const;

  struct Page {
    std::vector<const Provisioner*> items;
    std::string next_cursor;
  };
  /// limit <= 0: 20; > 100: 100.
  Page page(std::string_view cursor, int limit) const;
  std::size_t size() const { return sorted_.size(); }
  /// Provisioner::may_wait() is true for some token of some provisioner.
  bool some_may_wait() const { return some_may_wait_; }
  const Audiences& audiences() const { return audiences_; }
  std::vector<std::shared_ptr<const Provisioner>> all() const;  ///< in listing order

 private:
  using Index = std::map<std::string, std::shared_ptr<const Provisioner>>;
  static const Provisioner* find(const Index& index, const std::string& key);
  const Provisioner* by_names_in(const jose::Jwt& token) const;
  bool is_own_audience(const std::vector<std::string>& audience, const std::string& fragment) const;

  Audiences audiences_;
  AudienceMatcher plain_, with_fragment_;
  Index by_id_, by_name_, by_token_key_;
  std::map<std::string, std::string> keys_;
  Index sorted_;  ///< by uid
  bool some_may_wait_ = false;
};

}  // namespace newel::provisioner
