// The certificate before it is signed: the default documents as values, without running a template.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "config/config.h"
#include "provisioner/sign_options.h"
#include "template/certificate_template.h"
#include "x509/builder.h"

namespace newel::authority {

/// A certificate template whose subject is still a set of fields.
struct Leaf {
  x509::CertificateTemplate certificate;  ///< subject empty until finish_subject()
  x509::NameFields subject;
  Bytes raw_subject;                          ///< not empty: stands instead of `subject`
  std::optional<Time> not_before, not_after;  ///< the template's own
  /// What the provisioner's own template rendered, for webhooks; empty unless it has some.
  json::Object document;

  /// Throws Error for a raw subject that is no name.
  void finish_subject();
  /// The names it will carry, also those in an extension that the template wrote itself.
  x509::SubjectAltNames names() const;
};

/// The default document that `options.tmpl.fallback` names, for the request's key.
Leaf default_leaf(const x509::CertificateRequest& request, const provisioner::SignOptions& options);

/// What templates of the request see: those of certificates, and those in the URLs of webhooks.
templates::CertificateData template_data(const provisioner::SignOptions& options, const json::Value& user);

/// The certificate that the provisioner's own template makes of the request. Throws Error: 400 for what the
/// template gave to `fail`, else 500.
Leaf templated_leaf(const x509::CertificateRequest& request, const provisioner::SignOptions& options,
                    const json::Value& user, const Clock& clock, const Random& random);

/// Subject fields that are empty take the authority's values.
void fill_subject(x509::NameFields& subject, const config::SubjectDefaults& defaults);
/// An empty common name becomes the first DNS name. Throws Error 400.
void force_common_name(Leaf& leaf);
/// Replaces the first extra extension with the same OID (a template cannot forge it), else appends.
void put_extension(std::vector<x509::Extension>& extra, x509::Extension extension);

}  // namespace newel::authority
