// `step ca policy`: a hundred commands that are one. Where a command stands in the tree says everything:
// whose policy (Level), which part of it (Area), which list (Side, NameList). The tree is made of templates
// over these four, in constant memory; the work is done by the functions below.
#pragma once

#include "cli/engine/invocation.h"

namespace newel::cli::ca::policy {

enum class Level { authority, provisioner, acme };
enum class Area { x509, ssh_host, ssh_user };
enum class Side { allow, deny };
enum class NameList { cn, dns, email, ip, uri, principal };

struct Place {
  Level level;
  Area area = Area::x509;
  Side side = Side::allow;
  NameList list = NameList::dns;
};

int view_policy(Invocation& in, Level level);
int remove_policy(Invocation& in, Level level);
/// Adds the arguments to a list, or with --remove takes them out; makes the policy when there is none.
int change_names(Invocation& in, const Place& place);
int change_wildcards(Invocation& in, Level level, bool allow);

}  // namespace newel::cli::ca::policy
