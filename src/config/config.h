// ca.json: read, validated with the reference's messages, written back (reference:
// authority/config/config.go).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/secret.h"
#include "base/time.h"
#include "kms/kms.h"
#include "policy/rules.h"
#include "provisioner/claims.h"

namespace newel::config {

struct Database {
  std::string type;  ///< as written: "badgerv2"
  std::string data_source, value_dir, database;
  bool operator==(const Database&) const = default;
};

struct Tls {
  std::vector<std::string> cipher_suites = {"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                                            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"};
  double min_version = 1.2, max_version = 1.3;
  bool renegotiation = false;
  json::Object to_json() const;  ///< tlsOptions of sign responses
};

struct Crl {
  bool enabled = false, generate_on_revoke = false;
  std::optional<Duration> cache_duration, renew_period;
  std::string idp_url;

  /// 24 hours unless something else (and not 0) is set.
  Duration effective_cache_duration() const;
  /// Two thirds of the cache duration unless set.
  Duration effective_renew_period() const;
};

/// Fills empty subject fields of issued certificates.
struct SubjectDefaults {
  std::string country, organization, organizational_unit, locality, province, street_address, serial_number,
      common_name;
};

struct Logger {
  std::string format = "text";  ///< text, json, common
  std::string trace_header = "X-Smallstep-Id";
};

/// The file as values. Every member of ca.json is either here or refused by validate().
struct Config {
  std::string path;       ///< where it was read from
  json::Object document;  ///< as read, for writing back
  std::vector<std::string> roots, federated_roots;
  std::string certificate, key;  ///< crt, key
  std::string address, insecure_address, metrics_address;
  std::vector<std::string> dns_names;
  kms::KmsOptions kms;
  std::optional<Logger> logger;
  std::optional<Database> db;
  Tls tls;
  std::optional<Secret> password;
  std::string common_name = "Step Online CA";
  Crl crl;

  // authority
  std::string authority_type;   ///< lower case; "" and "softcas" are the same
  std::string deployment_type;  ///< as written
  bool enable_admin = false;
  json::Array provisioners;  ///< raw objects; the authority makes them
  provisioner::Claims claims;
  SubjectDefaults subject_defaults;
  policy::Rules policy;  ///< the authority's; provisioners have their own
  bool disable_issued_at_check = false;
  Duration backdate = std::chrono::minutes(1);

  /// For the operator: unknown members and provisioner types, by member path.
  std::vector<std::string> warnings;
};

/// The file cannot be opened (as opposed to: its content is wrong).
struct FileMissing : Error {
  using Error::Error;
};

/// Reads and parses. Throws FileMissing, or Error "error parsing <file>: ...". Validation is a step of its
/// own.
Config load(const std::string& path);
Config parse(std::string_view text, const std::string& path);

/// Throws Error with the reference's text for the first thing wrong, in its order; members whose feature is
/// not there are refused: "not supported yet: <member>".
void validate(const Config& config);

/// The document with the reference's member order and normalisation: tab-indented, one final newline. Written
/// from `document` and from `provisioners`, which tools edit; members nobody knows are kept.
std::string write(const Config& config);

}  // namespace newel::config
