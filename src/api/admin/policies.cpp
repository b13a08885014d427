// /admin/policy and /admin/provisioners/{name}/policy: which names may be certified.
#include "api/admin/admin_handlers.h"
#include "api/admin/call.h"
#include "messages/admin/policy_form.h"

namespace newel::api::admin {
namespace {

using authority::Management;
using authority::PolicyOwner;
namespace forms = messages::admin;

enum class Level { authority, provisioner };

PolicyOwner owner_of(Level level, const Exchange& in, const Management& state) {
  if (level == Level::authority) return PolicyOwner::of_authority();
  return PolicyOwner::of(authority::find_provisioner(state, in.parameter));
}

void read_policy(Exchange& exchange, Level level) {
  admin_read(exchange, [level](const Exchange& in, const authority::Authority& authority) {
    const Management& state = *authority.management();
    const PolicyOwner owner = owner_of(level, in, state);
    return AdminAnswer{200, forms::policy_to_message(authority::find_policy(state, owner)), {}, {}};
  });
}

using Put = void (*)(authority::Draft&, const PolicyOwner&, json::Object);

void write_policy(Exchange& exchange, Level level, Put put, int status, const char* action) {
  admin_change(exchange, [=](const Exchange& in, authority::Draft& draft) {
    const PolicyOwner owner = owner_of(level, in, draft.state());
    json::Object document = forms::policy_from_message(admin_body(in));
    json::Object body = forms::policy_to_message(document);
    put(draft, owner, std::move(document));
    return AdminAnswer{status, std::move(body), action, owner.text()};
  });
}

void drop_policy(Exchange& exchange, Level level) {
  admin_change(exchange, [level](const Exchange& in, authority::Draft& draft) {
    const PolicyOwner owner = owner_of(level, in, draft.state());
    authority::remove_policy(draft, owner);
    AdminAnswer answer = AdminAnswer::ok();
    answer.action = "remove policy";
    answer.object = owner.text();
    return answer;
  });
}

}  // namespace

void get_authority_policy(Exchange& exchange) { read_policy(exchange, Level::authority); }
void post_authority_policy(Exchange& exchange) {
  write_policy(exchange, Level::authority, authority::create_policy, 201, "create policy");
}
void put_authority_policy(Exchange& exchange) {
  write_policy(exchange, Level::authority, authority::update_policy, 200, "update policy");
}
void delete_authority_policy(Exchange& exchange) { drop_policy(exchange, Level::authority); }

void get_provisioner_policy(Exchange& exchange) { read_policy(exchange, Level::provisioner); }
void post_provisioner_policy(Exchange& exchange) {
  write_policy(exchange, Level::provisioner, authority::create_policy, 201, "create policy");
}
void put_provisioner_policy(Exchange& exchange) {
  write_policy(exchange, Level::provisioner, authority::update_policy, 200, "update policy");
}
void delete_provisioner_policy(Exchange& exchange) { drop_policy(exchange, Level::provisioner); }

}  // namespace newel::api::admin
