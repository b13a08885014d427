// The group `step ca`: what one does with an online certificate authority.
#pragma once

#include "cli/engine/command.h"

namespace newel::cli::ca {

extern const Command ca_group;

extern const Command bootstrap_command;
extern const Command certificate_command;
extern const Command federation_command;
extern const Command health_command;
extern const Command init_command;
extern const Command rekey_command;
extern const Command renew_command;
extern const Command revoke_command;
extern const Command root_command;
extern const Command roots_command;
extern const Command sign_command;
extern const Command token_command;

extern const Command policy_group;
extern const Command policy_check_command;

extern const Command acme_group;
extern const Command beta_group;

extern const Command admin_group;
extern const Command admin_add_command;
extern const Command admin_list_command;
extern const Command admin_remove_command;
extern const Command admin_update_command;

extern const Command provisioner_group;
extern const Command provisioner_add_command;
extern const Command provisioner_jwe_key_command;
extern const Command provisioner_list_command;
extern const Command provisioner_remove_command;
extern const Command provisioner_update_command;

extern const Command webhook_group;
extern const Command webhook_add_command;
extern const Command webhook_remove_command;
extern const Command webhook_update_command;

}  // namespace newel::cli::ca
