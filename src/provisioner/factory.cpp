// From an object of ca.json to a provisioner. One file per type; a type joins by a line in `makers`.
#include <array>

#include "provisioner/aws.h"
#include "provisioner/azure.h"
#include "provisioner/disabled.h"
#include "provisioner/document.h"
#include "provisioner/gcp.h"
#include "provisioner/jwk.h"
#include "provisioner/k8ssa.h"
#include "provisioner/members.h"
#include "provisioner/nebula_provisioner.h"
#include "provisioner/oidc.h"
#include "provisioner/restrictions.h"
#include "provisioner/x5c.h"

namespace newel::provisioner {
namespace {

using Made = std::shared_ptr<Provisioner>;

template <class T>
Made make(const json::Object& document, const Environment& environment) {
  return std::make_shared<T>(document, environment);
}

Made not_yet(const json::Object& document, const Environment&) {
  throw Error("not supported yet: provisioner type " + text_member(document, "type"));
}

std::string named(std::string_view prefix, const json::Object& document) {
  return std::string(prefix) + "/" + text_member(document, "name");
}

struct Maker {
  Type type;
  Made (*make)(const json::Object&, const Environment&);
  /// How tokens find it; must work for a document that is otherwise broken.
  std::string (*token_key)(const json::Object&);
  Availability availability = Availability::refused;
};

constexpr std::array makers = {
    Maker{Type::jwk, make<JwkProvisioner>, jwk_token_key, Availability::available},
    Maker{Type::oidc, make<OidcProvisioner>, [](const json::Object& d) { return text_member(d, "clientID"); },
          Availability::available},
    Maker{Type::gcp, make<GcpProvisioner>, [](const json::Object& d) { return named("gcp", d); },
          Availability::available},
    Maker{Type::aws, make<AwsProvisioner>, [](const json::Object& d) { return named("aws", d); },
          Availability::available},
    Maker{Type::azure, make<AzureProvisioner>,
          [](const json::Object& d) { return text_member(d, "tenantID"); }, Availability::available},
    Maker{Type::acme, not_yet, [](const json::Object& d) { return named("acme", d); },
          Availability::listed_only},
    Maker{Type::x5c, make<X5cProvisioner>, [](const json::Object& d) { return named("x5c", d); },
          Availability::available},
    Maker{Type::k8ssa, make<K8sSaProvisioner>,
          [](const json::Object&) { return std::string("k8ssa/k8sSA-default"); }, Availability::available},
    Maker{Type::sshpop, not_yet, [](const json::Object& d) { return named("sshpop", d); },
          Availability::listed_only},
    Maker{Type::scep, not_yet, [](const json::Object& d) { return named("scep", d); }},
    Maker{Type::nebula, make<NebulaProvisioner>, [](const json::Object& d) { return named("nebula", d); },
          Availability::available},
};

const Maker& maker_of(Type type) { return makers[static_cast<std::size_t>(type) - 1]; }

}  // namespace

Availability availability(Type type) { return maker_of(type).availability; }

std::string token_key_of(const json::Object& document) {
  const auto type = parse_type(text_member(document, "type"));
  return type ? maker_of(*type).token_key(document) : std::string();
}

std::shared_ptr<const Provisioner> make_provisioner(const json::Object& document,
                                                    const Environment& environment, const std::string& id) {
  const auto type = parse_type(text_member(document, "type"));
  if (!type) return nullptr;
  const Maker& maker = maker_of(*type);
  Made made;
  try {
    made = maker.make(document, environment);
    made->restrict_names(read_policy(document));
    made->set_webhooks(webhook::read_webhooks(document));
    made->x509_options_ = X509Options::read(document, environment.step_path);
  } catch (const Error& e) {
    made = std::make_shared<DisabledProvisioner>(
        *type, text_member(document, "name"), maker.token_key(document), listed_document(document), e.text());
  }
  made->set_id(id);
  return made;
}

}  // namespace newel::provisioner
