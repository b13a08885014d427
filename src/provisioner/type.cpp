// The names of the provisioner types.
#include <array>

#include "base/text.h"
#include "provisioner/provisioner.h"

namespace newel::provisioner {
namespace {

struct TypeName {
  Type type;
  std::string_view name;
};
constexpr std::array type_names = {
    TypeName{Type::noop, "noop"},     TypeName{Type::jwk, "JWK"},   TypeName{Type::oidc, "OIDC"},
    TypeName{Type::gcp, "GCP"},       TypeName{Type::aws, "AWS"},   TypeName{Type::azure, "Azure"},
    TypeName{Type::acme, "ACME"},     TypeName{Type::x5c, "X5C"},   TypeName{Type::k8ssa, "K8sSA"},
    TypeName{Type::sshpop, "SSHPOP"}, TypeName{Type::scep, "SCEP"}, TypeName{Type::nebula, "Nebula"},
};

}  // namespace

std::string_view type_name(Type type) { return type_names[static_cast<std::size_t>(type)].name; }

std::optional<Type> parse_type(std::string_view text) {
  for (const TypeName& entry : type_names) {
    if (entry.type != Type::noop && equal_ignoring_case(entry.name, text)) return entry.type;
  }
  return std::nullopt;
}

}  // namespace newel::provisioner
