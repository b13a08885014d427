#include "cli/template/sample.h"

#include "base/name_kind.h"
#include "cli/engine/output_file.h"
#include "cli/shared/user_data.h"
#include "crypto/pem.h"
#include "x509/profiles.h"

namespace newel::cli::template_commands {
namespace {

std::vector<std::string> names_of(const Invocation& in) {
  std::vector<std::string> names = in.strings("san");
  if (names.empty()) names.push_back(in.string("subject"));
  return names;
}

x509::CertificateRequest request_of(const Invocation& in) {
  const std::string file = in.string("csr");
  if (file.empty()) {
    x509::RequestTemplate request;
    request.subject = x509::Name::from_common_name(in.string("subject"));
    request.names = x509::to_alt_names(split_names(names_of(in)));
    return x509::create_request(request, PrivateKey::generate_ec(Curve::p256));
  }
  const std::string content = read_input(file);
  auto request = looks_like_pem(content) ? x509::CertificateRequest::parse_pem(content)
                                         : x509::CertificateRequest::parse(as_bytes(content));
  return value_or_throw(std::move(request), "error parsing " + file);
}

json::Value token_of(const Invocation& in) {
  const std::int64_t now = unix_seconds(system_clock().now());
  json::Array sans;
  for (const std::string& name : names_of(in)) sans.emplace_back(name);
  return json::Object{{"aud", "https://ca.example.com/1.0/sign"},
                      {"exp", now + 300},
                      {"iat", now},
                      {"iss", "provisioner@example.com"},
                      {"jti", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"},
                      {"nbf", now},
                      {"sans", std::move(sans)},
                      {"sub", in.string("subject")}};
}

json::Object data_of(const Invocation& in) {
  const std::string file = in.string("data");
  if (file.empty()) return {};
  const auto value = json::parse(read_input(file));
  if (!value) throw Error("error unmarshaling " + file + ": " + value.error().text);
  if (!value->is_object()) throw Error("error unmarshaling " + file + ": a JSON object is wanted");
  return value->get_object();
}

}  // namespace

std::string template_file(const Invocation& in) {
  in.expect_args(1);
  return read_input(in.arg(0));
}

Sample x509_sample(const Invocation& in) {
  templates::CertificateData data;
  data.subject.emplace().common_name = in.string("subject");
  data.sans = templates::split_alternative_names(names_of(in));
  data.token = token_of(in);
  data.user = user_data(in);
  data.template_data = data_of(in);
  const x509::CertificateRequest request = request_of(in);
  Sample out;
  out.root = templates::certificate_root(data, request);
  if (request.public_key()) out.key = *request.public_key();
  return out;
}

Sample ssh_sample(const Invocation& in) {
  Sample out;
  out.key = PrivateKey::generate_ed25519().public_key();
  templates::SshData data;
  data.type = in.boolean("host") ? "host" : "user";
  data.key_id = in.string("subject");
  data.principals = names_of(in);
  data.token = token_of(in);
  data.user = user_data(in);
  data.template_data = data_of(in);
  const templates::SshRequest request{out.key, data.type, data.key_id, *data.principals};
  out.root = templates::ssh_root(data, request);
  return out;
}

}  // namespace newel::cli::template_commands
