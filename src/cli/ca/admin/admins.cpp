#include "cli/ca/admin/admins.h"

#include <algorithm>
#include <map>

#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/shared/tab_table.h"
#include "x509/oids.h"

namespace newel::cli::ca {
namespace {

using messages::admin::AdminMessage;

std::string text(const json::Object& object, std::string_view name) {
  return json::as_string(json::find(object, name)).value_or("");
}

}  // namespace

ListedAdmin listed(client::AdminClient& ca, const AdminMessage& admin) {
  const json::Object provisioner = ca.provisioner_by_id(admin.provisioner_id);
  return {admin, text(provisioner, "name"), text(provisioner, "type")};
}

std::vector<ListedAdmin> all_admins(client::AdminClient& ca) {
  std::vector<ListedAdmin> out;
  std::map<std::string, ListedAdmin> known;  // by provisioner: one question for each
  for (const AdminMessage& admin : ca.admins()) {
    auto at = known.find(admin.provisioner_id);
    if (at == known.end()) at = known.emplace(admin.provisioner_id, listed(ca, admin)).first;
    out.push_back({admin, at->second.provisioner_name, at->second.provisioner_type});
  }
  return out;
}

void print_admins(const std::vector<ListedAdmin>& admins) {
  std::vector<std::vector<std::string>> rows = {{"SUBJECT", "PROVISIONER", "TYPE"}};
  for (const ListedAdmin& one : admins) {
    rows.push_back({one.admin.subject, one.provisioner_name + " (" + one.provisioner_type + ")", one.type()});
  }
  print(tab_table(rows));
}

ListedAdmin choose_admin(const Invocation& in, client::AdminClient& ca, const std::string& subject) {
  std::vector<ListedAdmin> found = all_admins(ca);
  std::erase_if(found, [&](const ListedAdmin& one) { return one.admin.subject != subject; });
  if (found.empty()) throw Error("no admins with subject " + subject);
  if (const std::string name = in.string("provisioner"); !name.empty()) {
    std::erase_if(found, [&](const ListedAdmin& one) { return one.provisioner_name != name; });
    if (found.empty()) throw invalid_flag_value("provisioner", name);
  }
  Choice choice;
  choice.label = "Select an admin:";
  choice.name = "Admin";
  choice.flag = "provisioner";
  for (const ListedAdmin& one : found) {
    choice.items.push_back("subject: " + one.admin.subject + ", provisioner: " + one.provisioner_name + "(" +
                           one.provisioner_type + "), type: " + one.type());
  }
  return found.at(choose(choice));
}

bool is_self(const client::AdminClient& ca, const ListedAdmin& admin) {
  const auto& subjects = ca.subjects();
  if (std::find(subjects.begin(), subjects.end(), admin.admin.subject) == subjects.end()) return false;
  const auto* extension = x509::find_extension(ca.certificate().extensions(), x509::oids::step_provisioner);
  if (extension == nullptr) return true;
  const auto provisioner = x509::decode_step_provisioner(extension->value);
  return !provisioner || provisioner->name == admin.provisioner_name;
}

}  // namespace newel::cli::ca
