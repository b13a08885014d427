// The messages of the HTTP API: JSON in and out, shared by server and client (reference: api/api.go, api/sign.go).
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "provisioner/sign_options.h"

namespace newel::messages {

struct SignRequest {
  std::string csr_pem;  ///< as sent; from_json checks that it is a request
  std::string ott;
  provisioner::SignRequestOptions options;

  json::Value to_json() const;
  /// Throws Error 400: "error decoding json".
  static SignRequest from_json(const json::Value& value);
};

struct SignResponse {
  std::vector<std::string> chain;  ///< PEM, leaf first
  json::Object tls_options;

  json::Value to_json() const;  ///< crt, ca (null if alone), certChain, tlsOptions
  static SignResponse from_json(const json::Value& value);
  std::string chain_pem() const;
};

struct RekeyRequest {
  std::string csr_pem;
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
  json::Value to_json() const;
  static ProvisionersResponse from_json(const json::Value& value);
};

/// {"status":<n>,"message":"..."}
std::string error_body(const Error& error);
/// The error a body describes, or "failed decoding CA error response: ...".
Error parse_error_body(int status, std::string_view body);

}  // namespace newel::messages
