// The certificate before it is signed: the default documents as values, without running a template.
#pragma once

#include "config/config.h"
#include "provisioner/sign_options.h"
#include "x509/builder.h"

namespace newel::authority {

/// A certificate template whose subject is still a set of fields.
struct Leaf {
  x509::CertificateTemplate certificate;  ///< subject empty until finish_subject()
  x509::NameFields subject;

  void finish_subject() { certificate.subject = subject.to_name(); }
};

/// The default document that `options.tmpl.fallback` names, for the request's key.
Leaf default_leaf(const x509::CertificateRequest& request, const provisioner::SignOptions& options);

/// Subject fields that are empty take the authority's values.
void fill_subject(x509::NameFields& subject, const config::SubjectDefaults& defaults);
/// An empty common name becomes the first DNS name. Throws Error 400.
void force_common_name(Leaf& leaf);
/// Replaces the first extra extension with the same OID (a template cannot forge it), else appends.
void put_extension(std::vector<x509::Extension>& extra, x509::Extension extension);

}  // namespace newel::authority
