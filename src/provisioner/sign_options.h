// What a provisioner demands of a certificate: the reference's list of sign options, as one value.
//
// The authority reads it in the order of the fields: CSR checks, template, modifiers, validators.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "provisioner/claims.h"
#include "template/x509_values.h"
#include "x509/certificate.h"
#include "x509/extensions.h"
#include "x509/request.h"

namespace newel::provisioner {

class Provisioner;

/// A request time: absent, absolute, or a duration against a base decided when it is used (reference:
/// TimeDuration).
struct TimeOrDuration {
  std::optional<Time> time;
  std::optional<Duration> duration;
  bool is_set() const { return time || (duration && duration->count() != 0); }
  Time resolve(Time base) const { return time ? *time : base + duration.value_or(Duration(0)); }
  /// "" is unset, else RFC 3339, else a Go duration. Failure: `failed to parse <raw>`.
  static Expected<TimeOrDuration> parse(std::string_view text);
  std::string to_string() const;
};

/// What the client asked for beside the CSR.
struct SignRequestOptions {
  TimeOrDuration not_before, not_after;
  json::Value template_data;  ///< null if none
  std::string request_id;     ///< of the API call; told to webhooks
};

/// What a token (`step.ssh`) or a request asks of an SSH certificate (reference: SignSSHOptions).
struct SshSignAttributes {
  std::string cert_type;  ///< "user", "host" or ""
  std::string key_id;
  std::vector<std::string> principals;
  TimeOrDuration valid_after, valid_before;
  json::Value template_data;  ///< null if none
};

/// How names of the CSR must agree with `SignOptions::sans`. A kind of names that the CSR leaves out is never
/// held against it.
enum class SanRule {
  any,       ///< not checked
  exact,     ///< each kind the same set
  instance,  ///< cloud instances: DNS names a subset, addresses the same set, no e-mail addresses, no URIs
  node       ///< Nebula: as exact, but addresses a subset
};

/// The credential a lifetime may not outlive (X5C, Nebula).
struct CredentialWindow {
  Time begin{}, end{};
};

/// Which default template document is used when the provisioner has none of its own.
enum class DefaultTemplate { leaf, iid_leaf, admin_leaf, attested_leaf };

/// What goes into the certificate. The default documents are filled in as values, without running a template;
/// a provisioner with a template of its own (Provisioner::x509_options) runs that, with the same values as
/// its data.
struct TemplateSource {
  DefaultTemplate fallback = DefaultTemplate::leaf;
  std::string common_name;         ///< .Subject.CommonName
  std::vector<std::string> names;  ///< .SANs, of any of the four plain kinds
  // For templates alone.
  std::optional<x509::NameFields> subject;          ///< .Subject, when it is more than a common name
  std::vector<templates::DocumentSan> typed_names;  ///< .SANs, when they are not `names`
  std::optional<json::Object> token;                ///< .Token; set by the authority for any accepted token
  std::optional<templates::Value> authorization;    ///< .AuthorizationCrt, when it is not one of X.509
  std::vector<x509::Certificate> authorization_chain;  ///< .AuthorizationChain
  /// Members at the root, over those above and over options.x509.templateData. What webhooks answer goes into
  /// its object `Webhooks`, before the certificate is made.
  json::Object data;
};

struct SignOptions {
  std::shared_ptr<const Provisioner> provisioner;
  std::string ra_json;  ///< token's step.ra, stored with the certificate
  /// Who asked, for webhooks: common name of an X5C leaf, id of a cloud instance; "" if nobody says.
  std::string authorization_principal;
  /// X5C: the certificate that signed the token (webhooks: x5cCertificate; templates: .AuthorizationCrt).
  std::optional<x509::Certificate> authorization_certificate;
  TemplateSource tmpl;

  // CSR checks, in this order.
  std::string csr_fingerprint;            ///< token's cnf x5rt#S256; "" if none
  std::vector<std::string> common_names;  ///< CN must be empty or one of these; empty list: not checked
  int min_rsa_bits = 2048;
  SanRule san_rule = SanRule::exact;
  std::vector<std::string> sans;  ///< for every rule but any
  bool ignore_uris = false;       ///< identity certificates

  // Modifiers.
  std::optional<x509::StepProvisioner> extension;  ///< none when disableSmallstepExtensions
  bool force_cn = false;
  std::optional<CredentialWindow> window;

  // Validators.
  DurationLimits lifetime;
};

}  // namespace newel::provisioner
