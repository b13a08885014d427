// `step crl`: certificate revocation lists.
#pragma once

#include "cli/engine/command.h"

namespace newel::cli {

extern const Command crl_group;

namespace crl {
extern const Command inspect_command;
}  // namespace crl

}  // namespace newel::cli
