// Data to try a template with: what the flags say, and plausible values for the rest.
#pragma once

#include <string>

#include "cli/engine/command.h"
#include "cli/engine/invocation.h"
#include "crypto/private_key.h"
#include "template/ssh_document.h"
#include "x509/request.h"

namespace newel::cli::template_commands {

inline constexpr Flag ssh_flag{"ssh", Kind::boolean, "The template is one of SSH certificates."};
inline constexpr Flag data_flag{"data", Kind::string,
                                "A JSON <file> with an object of variables, over the sample's: *Token*, "
                                "*Webhooks*, members of templateData."};
inline constexpr Flag subject_flag{"subject", Kind::string, "The <subject>: the token's, and of the request.",
                                   "host.example.com"};
inline constexpr Flag san_flag{
    "san", Kind::strings,
    "A <name> of the certificate; the subject by default. Use the flag several times for "
    "several names. For SSH the principals."};
inline constexpr Flag csr_flag{"csr", Kind::string,
                               "The certification request to sign, instead of a new one for the "
                               "subject."};
inline constexpr Flag host_flag{"host", Kind::boolean, "With **--ssh**: a host certificate, not a user's."};

struct Sample {
  templates::Value root;
  std::optional<PublicKey> key;  ///< of the request
};
/// For X.509. Throws Error for files that cannot be read.
Sample x509_sample(const Invocation& in);
Sample ssh_sample(const Invocation& in);

/// The text of the template file "-": standard input.
std::string template_file(const Invocation& in);

}  // namespace newel::cli::template_commands
