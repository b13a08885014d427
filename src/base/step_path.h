// Where the files of a person or a service are, and which context is selected.
//
// BASE is $STEPPATH, else ~/.step. Without contexts everything is there. `BASE/contexts.json` names contexts,
// each a pair of an authority (certificates, CA configuration) and a profile (preferences); the selected one
// moves the path to `BASE/authorities/<authority>` and adds `BASE/profiles/<profile>`.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace newel {

struct StepContext {
  std::string name;
  std::string profile;
  std::string authority;
};

/// Not thread-safe to change.
class StepPaths {
 public:
  /// Reads HOME, STEPPATH, contexts.json and current-context.json. Throws Error.
  static StepPaths load();
  /// For tests and tools: this base, no environment read.
  explicit StepPaths(std::string base, std::string home = {});

  const std::string& home() const { return home_; }
  const std::string& base() const { return base_; }
  /// Of the current context, else base().
  std::string path() const;
  std::string profile_path() const;
  std::string in(std::string_view relative) const;       ///< path()/relative
  std::string in_base(std::string_view relative) const;  ///< base()/relative
  std::string ca_config_file() const { return in("config/ca.json"); }
  std::string defaults_file() const { return in("config/defaults.json"); }
  std::string profile_defaults_file() const;
  std::string root_ca_file() const { return in("certs/root_ca.crt"); }
  std::string secrets_folder() const { return in("secrets"); }
  std::string identity_file() const { return in("config/identity.json"); }

  /// Absolute stays; ~/x under home; ./x and ../x under the working directory; anything else under path().
  std::string absolute(std::string_view path) const;

  // Contexts.
  bool contexts_enabled() const { return !contexts_.empty(); }
  const std::map<std::string, StepContext>& contexts() const { return contexts_; }
  const StepContext* current() const { return current_ ? &*current_ : nullptr; }
  /// For this process. Throws "could not load context '<name>'".
  void select(const std::string& name);
  /// The same, kept in current-context.json.
  void save_current(const std::string& name);
  /// Adds or replaces; written to contexts.json. Throws Error for an empty profile or authority.
  void add(const StepContext& context);
  /// Drops the entry, and the folders of its authority and profile unless another context uses them.
  void remove(const std::string& name);
  /// The folders that remove() would delete.
  std::vector<std::string> folders_only_of(const std::string& name) const;

  /// The default values of flags: `config_file` if given (unreadable: none), else defaults.json of the base,
  /// or, with a current context, of its authority overlaid by its profile. Throws Error for JSON that does
  /// not parse.
  json::Object defaults(const std::optional<std::string>& config_file = {}) const;
  /// Called with one line for members that defaults.json must not have; they are dropped.
  std::function<void(std::string_view)> warn = {};

 private:
  void read_contexts();
  void write_contexts() const;

  std::string base_;
  std::string home_;
  std::map<std::string, StepContext> contexts_;
  std::optional<StepContext> current_;
};

}  // namespace newel
