// The JSON document that an X.509 certificate template renders to (reference: crypto x509util.Certificate).
//
//   rendered text -> CertificateDocument -> x509::CertificateTemplate
//
// The first step says what is wrong with the document (its texts begin with "error unmarshaling certificate:
// ", but for names of unusual kinds); the second says what cannot be encoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "template/asn1_values.h"
#include "template/document_time.h"
#include "template/json_tree.h"
#include "x509/builder.h"

namespace newel::templates {

/// What Go would encode, and nobody could read again.
struct UnparsableName : Error {
  using Error::Error;
};

using Texts = std::optional<std::vector<std::string>>;  ///< none: absent or null

/// An attribute of a name; what is no text can be decoded, but not encoded.
struct DocumentAttribute {
  Oid type;
  JsonNode value;
};

/// Subject, issuer and directory names (reference: x509util.Name). A text alone is the common name.
struct DocumentName {
  Texts country, organization, organizational_unit, locality, province, street_address, postal_code;
  std::string serial_number, common_name;
  std::vector<DocumentAttribute> extra_names;

  bool empty() const;  ///< it would encode to an empty SEQUENCE
  static DocumentName from_fields(const x509::NameFields& fields);
};

struct DocumentSan {
  std::string type, value;
  std::optional<JsonNode> asn1_value;  ///< null counts as a value
  bool is_extended() const;
};

struct DocumentExtension {
  Oid id;
  bool critical = false;
  std::optional<Bytes> value;
};

struct DocumentBasicConstraints {
  bool is_ca = false;
  std::int64_t max_path_len = 0;
};

struct DocumentNameConstraints {
  bool critical = false;
  Texts permitted_dns, excluded_dns, permitted_emails, excluded_emails, permitted_uris, excluded_uris;
  std::optional<std::vector<IpNetwork>> permitted_ips, excluded_ips;
};

struct DocumentSerial {
  x509::Serial magnitude;
  bool negative = false;
};

struct CertificateDocument {
  std::int64_t version = 0;
  DocumentName subject, issuer;
  std::optional<Bytes> raw_subject;
  std::optional<DocumentSerial> serial_number;
  Texts dns_names, email_addresses, uris;
  std::optional<std::vector<IpAddress>> ip_addresses;
  std::optional<std::vector<DocumentSan>> sans;
  DocumentTime not_before, not_after;
  std::optional<std::vector<DocumentExtension>> extensions;
  unsigned key_usage = 0;                  ///< bits of x509::KeyUsage
  std::vector<std::string> ext_key_usage;  ///< OIDs of the usages with a name
  std::optional<std::vector<Oid>> unknown_ext_key_usage;
  std::optional<Bytes> subject_key_id, authority_key_id;
  Texts ocsp_server, issuing_certificate_url, crl_distribution_points;
  Texts policy_identifiers;  ///< dotted
  std::optional<DocumentBasicConstraints> basic_constraints;
  std::optional<DocumentNameConstraints> name_constraints;
  std::string signature_algorithm;  ///< by its name; "": the signer's default

  bool has_extended_sans() const;
  bool has_extension(std::string_view oid) const;
};

/// Decodes the first JSON value of the text and builds the extension of unusual alternative names, which then
/// stands first in `extensions`. Failure: the whole text for the log, prefix included.
Expected<CertificateDocument> parse_certificate_document(std::string_view text);
/// The same members without the extension made from names: what a template for requests renders to.
Expected<CertificateDocument> parse_request_document(std::string_view text);

/// Name of a structure in messages: "nameAlias" inside a document. Throws Error without prefix.
DocumentName decode_name(const JsonNode& node);

/// The document in the reference's order of members: webhook bodies carry it.
json::Object to_json(const CertificateDocument& document);
/// The same as text; serial numbers of any length keep their digits.
std::string to_json_text(const CertificateDocument& document);
json::Object to_json(const DocumentName& name);

/// What the document makes a certificate of. `subject` stays a set of fields, so that defaults can be filled
/// in; it is not used when there is a raw subject.
struct DocumentCertificate {
  x509::CertificateTemplate certificate;  ///< subject empty until finish(); no key
  x509::NameFields subject;
  Bytes raw_subject;
  std::optional<Time> not_before, not_after;

  /// Puts the subject into the certificate. Throws Error.
  void finish();
};
/// Throws Error "x509: serial number must be positive" and the like: what cannot be encoded.
DocumentCertificate to_certificate(const CertificateDocument& document, const PublicKey& key);

/// The alternative names of the simple kinds, and the extension for the others.
x509::SubjectAltNames simple_names(const CertificateDocument& document);
x509::Extension extended_names_extension(const CertificateDocument& document, bool critical);
x509::NameFields to_fields(const DocumentName& name);
/// A negative maxPathLen is no limit. Throws Error for one beyond int.
x509::BasicConstraints to_basic_constraints(const DocumentBasicConstraints& constraints);

}  // namespace newel::templates
