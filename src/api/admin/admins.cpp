// /admin/admins: who may use the admin API.
#include <algorithm>

#include "api/admin/admin_handlers.h"
#include "api/admin/call.h"
#include "messages/admin/admin_form.h"

namespace newel::api::admin {
namespace {

constexpr int default_limit = 20, max_limit = 100;

messages::admin::AdminMessage message_of(const store::ManagedAdmin& admin) {
  return {admin.id, admin.subject, admin.provisioner_id, admin.is_super, admin.created_at};
}

messages::admin::AdminRequest request_of(const Exchange& exchange) {
  try {
    return messages::admin::AdminRequest::from_json(admin_body(exchange));
  } catch (const Error& error) {
    throw Error::verbatim(400, "error reading request body: " + error.text());
  }
}

bool is_super(const messages::admin::AdminRequest& request) {
  if (request.type == 0) throw Error::verbatim(400, "invalid value for admin type");
  return request.type == 2;
}

std::string described(const authority::Management& state, const store::ManagedAdmin& admin) {
  const auto* provisioner = state.provisioner_by_id(admin.provisioner_id);
  return admin.subject + " (" + (provisioner != nullptr ? provisioner->name() : admin.provisioner_id) + ")" +
         (admin.is_super ? " as super admin" : " as admin");
}

const store::ManagedAdmin& find(const authority::Management& state, const std::string& id) {
  const auto* admin = state.admin_by_id(id);
  if (admin == nullptr) throw Error::verbatim(404, "admin " + id + " not found");
  return *admin;
}

}  // namespace

void get_admins(Exchange& exchange) {
  admin_read(exchange, [](const Exchange& in, const authority::Authority& authority) {
    Paging paging = paging_of(in);
    int left = std::min(paging.limit <= 0 ? default_limit : paging.limit, max_limit);
    json::Array list;
    std::string next;
    for (const auto& admin : authority.management()->admins) {
      if (admin.id < paging.cursor) continue;
      if (left-- == 0) {
        next = admin.id;
        break;
      }
      list.emplace_back(message_of(admin).to_listed_json());
    }
    return AdminAnswer{200, json::Object{{"admins", std::move(list)}, {"nextCursor", next}}, {}, {}};
  });
}

void get_admin(Exchange& exchange) {
  admin_read(exchange, [](const Exchange& in, const authority::Authority& authority) {
    return AdminAnswer{200, message_of(find(*authority.management(), in.parameter)).to_json(), {}, {}};
  });
}

void post_admin(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    const auto request = request_of(in);
    if (request.subject.empty()) throw Error::verbatim(400, "subject cannot be empty");
    if (request.provisioner.empty()) throw Error::verbatim(400, "provisioner cannot be empty");
    const auto admin =
        authority::create_admin(draft, request.subject, request.provisioner, is_super(request));
    return AdminAnswer{201, message_of(admin).to_json(), "create admin", described(draft.state(), admin)};
  });
}

void patch_admin(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    const auto admin = authority::update_admin(draft, in.parameter, is_super(request_of(in)));
    return AdminAnswer{200, message_of(admin).to_json(), "update admin", described(draft.state(), admin)};
  });
}

void delete_admin(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    AdminAnswer answer = AdminAnswer::ok();
    const store::ManagedAdmin admin = find(draft.state(), in.parameter);
    authority::remove_admin(draft, in.parameter);
    answer.action = "remove admin";
    answer.object = described(draft.state(), admin);
    return answer;
  });
}

}  // namespace newel::api::admin
