// Sending a certificate request with its token, and keeping what comes back.
#pragma once

#include <string>
#include <vector>

#include "cli/ca/service.h"
#include "client/token.h"
#include "x509/request.h"

namespace newel::cli::ca {

/// Names of every kind, as a request or certificate holds them.
x509::SubjectAltNames alternative_names(const std::vector<std::string>& names);
/// A time or duration of --not-before, --not-after. Throws invalid_flag_value.
provisioner::TimeOrDuration time_or_duration_of(const Invocation& in, std::string_view flag);

/// Lifetime and template data come from the command's flags. Throws what the CA answers.
messages::SignResponse sign_request(const Invocation& in, CaService& service, const std::string& token,
                                    const x509::CertificateRequest& request);

/// The chain, PEM, mode 0600; asks before it overwrites. Prints the status line "Certificate".
void save_chain(const Invocation& in, const messages::SignResponse& response, const std::string& file);
/// The key without a password, mode 0600. Prints the status line "Private Key".
void save_key(const Invocation& in, const PrivateKey& key, const std::string& file);

}  // namespace newel::cli::ca
