// /admin/provisioners: the provisioners as the admin API speaks of them.
#include "api/admin/admin_handlers.h"
#include "api/admin/call.h"
#include "api/admin/provisioner_entry.h"
#include "base/form.h"
#include "base/text.h"
#include "messages/admin/admin_form.h"
#include "messages/admin/provisioner_form.h"
#include "provisioner/document.h"

namespace newel::api::admin {

using authority::Management;
namespace forms = messages::admin;

namespace {

// As in ca.json, complete: whoever reads this may also change it. Only the secrets of webhooks, and the CA's
// token of a cluster, stay here.
json::Object listed(const json::Object& document) {
  json::Object out = provisioner::normalized_document(document);
  out.erase("apiServerToken");
  json::Array hooks = forms::webhooks_of(out);
  for (json::Value& hook : hooks) {
    for (const char* name : {"secret", "bearerToken", "basicAuth"}) {
      if (hook.is_object()) hook.get_object().erase(name);
    }
  }
  if (!hooks.empty()) forms::set_webhooks(out, std::move(hooks));
  return out;
}

// An id in the query wins over the name in the path.
const Management::Entry& find(const Exchange& in, const Management& state) {
  const std::string id = form_value(in.request().query, "id").value_or("");
  if (id.empty()) return authority::find_provisioner(state, in.parameter);
  const Management::Entry* entry = state.provisioner_by_id(id);
  if (entry == nullptr)
    throw Error::verbatim(404, "error loading provisioner " + id + ": provisioner " + id + " not found");
  return *entry;
}

forms::ProvisionerMessage message_of(const Exchange& in) {
  try {
    return forms::provisioner_from_message(admin_body(in));
  } catch (const Error& error) {
    if (error.typed()) throw;
    throw Error::verbatim(400, error.text());
  }
}

// A provisioner may come with webhooks; those without a secret get one.
void complete_webhooks(json::Object& document, const json::Object& old, const Random& random) {
  json::Array hooks = forms::webhooks_of(document);
  for (json::Value& value : hooks) {
    json::Object& hook = value.get_object();
    authority::check_webhook(hook);
    keep_webhook_secret(hook, old, random);
  }
  if (!hooks.empty()) forms::set_webhooks(document, std::move(hooks));
}

void check_fixed(const forms::ProvisionerMessage& message, const Management::Entry& entry) {
  const auto refuse = [](const char* what) {
    return Error::verbatim(500, "cannot change provisioner " + std::string(what));
  };
  if (!message.id.empty() && message.id != entry.id) throw refuse("ID");
  const auto text = json::as_string(json::find(message.document, "type"));
  if (!equal_ignoring_case(text.value_or(""), entry.type())) throw refuse("type");
  if (!message.authority_id.empty() && message.authority_id != forms::default_authority_id)
    throw refuse("authorityID");
  if (!message.created_at.empty() && message.created_at != format_rfc3339(floor_seconds(entry.created_at)))
    throw refuse("createdAt");
  if (!message.deleted_at.empty() && message.deleted_at != forms::never) throw refuse("deletedAt");
}

}  // namespace

json::Object provisioner_answer(const Management::Entry& entry) {
  json::Object out{{"id", json::text(entry.id)}, {"authorityId", json::text(forms::default_authority_id)}};
  for (const auto& member : forms::provisioner_to_message(entry.document, forms::Secrets::left_out))
    out[member.key()] = member.value();
  out["createdAt"] = json::text(format_rfc3339(floor_seconds(entry.created_at)));
  out["deletedAt"] = json::text(forms::never);
  return out;
}

void keep_webhook_secret(json::Object& hook, const json::Object& old, const Random& random) {
  const auto text = [](const json::Object& object, std::string_view name) {
    return json::as_string(json::find_ci(object, name)).value_or("");
  };
  for (const json::Value& value : forms::webhooks_of(old)) {
    if (!value.is_object() || text(value.get_object(), "name") != text(hook, "name")) continue;
    for (const char* name : {"id", "secret"}) hook[name] = json::text(text(value.get_object(), name));
    return;
  }
  hook["id"] = json::text(random.uuid());
  hook["secret"] = json::text(base64_encode(random.bytes(webhook_secret_size)));
}

void get_provisioners(Exchange& exchange) {
  admin_read(exchange, [](const Exchange& in, const authority::Authority& authority) {
    const Paging paging = paging_of(in);
    const auto page = authority.provisioners().page(paging.cursor, paging.limit);
    json::Array list;
    for (const provisioner::Provisioner* item : page.items) {
      const Management::Entry* entry = authority.management()->provisioner_by_id(item->id());
      if (entry != nullptr) list.emplace_back(listed(entry->document));
    }
    return AdminAnswer{
        200, json::Object{{"provisioners", std::move(list)}, {"nextCursor", page.next_cursor}}, {}, {}};
  });
}

void get_provisioner(Exchange& exchange) {
  admin_read(exchange, [](const Exchange& in, const authority::Authority& authority) {
    return AdminAnswer{200, provisioner_answer(find(in, *authority.management())), {}, {}};
  });
}

void post_provisioner(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    auto message = message_of(in);
    complete_webhooks(message.document, {}, draft.authority().random());
    const auto entry = authority::create_provisioner(draft, std::move(message.document));
    json::Object body = provisioner_answer(entry);
    for (const char* name : {"authorityId", "createdAt", "deletedAt"}) body.erase(name);
    return AdminAnswer{201, std::move(body), "create provisioner", entry.name()};
  });
}

void put_provisioner(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    auto message = message_of(in);
    const Management::Entry old = authority::find_provisioner(draft.state(), in.parameter);
    check_fixed(message, old);
    forms::keep_formless_members(old.document, message.document);
    complete_webhooks(message.document, old.document, draft.authority().random());
    const auto entry = authority::update_provisioner(draft, in.parameter, std::move(message.document));
    return AdminAnswer{200, provisioner_answer(entry), "update provisioner", entry.name()};
  });
}

void delete_provisioner(Exchange& exchange) {
  admin_change(exchange, [](const Exchange& in, authority::Draft& draft) {
    AdminAnswer answer = AdminAnswer::ok();
    const Management::Entry entry = find(in, draft.state());
    authority::remove_provisioner(draft, entry);
    answer.action = "remove provisioner";
    answer.object = entry.name();
    return answer;
  });
}

}  // namespace newel::api::admin
