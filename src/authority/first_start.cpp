#include "authority/first_start.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "provisioner/jwk_key_pair.h"

namespace newel::authority {
namespace {

constexpr const char* first_subject = "step";
constexpr const char* first_provisioner = "Admin JWK";

std::string member(const json::Object& document, std::string_view name) {
  return json::as_string(json::find_ci(document, name)).value_or("");
}

bool is_jwk(const json::Object& document) { return equal_ignoring_case(member(document, "type"), "JWK"); }

// A file beside this machine's ca.json means nothing to another node: the database gets its content.
void inline_template(json::Object& options, const std::string& step_path) {
  const std::string file = member(options, "templateFile");
  if (file.empty()) return;
  const std::string path = file.starts_with('/') ? file : join_path(step_path, file);
  const std::string text = value_or_throw(read_file(path), "error migrating template " + file);
  json::Object kept;
  for (const auto& one : options) {
    if (!equal_ignoring_case({one.key().data(), one.key().size()}, "templateFile"))
      kept[one.key()] = one.value();
  }
  options = std::move(kept);
  options["template"] = trim(text).starts_with('{') ? text : base64_encode(as_bytes(text));
}

json::Object portable(const json::Object& document, const std::string& step_path) {
  json::Object out = document;
  json::Value* options = out.if_contains("options");
  if (options == nullptr || !options->is_object()) return out;
  for (const char* kind : {"x509", "ssh"}) {
    json::Value* own = options->get_object().if_contains(kind);
    if (own != nullptr && own->is_object()) inline_template(own->get_object(), step_path);
  }
  return out;
}

Secret password_of_new_key(const config::Config& config, const Passwords& passwords) {
  const std::optional<Secret>& known = passwords.intermediate ? passwords.intermediate : config.password;
  if (known && !known->empty()) return *known;
  if (passwords.new_key) return passwords.new_key();
  throw Error(
      "the first start with authority.enableAdmin makes a JWK provisioner, whose key needs a password: give "
      "one "
      "with --password-file, or add a JWK provisioner to ca.json");
}

json::Object new_admin_provisioner(const config::Config& config, const Passwords& passwords) {
  auto key = provisioner::new_jwk_key_pair(password_of_new_key(config, passwords));
  return {{"type", "JWK"},
          {"name", first_provisioner},
          {"key", std::move(key.public_key)},
          {"encryptedKey", std::move(key.encrypted_key)},
          {"claims", json::Object{{"defaultTLSCertDuration", "5m0s"},
                                  {"disableRenewal", false},
                                  {"allowRenewalAfterExpiry", false},
                                  {"disableSmallstepExtensions", false}}},
          {"options", json::Object{}}};
}

// The documents of ca.json, with one JWK among them; what happens is told line by line.
std::vector<json::Object> documents_to_migrate(const config::Config& config, const Passwords& passwords,
                                               const Dependencies& dependencies) {
  const auto& say = dependencies.announce;
  std::vector<json::Object> out;
  bool has_admin = false;
  if (!config.provisioners.empty()) say("Starting migration of provisioners");
  for (const json::Value& value : config.provisioners) {
    const json::Object& document = value.get_object();
    if (!provisioner::parse_type(member(document, "type"))) continue;  // unknown; a warning was given
    out.push_back(portable(document, dependencies.step_path));
    const bool admin = !has_admin && is_jwk(document);
    has_admin = has_admin || admin;
    say("Migrated " + to_upper(member(document, "type")) + " provisioner " + quote(member(document, "name")) +
        (admin ? " with admin permissions" : ""));
  }
  if (!config.provisioners.empty()) {
    say("Provisioners that were migrated can now be removed from `ca.json` by editing it");
    say("Finished migrating provisioners");
  }
  if (!has_admin) {
    out.push_back(new_admin_provisioner(config, passwords));
    say("Created JWK provisioner " + quote(first_provisioner) + " with admin permissions");
  }
  return out;
}

}  // namespace

void add_first_rows(const std::vector<json::Object>& documents, const std::string& subject, Time now,
                    const Random& random, const std::string& actor, store::Transaction& transaction) {
  transaction.add(store::RecordChange{{1, now, actor, "first start", subject}});
  std::string owner;
  // Rows of one instant would come back in the order of their random ids.
  Time created = floor_seconds(now);
  for (const json::Object& document : documents) {
    const std::string id = random.uuid();
    if (owner.empty() && is_jwk(document)) owner = id;
    transaction.add(store::PutProvisioner{{id, member(document, "name"), json::write(document), created}});
    created += std::chrono::microseconds(1);
  }
  transaction.add(store::PutAdmin{{random.uuid(), owner, subject, true, floor_seconds(now)}});
}

Management first_management(const config::Config& config, const Passwords& passwords,
                            const Dependencies& dependencies) {
  store::Store& store = *dependencies.store;
  if (!store.is_persistent()) throw Error("enableAdmin requires a database");
  auto rows = store.managed_state();
  if (rows.version == 0) {
    const auto documents = documents_to_migrate(config, passwords, dependencies);
    store::Transaction transaction;
    add_first_rows(documents, first_subject, dependencies.clock->now(), *dependencies.random, "step-ca",
                   transaction);
    const auto result = store.commit(std::move(transaction));
    // A conflict: another node was first, and what it stored counts.
    if (result.outcome != store::Outcome::conflict)
      throw_unless_committed(result, Operation::store_provisioners);
    rows = store.managed_state();
    if (result.ok()) {
      const auto owner = std::find_if(documents.begin(), documents.end(), is_jwk);
      dependencies.announce("Created super admin " + quote(first_subject) + " for JWK provisioner " +
                            quote(member(*owner, "name")));
    }
  }
  return Management::from_rows(rows);
}

}  // namespace newel::authority
