#include "cli/root/tree.h"

#include "cli/api/api.h"
#include "cli/ca/ca.h"
#include "cli/certificate/certificate.h"
#include "cli/crl/crl.h"
#include "cli/crypto/crypto.h"
#include "cli/template/template.h"

namespace newel::cli {
namespace {

constexpr auto flags = flag_list(
    Flag{.names = "help,h", .kind = Kind::boolean, .usage = "show help", .exempt = true},
    Flag{.names = "config", .usage = "path to the config file to use for CLI flags", .exempt = true},
    Flag{.names = "version,v", .kind = Kind::boolean, .usage = "print the version", .exempt = true});

// In the order of the help, one per line.
// clang-format off
constexpr const Command* subcommands[] = {
    &help_command,
    &api::api_group,
    &base64_command,
    &fileserver_command,
    &path_command,
    &certificate_group,
    &completion_command,
    &context_group,
    &crl_group,
    &crypto_group,
    &oauth_command,
    &template_group,
    &version_command,
    &ca::ca_group,
    &ca::beta_group,
};
// clang-format on

}  // namespace

constexpr Command root_command{
    .name = "step",
    .usage = "plumbing for distributed systems",
    .usage_text = "**step** <command> [arguments]",
    .flags = flags,
    .subcommands = subcommands,
};

}  // namespace newel::cli
