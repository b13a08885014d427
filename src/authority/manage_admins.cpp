#include "authority/administration.h"

namespace newel::authority {
namespace {

const store::ManagedAdmin& find_admin(const Management& state, const std::string& id) {
  const store::ManagedAdmin* admin = state.admin_by_id(id);
  if (admin == nullptr) throw Error::verbatim(404, "admin " + id + " not found");
  return *admin;
}

}  // namespace

const Management::Entry& find_provisioner(const Management& state, const std::string& name) {
  const Management::Entry* entry = state.provisioner_by_name(name);
  if (entry == nullptr)
    throw Error::verbatim(404, "error loading provisioner " + name + ": provisioner " + name + " not found");
  return *entry;
}

store::ManagedAdmin create_admin(Draft& draft, const std::string& subject, const std::string& provisioner,
                                 bool is_super) {
  const Management::Entry& owner = find_provisioner(draft.state(), provisioner);
  if (draft.state().admin_of(owner.id, subject) != nullptr) {
    throw Error::verbatim(400, "error storing admin: admin with subject " + subject + " and provisioner " +
                                   provisioner + " already exists");
  }
  store::ManagedAdmin admin{draft.authority().random().uuid(), owner.id, subject, is_super,
                            floor_seconds(draft.authority().clock().now())};
  draft.put(admin);
  return admin;
}

store::ManagedAdmin update_admin(Draft& draft, const std::string& id, bool is_super) {
  store::ManagedAdmin admin = find_admin(draft.state(), id);
  if (admin.is_super && !is_super && draft.state().super_admins() == 1) {
    throw Error::verbatim(400, "error updating admin " + id + ": error updating cached admin " + id +
                                   ": cannot change role of last super admin");
  }
  admin.is_super = is_super;
  draft.put(admin);
  return admin;
}

void remove_admin(Draft& draft, const std::string& id) {
  const store::ManagedAdmin& admin = find_admin(draft.state(), id);
  if (admin.is_super && draft.state().super_admins() == 1) {
    throw Error::verbatim(400, "error deleting admin " + id + ": error removing admin " + id +
                                   " from authority cache: cannot remove the last super admin");
  }
  draft.remove_admin(id);
}

}  // namespace newel::authority
