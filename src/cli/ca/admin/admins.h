// What the commands of `step ca admin` share: the table, and picking one administrator.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/engine/invocation.h"
#include "client/admin_client.h"

namespace newel::cli::ca {

struct ListedAdmin {
  messages::admin::AdminMessage admin;
  std::string provisioner_name, provisioner_type;
  std::string type() const { return admin.is_super ? "SUPER_ADMIN" : "ADMIN"; }
};

/// With the provisioner's name and type, which the CA is asked for.
ListedAdmin listed(client::AdminClient& ca, const messages::admin::AdminMessage& admin);
std::vector<ListedAdmin> all_admins(client::AdminClient& ca);

/// The table of SUBJECT, PROVISIONER and TYPE on standard output.
void print_admins(const std::vector<ListedAdmin>& admins);

/// The one with this subject and, when given, the provisioner of --provisioner; asks when several are left.
/// Prints the status line "Admin".
ListedAdmin choose_admin(const Invocation& in, client::AdminClient& ca, const std::string& subject);

/// Whether the credential in use is this administrator's.
bool is_self(const client::AdminClient& ca, const ListedAdmin& admin);

}  // namespace newel::cli::ca
