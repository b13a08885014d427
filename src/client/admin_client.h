// The admin API of a CA, from the client's side (reference: ca/adminClient.go).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/ca_client.h"
#include "messages/admin/admin_form.h"

namespace newel::client {

/// A path below /admin, made of segments that are escaped.
std::string admin_path(std::initializer_list<std::string_view> segments);

/// What the admin API answered instead of a result. Its text is for people as it is.
struct AdminFailure : Error {
  AdminFailure(int answer_status, const std::string& text) : Error(text), answered(answer_status) {}
  int answered;  ///< HTTP status
};

/// Every request carries a token of its own, signed by the administrator's key. Not thread-safe. Throws
/// AdminFailure, and for everything else as CaClient.
class AdminClient {
 public:
  /// `credential`: the administrator's certificate chain and key.
  AdminClient(std::unique_ptr<CaClient> ca, Identity credential);

  /// Of the certificate: who we are.
  const std::vector<std::string>& subjects() const { return subjects_; }
  const x509::Certificate& certificate() const { return certificate_; }

  std::vector<messages::admin::AdminMessage> admins();
  messages::admin::AdminMessage create_admin(const std::string& subject, const std::string& provisioner,
                                             bool is_super);
  messages::admin::AdminMessage update_admin(const std::string& id, bool is_super);
  void remove_admin(const std::string& id);

  json::Object provisioner(const std::string& name);
  json::Object provisioner_by_id(const std::string& id);

  /// Any other request. `body`: none without. The answer's object; an empty one for an answer without.
  json::Object call(const std::string& method, const std::string& path, const json::Value* body = nullptr,
                    const std::string& query = {});

 private:
  std::string token_for(const std::string& url) const;

  std::unique_ptr<CaClient> ca_;
  Identity credential_;
  x509::Certificate certificate_;
  std::vector<std::string> subjects_;  ///< common name, DNS names, e-mail addresses
};

}  // namespace newel::client
