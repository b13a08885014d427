// The rows of the store as values. Times are UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace newel::store {

/// A certificate we issued (or a registration authority obtained).
struct CertificateRecord {
  Bytes serial;                    ///< big-endian magnitude, as x509::Serial
  std::string issuer;              ///< readable DN
  std::string subject;             ///< common name, may be empty
  std::vector<std::string> names;  ///< every SAN as text
  Time not_before{}, not_after{}, issued_at{};
  std::string provisioner_id, provisioner_name, provisioner_type;
  std::string ra_json;  ///< registration authority info, "" if none
  Bytes der;
};

struct RevocationRecord {
  Bytes serial;
  std::string provisioner_id;
  int reason_code = 0;
  std::string reason;
  Time revoked_at{};
  std::optional<Time> expires_at;  ///< of the certificate, when known
  std::string token_id;
  bool mtls = false;
  bool acme = false;
};

struct CrlRecord {
  std::string number;  ///< decimal
  Time this_update{}, next_update{};
  Bytes der;
};

/// A provisioner that the admin API manages.
struct ManagedProvisioner {
  std::string id;  ///< UUID
  std::string name;
  std::string document;  ///< JSON as in ca.json, with the webhooks' secrets
  Time created_at{};
};

/// Somebody who may use the admin API: whoever holds a certificate of that provisioner for that subject.
struct ManagedAdmin {
  std::string id;  ///< UUID
  std::string provisioner_id;
  std::string subject;
  bool is_super = false;
  Time created_at{};
};

/// A name policy. `owner` says whose: authority_owner, or the id of a provisioner.
struct ManagedPolicy {
  static constexpr const char* authority_owner = "authority";
  std::string owner;
  std::string document;  ///< JSON as in ca.json
};

/// What lets an ACME client open an account where that is asked for (RFC 8555 section 7.3.4).
struct ExternalAccountKey {
  std::string id;  ///< the client's key identifier
  std::string provisioner_id;
  std::string reference;  ///< the operator's name for it, unique for the provisioner; may be empty
  Bytes hmac_key;
  std::string account_id;  ///< "" until it is used
  Time created_at{};
  std::optional<Time> bound_at;
  std::string policy;  ///< JSON as in ca.json; "" if none
};

/// One change of any of them: the line of the audit, whose number is the version of what is managed.
struct ChangeRecord {
  std::int64_t version = 0;  ///< of the state after the change
  Time changed_at{};
  std::string actor;   ///< "step (admin@example.com)"
  std::string action;  ///< "create provisioner"
  std::string object;  ///< "ci"
};

/// All that is managed, as of one version.
struct ManagedState {
  std::int64_t version = 0;                      ///< 0: nothing was ever stored
  std::vector<ManagedProvisioner> provisioners;  ///< in order of creation
  std::vector<ManagedAdmin> admins;              ///< sorted by id
  std::vector<ManagedPolicy> policies;
};

}  // namespace newel::store
