#include "cli/ca/sign_flow.h"

#include "base/name_kind.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/shared/user_data.h"
#include "crypto/key_files.h"

namespace newel::cli::ca {

x509::SubjectAltNames alternative_names(const std::vector<std::string>& names) {
  SplitNames split = split_names(names);
  x509::SubjectAltNames out;
  out.dns = std::move(split.dns);
  out.emails = std::move(split.emails);
  out.uris = std::move(split.uris);
  out.ips = std::move(split.ips);
  return out;
}

provisioner::TimeOrDuration time_or_duration_of(const Invocation& in, std::string_view flag) {
  const std::string text = in.string(flag);
  auto value = provisioner::TimeOrDuration::parse(text);
  if (!value) throw invalid_flag_value(flag, text);
  return *value;
}

messages::SignResponse sign_request(const Invocation& in, CaService& service, const std::string& token,
                                    const x509::CertificateRequest& request) {
  messages::SignRequest message;
  message.csr_pem = request.pem();
  message.ott = token;
  message.options.not_before = time_or_duration_of(in, "not-before");
  message.options.not_after = time_or_duration_of(in, "not-after");
  if (json::Object data = user_data(in); !data.empty()) message.options.template_data = std::move(data);
  return service.sign(message);
}

void save_chain(const Invocation& in, const messages::SignResponse& response, const std::string& file) {
  write_output(in, file, response.chain_pem(), 0600);
  print_status("Certificate", file);
}

void save_key(const Invocation& in, const PrivateKey& key, const std::string& file) {
  write_secret_output(in, file, write_private_key(key));
  print_status("Private Key", file);
}

}  // namespace newel::cli::ca
