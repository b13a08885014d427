// What the kinds of certificates the command line makes consist of.
//
// The functions fill in everything but the validity's start: subject, names, usages, constraints, default
// length. Serial, key identifiers and signature algorithm follow the general rules of issue().
#pragma once

#include "base/name_kind.h"
#include "x509/builder.h"

namespace newel::x509 {

struct Validity {
  Time not_before{};
  Time not_after{};
};

constexpr Seconds default_leaf_validity{24 * 3600};
constexpr Seconds default_ca_validity{3650 * 24 * 3600};
/// From `start` cut to whole seconds.
Validity validity_from(Time start, Seconds length);

/// CA, certSign and cRLSign; `max_path_len` is 1 for the roots and 0 for the intermediates that the commands
/// make by default; nullopt writes no limit. No names, no extended usages.
CertificateTemplate ca_profile(Name subject, const PublicKey& key, const Validity& validity,
                               std::optional<int> max_path_len);
CertificateTemplate root_profile(Name subject, const PublicKey& key, const Validity& validity);
CertificateTemplate intermediate_profile(Name subject, const PublicKey& key, const Validity& validity,
                                         std::optional<int> max_path_len = 0);

/// TLS server and client: digitalSignature (and keyEncipherment for RSA keys), serverAuth, clientAuth, no
/// basicConstraints. A self-signed certificate has the same contents.
CertificateTemplate leaf_profile(Name subject, SubjectAltNames names, const PublicKey& key,
                                 const Validity& validity);

/// `O=<organization>, CN=<common name>`: how `step ca init` names its authorities.
Name organization_name(std::string_view organization, std::string_view common_name);

/// Names sorted by kind: what `--san` values become.
SubjectAltNames to_alt_names(SplitNames names);

}  // namespace newel::x509
