// What a webhook server is told (reference: webhook/types.go). The token is never part of it.
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "base/time.h"
#include "x509/certificate.h"
#include "x509/request.h"

namespace newel::webhook {

/// Everything that may be known about a request; what is absent is left out of the document.
struct RequestBody {
  std::string provisioner_name;
  std::string permanent_identifier;  ///< attested by a device (ACME)
  json::Object x509_request;         ///< request_json(): ENRICHING, SCEP
  json::Object x509_certificate;     ///< certificate_json(): AUTHORIZING, NOTIFYING
  json::Object ssh_request, ssh_certificate;
  std::string scep_challenge, scep_transaction_id;
  std::optional<int> scep_error_code;
  std::string scep_error_description;
  std::optional<x509::Certificate> x5c_certificate;
  std::string authorization_principal;

  /// The document, compact, members in the reference's order. `now` becomes the timestamp.
  std::string to_json(Time now) const;
};

/// A list as Go writes it: null when it is empty.
json::Value texts_json(const std::vector<std::string>& list);
json::Value addresses_json(const std::vector<IpAddress>& list);

/// A name as members of an object; what is absent is left out.
json::Object subject_json(const x509::NameFields& fields);

/// x509CertificateRequest.
json::Object request_json(const x509::CertificateRequest& request);

/// x509Certificate: `document` is the certificate as its template gave it, `leaf` what will be signed.
json::Object certificate_json(const json::Object& document, const PublicKey& key, Time not_before,
                              Time not_after);

/// The names of Go's x509.PublicKeyAlgorithm: "RSA", "ECDSA", "Ed25519".
std::string_view public_key_algorithm_text(const PublicKey& key);

}  // namespace newel::webhook
