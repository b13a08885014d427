// What every token passes before a provisioner looks at it, and its use being remembered (reference:
// authority/authorize.go).
//
// Nothing is stored for a token that does not verify: the gate finds the provisioner, the provisioner
// verifies, and only then the use goes into the transaction that also holds what the token bought. Two
// requests with one token therefore both get as far as the commit, where the store lets exactly one through.
#pragma once

#include "provisioner/collection.h"
#include "store/store.h"

namespace newel::authority {

struct AcceptedToken {
  const provisioner::Provisioner* provisioner;  ///< borrowed from the collection
  provisioner::ParsedToken token;
  provisioner::TokenId id;  ///< asked for once: clouds have a document to read for it
};

/// Thread-safe; borrows the collection and the store.
class TokenGate {
 public:
  /// `started`: tokens issued before it are refused; nullopt switches the check off.
  TokenGate(const provisioner::Collection& provisioners, store::Store& store, std::optional<Time> started)
      : provisioners_(provisioners), store_(store), started_(started) {}

  /// Parses the token and finds its provisioner. Throws Error 401; 400 for a type without token flow.
  AcceptedToken accept(std::string_view token) const;
  /// A look at the store before the commit, for what should not be done in the name of a used token. Throws
  /// Error 401.
  void refuse_used(const AcceptedToken& accepted) const;
  /// Adds the use of a verified token to `transaction`, whose commit says whether it was the first.
  void use(const AcceptedToken& accepted, store::Transaction& transaction) const;
  /// The same for a token whose provisioner is known from elsewhere; types without token flow are not
  /// checked.
  void use_for_renewal(const provisioner::Provisioner& provisioner, const provisioner::ParsedToken& token,
                       store::Transaction& transaction) const;

  /// The same for a verified token that no provisioner has made: its id is its `jti`.
  void use_once(const provisioner::ParsedToken& token, store::Transaction& transaction) const;

 private:
  void record(const provisioner::TokenId& id, const provisioner::ParsedToken& token,
              store::Transaction& transaction) const;

  const provisioner::Collection& provisioners_;
  store::Store& store_;
  std::optional<Time> started_;
};

}  // namespace newel::authority
