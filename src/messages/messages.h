// The messages of the HTTP API: JSON in and out, shared by server and client (reference: api/api.go,
// api/sign.go).
//
// Reading follows Go's decoder, because clients were written against it: member names match ignoring case,
// unknown members are ignored, `null` leaves the default, a wrong type is an error. Writing gives Go's member
// order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "provisioner/sign_options.h"
#include "x509/request.h"

namespace newel::messages {

struct SignRequest {
  std::string csr_pem;  ///< as sent
  std::string ott;
  provisioner::SignRequestOptions options;
  /// What from_json() read out of csr_pem, its signature not yet verified; none when the member was absent.
  std::optional<x509::CertificateRequest> csr;

  json::Value to_json() const;
  /// Throws Error 400 "error decoding json": also for a `csr` that is not a PEM request.
  static SignRequest from_json(const json::Value& value);
};

struct SignResponse {
  std::vector<std::string> chain;  ///< PEM, leaf first
  json::Object tls_options;

  json::Value to_json() const;  ///< crt, ca (null if alone), certChain, tlsOptions
  static SignResponse from_json(const json::Value& value);
  std::string chain_pem() const;
};

/// Writes the answers of one CA: between two of them only the leaf differs, so the rest is prepared.
/// Thread-safe: const after construction.
class SignResponseWriter {
 public:
  /// `issuers_pem`: what follows the leaf in every chain.
  SignResponseWriter(const std::vector<std::string>& issuers_pem, const json::Object& tls_options);
  /// The octets of SignResponse::to_json() for this chain.
  std::string write(std::string_view leaf_pem) const;

 private:
  std::string middle_;  ///< between the leaf's two places
  std::string rest_;
};

struct RekeyRequest {
  std::string csr_pem;
  std::optional<x509::CertificateRequest> csr;  ///< as in SignRequest
  json::Value to_json() const;
  static RekeyRequest from_json(const json::Value& value);
};

struct RevokeRequest {
  std::string serial, ott, reason;
  int reason_code = 0;
  bool passive = false;
  json::Value to_json() const;
  static RevokeRequest from_json(const json::Value& value);
};

struct ProvisionersResponse {
  json::Array provisioners;
  std::string next_cursor;
  json::Value to_json() const;  ///< provisioners (null if empty), nextCursor
  static ProvisionersResponse from_json(const json::Value& value);
};

/// The first JSON document of a request body. Throws Error 400 "error decoding json".
json::Value parse_request_body(std::string_view body);

/// {"status":<n>,"message":"..."}
std::string error_body(const Error& error);
/// The error a body describes, or "failed decoding CA error response: ...".
Error parse_error_body(int status, std::string_view body);

}  // namespace newel::messages
