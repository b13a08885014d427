#include "cli/ca/connection.h"

#include "base/clock.h"
#include "base/files.h"
#include "cli/engine/errors.h"
#include "client/identity.h"
#include "x509/certificate.h"

namespace newel::cli::ca {
namespace {

std::string root_file_or_empty(const Invocation& in) {
  std::string file = in.string("root");
  if (!file.empty()) return file;
  file = in.paths().root_ca_file();
  return file_exists(file) ? file : std::string();
}

}  // namespace

std::string ca_url_of(const Invocation& in) { return client::normalize_ca_url(in.required_string("ca-url")); }

std::string root_file_of(const Invocation& in) {
  std::string file = root_file_or_empty(in);
  if (file.empty()) throw in.required("root");
  return file;
}

std::string ca_url_unless_token(const Invocation& in) {
  const std::string url = in.string("ca-url");
  if (url.empty()) throw required_unless("ca-url", "token");
  return client::normalize_ca_url(url);
}

std::string root_file_unless_token(const Invocation& in) {
  std::string file = root_file_or_empty(in);
  if (file.empty()) throw required_unless("root", "token");
  return file;
}

std::string ca_config_of(const Invocation& in) {
  if (!in.is_set("ca-config")) return in.paths().ca_config_file();
  const std::string file = in.string("ca-config");
  if (file.empty()) throw invalid_flag_value("ca-config", file);
  return file;
}

std::unique_ptr<client::CaClient> connect(const Invocation& in, const std::string& url,
                                          const client::CaTrust& trust) {
  auto ca = std::make_unique<client::CaClient>(url, trust);
  if (auto identity = client::load_identity(in.paths().identity_file(), system_clock().now())) {
    ca->set_identity(std::move(identity->chain), std::move(identity->key));
  }
  return ca;
}

std::unique_ptr<client::CaClient> connect(const Invocation& in) {
  const std::string url = ca_url_of(in);
  return connect(in, url, {.root_file = root_file_of(in)});
}

std::string root_fingerprint_of(const std::string& file) {
  const auto certificates = x509::load_certificates(file);
  if (certificates.empty()) throw Error("error parsing " + file + ": no certificates found");
  if (certificates.size() > 1)
    throw Error("error decoding " + file + ": contains more than one PEM encoded block");
  return certificates[0].fingerprint();
}

std::string known_flag(const Invocation& in, std::string_view flag) {
  return in.has_flag(flag) ? std::string(flag) : std::string();
}

void refuse_unsupported(const Invocation& in, std::initializer_list<std::string_view> flags) {
  for (const std::string_view flag : flags) {
    const std::string value = in.string(flag);
    if (in.is_set(flag) && !value.empty() && value != "false")
      throw Error("not supported yet: --" + std::string(flag));
  }
}

}  // namespace newel::cli::ca
