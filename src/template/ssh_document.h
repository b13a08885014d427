// SSH certificate templates: their data, the JSON document they render to, and what it makes a certificate of
// (reference: crypto sshutil).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "ssh/certificate.h"
#include "template/certificate_document.h"
#include "template/certificate_template.h"
#include "template/value.h"

namespace newel::templates {

using TextMap = std::map<std::string, std::string>;

struct SshDocument {
  std::optional<Bytes> nonce, reserved;
  std::uint64_t serial = 0;
  ssh::CertificateType type = ssh::CertificateType::none;
  std::string key_id;
  Texts principals;
  DocumentTime valid_after, valid_before;
  std::optional<TextMap> critical_options, extensions;
};

/// Decodes the first JSON value. Failure text with its prefix "error unmarshaling certificate: ".
Expected<SshDocument> parse_ssh_document(std::string_view text);
json::Object to_json(const SshDocument& document);
/// Everything but the key. Throws Error for a time before 1970.
ssh::CertificateFields to_ssh_certificate(const SshDocument& document);

/// What the client asked for, unchecked: `.Insecure.CR`.
struct SshRequest {
  std::optional<PublicKey> key;
  std::string type, key_id;
  std::vector<std::string> principals;
};

/// The values an SSH certificate template sees.
struct SshData {
  std::string type, key_id;                            ///< .Type, .KeyID
  std::optional<std::vector<std::string>> principals;  ///< .Principals; none: a nil list
  /// .Extensions: for users the five standard ones, for hosts none; and what was added.
  TextMap added_extensions;
  TextMap critical_options;  ///< .CriticalOptions; absent when empty
  bool absent = false;       ///< no variables at all
  std::optional<json::Value> token;
  std::optional<Value> authorization;
  json::Object template_data;  ///< over the others, as for X.509
  std::optional<json::Value> user;
};
Value ssh_root(const SshData& data, const SshRequest& request);

/// "default", "admin", "iid", "certificate-request".
std::optional<std::string_view> default_ssh_template(std::string_view name);

/// Renders and decodes. Throws TemplateFailure.
SshDocument execute_ssh_template(const CertificateTemplateText& text, const Value& root,
                                 const Limits& limits = {}, const Clock& clock = system_clock(),
                                 const Random& random = system_random());

/// ssh.PublicKey: methods Type and Marshal; none: a nil of that interface.
Value ssh_key_value(const std::optional<PublicKey>& key);

}  // namespace newel::templates
