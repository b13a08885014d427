// `step crypto`: keys, tokens, hashes and random data, without a CA.
#pragma once

#include "cli/engine/command.h"

namespace newel::cli {

extern const Command crypto_group;

namespace crypto {
extern const Command change_pass_command;
extern const Command hash_group;
extern const Command jose_group;
extern const Command jwe_group;
extern const Command jwk_group;
extern const Command jws_group;
extern const Command jwt_group;
extern const Command kdf_group;
extern const Command key_group;
extern const Command keypair_command;
extern const Command nacl_group;
extern const Command otp_group;
extern const Command rand_command;
extern const Command winpe_group;
}  // namespace crypto

}  // namespace newel::cli
