// The public keys of an identity provider: a JWK set that is fetched, kept as long as the provider says, and
// fetched again when it has grown old (reference: authority/provisioner/keystore.go).
//
// Two things are better than in the reference. A set that has grown old is fetched beside the requests, which
// go on with the keys they have. And a token that names a key we have not seen makes us look at once (not
// more often than every ten seconds), so that a provider may change its keys whenever it likes.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "jose/jwk.h"
#include "provisioner/fetch.h"

namespace newel::provisioner {

/// Runs a task on another thread, soon; may be empty: then nothing happens beside the caller.
using RunBeside = std::function<void(std::function<void()>)>;

/// What an OpenID provider says about itself (OpenID Connect Discovery 1.0, section 3).
struct Discovery {
  std::string issuer, jwks_uri;
};
/// Throws Error "failed to connect to <url>: ...", "error reading <url>: ...",
/// "error parsing <name>: issuer cannot be empty".
Discovery discover(const std::string& url, const std::string& name, const Fetch& fetch);

/// For how long an answer with this Cache-Control header may be kept, before jitter; twelve hours when it
/// does not say.
Duration max_age_of(std::string_view cache_control);

/// Thread-safe.
class KeySource : public std::enable_shared_from_this<KeySource> {
 public:
  /// Fetches the set. Throws Error "failed to connect to <url>: ...", "error reading <url>: ...".
  static std::shared_ptr<KeySource> open(std::string url, Fetch fetch, RunBeside beside = {},
                                         const Clock& clock = system_clock(),
                                         const Random& random = system_random());

  /// The keys with this id (several, or none; an empty id finds keys without one). Waits for the network
  /// when may_wait() said so.
  std::vector<PublicKey> find(std::string_view kid);
  /// True when find() would fetch the set before it answers.
  bool may_wait(std::string_view kid) const;

 private:
  using Set = std::vector<jose::Jwk>;
  KeySource(std::string url, Fetch fetch, RunBeside beside, const Clock& clock, const Random& random);
  void refresh();  ///< throws; the old keys stay then
  void refresh_beside();
  bool may_look_again(Time now) const;  ///< under mutex_
  Duration lifetime(std::string_view cache_control) const;

  const std::string url_;
  const Fetch fetch_;
  const RunBeside beside_;
  const Clock& clock_;
  const Random& random_;
  mutable std::mutex mutex_;  ///< for what follows; never held while fetching
  std::mutex fetching_;       ///< one fetch at a time
  std::shared_ptr<const Set> set_;
  Time stale_at_{}, tried_at_{};
  bool refreshing_ = false;
};

}  // namespace newel::provisioner
