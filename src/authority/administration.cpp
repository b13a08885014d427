#include "authority/administration.h"

#include <algorithm>

namespace newel::authority {

void Administration::publish(std::shared_ptr<const Authority> next) {
  const std::lock_guard lock(mutex_);
  if (next->management()->version > current_->management()->version) current_ = std::move(next);
}

void Administration::refresh() {
  const auto known = current();
  store::Store& store = known->store();
  if (store.managed_version() == known->management()->version) return;
  auto state = std::make_shared<const Management>(Management::from_rows(store.managed_state()));
  publish(known->with_management(std::move(state)));
}

Draft::Draft(std::shared_ptr<const Authority> from, AdminIdentity actor)
    : from_(std::move(from)), actor_(std::move(actor)), state_(*from_->management()) {}

void Draft::put(Management::Entry entry) {
  transaction_.add(
      store::PutProvisioner{{entry.id, entry.name(), json::write(entry.document), entry.created_at}});
  const auto at = std::find_if(state_.provisioners.begin(), state_.provisioners.end(),
                               [&](const auto& one) { return one.id == entry.id; });
  if (at == state_.provisioners.end()) {
    state_.provisioners.push_back(std::move(entry));
  } else {
    *at = std::move(entry);
  }
}

void Draft::remove_provisioner(const std::string& id) {
  transaction_.add(store::RemoveProvisioner{id});
  std::erase_if(state_.provisioners, [&](const auto& one) { return one.id == id; });
  std::vector<std::string> admins;
  for (const auto& admin : state_.admins) {
    if (admin.provisioner_id == id) admins.push_back(admin.id);
  }
  for (const std::string& admin : admins) remove_admin(admin);
  if (state_.policy(id) != nullptr) remove_policy(id);
}

void Draft::put(store::ManagedAdmin admin) {
  transaction_.add(store::PutAdmin{admin});
  const auto at = std::lower_bound(state_.admins.begin(), state_.admins.end(), admin,
                                   [](const auto& a, const auto& b) { return a.id < b.id; });
  if (at != state_.admins.end() && at->id == admin.id) {
    *at = std::move(admin);
  } else {
    state_.admins.insert(at, std::move(admin));
  }
}

void Draft::remove_admin(const std::string& id) {
  transaction_.add(store::RemoveAdmin{id});
  std::erase_if(state_.admins, [&](const auto& one) { return one.id == id; });
}

void Draft::put_policy(const std::string& owner, json::Object document) {
  transaction_.add(store::PutPolicy{{owner, json::write(document)}});
  state_.policies[owner] = std::move(document);
}

void Draft::remove_policy(const std::string& owner) {
  transaction_.add(store::RemovePolicy{owner});
  state_.policies.erase(owner);
}

std::shared_ptr<const Authority> Draft::finish(const std::string& action, const std::string& object) {
  ++state_.version;
  transaction_.add(
      store::RecordChange{{state_.version, from_->clock().now(), actor_.text(), action, object}});
  return from_->with_management(std::make_shared<const Management>(state_));
}

}  // namespace newel::authority
