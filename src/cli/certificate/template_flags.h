// --template, --set and --set-file of `create` and `sign`: certificates and requests as a template makes
// them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/engine/command.h"
#include "cli/engine/invocation.h"
#include "template/certificate_template.h"
#include "x509/profiles.h"

namespace newel::cli::certificate {

inline constexpr Flag template_flag{
    "template", Kind::string,
    "A <file> with the JSON template of the certificate (\"-\": standard input). **step template** explains "
    "what it may say."};

/// The text of --template; nullopt when it is not given. Throws when --profile is given, too.
std::optional<std::string> template_from_flag(const Invocation& in);

/// What the template of a certificate for this subject sees, before the request is known: .Subject, .SANs and
/// .Insecure.User.
templates::CertificateData template_data(x509::NameFields subject, const std::vector<std::string>& names,
                                         const Invocation& in);

/// The certificate the template makes of the data and the request. Validity and issuer are the command's,
/// whatever the template says. Throws Error: the message given to `fail` alone, or what is wrong with
/// template or document.
x509::CertificateTemplate certificate_by_template(const std::string& text,
                                                  const templates::CertificateData& data,
                                                  const x509::CertificateRequest& request,
                                                  const x509::Validity& validity);
/// The same for a request: .Insecure.CR says nothing but the key.
x509::CertificateRequest request_by_template(const std::string& text, const templates::CertificateData& data,
                                             const Signer& key);

}  // namespace newel::cli::certificate
