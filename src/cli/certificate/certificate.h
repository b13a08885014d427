// `step certificate`: make, sign, look at and convert certificates, without a CA.
#pragma once

#include "cli/engine/command.h"

namespace newel::cli {

extern const Command certificate_group;

namespace certificate {
extern const Command bundle_command;
extern const Command create_command;
extern const Command format_command;
extern const Command inspect_command;
extern const Command fingerprint_command;
extern const Command lint_command;
extern const Command needs_renewal_command;
extern const Command sign_command;
extern const Command key_command;
extern const Command verify_command;
extern const Command install_command;
extern const Command uninstall_command;
extern const Command p12_command;
}  // namespace certificate

}  // namespace newel::cli
