#include "cli/ca/service.h"

#include "cli/ca/service_kinds.h"
#include "cli/engine/errors.h"

namespace newel::cli::ca {

std::string_view audience_path(provisioner::Method method) {
  using provisioner::Method;
  switch (method) {
    case Method::sign:
    case Method::sign_identity:
      return "sign";
    case Method::revoke:
      return "revoke";
    case Method::renew:
      return "renew";
    case Method::ssh_sign:
      return "ssh/sign";
    case Method::ssh_revoke:
      return "ssh/revoke";
    case Method::ssh_renew:
      return "ssh/renew";
    case Method::ssh_rekey:
      return "ssh/rekey";
  }
  return {};
}

std::shared_ptr<CaService> open_service(const Invocation& in) {
  if (in.boolean("offline")) return open_offline(in);
  return open_online(in, false);
}

std::shared_ptr<CaService> open_service(const Invocation& in, const std::string& token) {
  if (in.boolean("offline")) {
    if (!token.empty()) throw incompatible_flags("offline", "token");
    return open_offline(in);
  }
  if (!token.empty()) return open_online(in, token);
  return open_online(in, true);
}

}  // namespace newel::cli::ca
