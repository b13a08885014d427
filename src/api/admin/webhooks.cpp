// /admin/provisioners/{name}/webhooks: whom the CA asks before it signs.
#include <algorithm>

#include "api/admin/admin_handlers.h"
#include "api/admin/call.h"
#include "api/admin/provisioner_entry.h"
#include "base/text.h"
#include "messages/admin/provisioner_form.h"

namespace newel::api::admin {
namespace {

using authority::Management;
namespace forms = messages::admin;

std::string text(const json::Object& object, std::string_view name) {
  return json::as_string(json::find_ci(object, name)).value_or("");
}

json::Value* find(json::Array& hooks, const std::string& name) {
  const auto at = std::find_if(hooks.begin(), hooks.end(), [&](const json::Value& hook) {
    return hook.is_object() && text(hook.get_object(), "name") == name;
  });
  return at == hooks.end() ? nullptr : &*at;
}

json::Object webhook_of(const Exchange& in) {
  json::Object hook = forms::webhook_from_message(admin_body(in));
  authority::check_webhook(hook);
  return hook;
}

void store(authority::Draft& draft, const Management::Entry& entry, json::Array hooks) {
  json::Object document = entry.document;
  forms::set_webhooks(document, std::move(hooks));
  authority::update_provisioner(draft, entry.name(), std::move(document));
}

}  // namespace

void post_webhook(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    const Management::Entry entry = authority::find_provisioner(draft.state(), in.parameter);
    json::Object hook = webhook_of(in);
    const std::string name = text(hook, "name");
    if (!text(hook, "secret").empty()) throw Error::verbatim(400, "webhook secret must not be set");
    if (!text(hook, "id").empty()) throw Error::verbatim(400, "webhook ID must not be set");
    json::Array hooks = forms::webhooks_of(entry.document);
    if (find(hooks, name) != nullptr) {
      throw Error::verbatim(
          409, "provisioner " + quote(entry.name()) + " already has a webhook with the name " + quote(name));
    }
    keep_webhook_secret(hook, {}, draft.authority().random());
    json::Object body = forms::webhook_to_message(hook, forms::Secrets::included);
    hooks.push_back(std::move(hook));
    store(draft, entry, std::move(hooks));
    return AdminAnswer{201, std::move(body), "create webhook", entry.name() + "/" + name};
  });
}

void put_webhook(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    const Management::Entry entry = authority::find_provisioner(draft.state(), in.parameter);
    json::Object hook = webhook_of(in);
    const std::string name = text(hook, "name");
    json::Array hooks = forms::webhooks_of(entry.document);
    json::Value* old = find(hooks, name);
    if (old == nullptr) {
      throw Error::verbatim(
          404, "provisioner " + quote(entry.name()) + " has no webhook with the name " + quote(name));
    }
    const auto keeps = [&](const char* member) {
      const std::string wanted = text(hook, member);
      return wanted.empty() || wanted == text(old->get_object(), member);
    };
    if (!keeps("secret")) throw Error::verbatim(400, "webhook secret cannot be updated");
    if (!keeps("id")) throw Error::verbatim(400, "webhook ID cannot be updated");
    keep_webhook_secret(hook, entry.document, draft.authority().random());
    json::Object body = forms::webhook_to_message(hook, forms::Secrets::left_out);
    *old = std::move(hook);
    store(draft, entry, std::move(hooks));
    return AdminAnswer{201, std::move(body), "update webhook", entry.name() + "/" + name};
  });
}

void delete_webhook(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    AdminAnswer answer = AdminAnswer::ok();
    const Management::Entry entry = authority::find_provisioner(draft.state(), in.parameter);
    const std::string& name = in.more_parameters.at(0);
    json::Array hooks = forms::webhooks_of(entry.document);
    json::Value* old = find(hooks, name);
    if (old == nullptr) return answer;
    hooks.erase(old);
    store(draft, entry, std::move(hooks));
    answer.action = "remove webhook";
    answer.object = entry.name() + "/" + name;
    return answer;
  });
}

}  // namespace newel::api::admin
