#include "cli/ca/service.h"

#include "cli/ca/offline_service.h"
#include "cli/ca/online_service.h"
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
  if (in.boolean("offline")) return std::make_shared<OfflineService>(in);
  return std::make_shared<OnlineService>(in, false);
}

std::shared_ptr<CaService> open_service(const Invocation& in, const std::string& token) {
  if (in.boolean("offline")) {
    if (!token.empty()) throw incompatible_flags("offline", "token");
    return std::make_shared<OfflineService>(in);
  }
  if (!token.empty()) return OnlineService::from_token(in, token);
  return std::make_shared<OnlineService>(in, true);
}

}  // namespace newel::cli::ca
