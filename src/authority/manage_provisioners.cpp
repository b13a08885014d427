#include <algorithm>

#include "authority/administration.h"
#include "authority/start.h"
#include "base/text.h"
#include "config/not_yet.h"

namespace newel::authority {
namespace {

Error storing(const std::string& name, const std::string& why) {
  return Error::verbatim(400, "error storing provisioner " + name + ": " + why);
}

// What the authority would make of it. A type whose protocol is not there yet can be kept, not used.
void check_document(const Draft& draft, const Management::Entry& entry) {
  const std::string name = entry.name();
  const std::string prefix = "error validating configuration for provisioner " + quote(name) + ": ";
  const auto type = provisioner::parse_type(entry.type());
  if (!type) throw storing(name, prefix + "provisioner type '" + entry.type() + "' is not known");
  if (name.empty()) throw storing(name, prefix + "provisioner name cannot be empty");
  const auto environment = provisioner::Environment{};
  try {
    config::refuse_provisioner_members(entry.document);
    const json::Value* claims = json::find_ci(entry.document, "claims");
    if (claims != nullptr && claims->is_object()) {
      const auto own = value_or_throw(provisioner::Claims::from_json(claims->get_object()));
      const auto limits = environment.claims.merged_with(draft.authority().config().claims).merged_with(own);
      value_or_throw(limits.validate().map([] { return true; }));
    }
  } catch (const Error& error) {
    throw storing(name, prefix + error.text());
  }
}

// The same for what only its making finds: keys, certificates, endpoints.
void check_made(const Authority& authority, const Management::Entry& entry) {
  const auto made = authority.make_provisioner(entry);
  if (const auto* options = made->x509_options()) {
    const std::string prefix = "invalid template: invalid X.509 template";
    if (!options->broken_text().empty()) throw Error::verbatim(400, prefix + ": " + options->broken_text());
    if (!options->broken_data().empty())
      throw Error::verbatim(400, prefix + " data: " + options->broken_data());
  }
  if (provisioner::availability(made->type()) != provisioner::Availability::available) return;
  if (made->disabled_reason().empty()) return;
  throw storing(entry.name(), "error validating configuration for provisioner " + quote(entry.name()) + ": " +
                                  made->disabled_reason());
}

// `doing` and the name of a token's id differ between the reference's ways to store and to update.
void check_unique(const Draft& draft, const Management::Entry& entry, const std::string& doing,
                  const std::string& token_id) {
  const std::string name = entry.name();
  const auto taken = [&](const std::string& what) {
    return Error::verbatim(400, doing + ": provisioner with " + what + " already exists");
  };
  const std::string key = draft.authority().make_provisioner(entry)->token_key();
  for (const Management::Entry& other : draft.state().provisioners) {
    if (other.id == entry.id) continue;
    if (other.name() == name) throw taken("name " + name);
    const auto* made = draft.authority().provisioners().by_id(other.id);
    if (made != nullptr && made->token_key() == key) throw taken(token_id + " " + key);
  }
}

}  // namespace

Management::Entry create_provisioner(Draft& draft, json::Object document) {
  Management::Entry entry{draft.authority().random().uuid(), std::move(document),
                          draft.authority().clock().now()};
  check_document(draft, entry);
  check_unique(draft, entry, "error storing provisioner " + entry.name(), "token ID");
  check_made(draft.authority(), entry);
  draft.put(entry);
  return entry;
}

Management::Entry update_provisioner(Draft& draft, const std::string& name, json::Object document) {
  Management::Entry entry = find_provisioner(draft.state(), name);
  entry.document = std::move(document);
  check_document(draft, entry);
  check_unique(draft, entry, "error updating provisioner '" + entry.name() + "' in authority cache",
               "Token ID");
  check_made(draft.authority(), entry);
  draft.put(entry);
  return entry;
}

void remove_provisioner(Draft& draft, const Management::Entry& entry) {
  const std::string name = entry.name(), id = entry.id;
  const auto& admins = draft.state().admins;
  const bool others = std::any_of(admins.begin(), admins.end(), [&](const store::ManagedAdmin& admin) {
    return admin.is_super && admin.provisioner_id != id;
  });
  if (!others) {
    throw Error::verbatim(400, "error removing provisioner " + name + ": cannot remove provisioner " + name +
                                   " because no super admins will remain");
  }
  draft.remove_provisioner(id);
}

}  // namespace newel::authority
