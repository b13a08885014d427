#include "cli/ca/admin/session.h"

#include "base/terminal.h"
#include "cli/ca/connection.h"
#include "cli/ca/key_files.h"
#include "cli/ca/sign_flow.h"
#include "cli/ca/token_flow.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"

namespace newel::cli::ca {
namespace {

client::Identity credential_from_flags(const Invocation& in) {
  return load_certificate_and_key(in, in.string("admin-cert"), in.string("admin-key")).identity();
}

std::string admin_subject(const Invocation& in) {
  if (std::string subject = in.string("admin-subject"); !subject.empty()) return subject;
  return ask({.label = "Please enter admin name/subject (e.g., name@example.com)",
              .valid = not_empty(),
              .flag = known_flag(in, "admin-subject")});
}

client::Identity login(const Invocation& original, bool login_provisioner) {
  say("No admin credentials found. You must login to execute admin commands.");
  Invocation in = original;
  if (!login_provisioner && in.has_flag("provisioner")) in.set("provisioner", "");
  TokenWish wish{.method = provisioner::Method::sign, .subject = admin_subject(in)};
  wish.sans = {wish.subject};
  const auto service = open_service(in);
  messages::SignRequest message;
  message.ott = new_token(in, *service, wish);

  client::Identity out;
  auto key = std::make_shared<PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  x509::NameFields subject;
  subject.common_name = wish.subject;
  x509::RequestTemplate request;
  request.subject = subject.to_name();
  request.names = alternative_names(wish.sans);
  message.csr_pem = x509::create_request(request, *key).pem();
  const auto answer = service->sign(message);
  for (const std::string& pem : answer.chain) {
    for (const auto& certificate : value_or_throw(x509::parse_certificates_pem(pem)))
      out.chain.push_back(to_bytes(certificate.der()));
  }
  if (out.chain.empty()) throw Error("the CA's answer holds no certificate");
  out.key = std::move(key);
  return out;
}

}  // namespace

void check_admin_flags(const Invocation& in) {
  const bool certificate = !in.string("admin-cert").empty();
  const bool key = !in.string("admin-key").empty();
  if (certificate && !key) throw required_with("admin-cert", "admin-key");
  if (key && !certificate) throw required_with("admin-key", "admin-cert");
}

std::unique_ptr<client::AdminClient> admin_client(const Invocation& in, bool login_provisioner) {
  check_admin_flags(in);
  auto ca = connect(in);
  auto credential =
      in.string("admin-cert").empty() ? login(in, login_provisioner) : credential_from_flags(in);
  return std::make_unique<client::AdminClient>(std::move(ca), std::move(credential));
}

std::unique_ptr<client::AdminClient> open_admin_client(const Invocation& in, bool login_provisioner) {
  check_admin_flags(in);
  try {
    return admin_client(in, login_provisioner);
  } catch (const Error& error) {
    throw error.wrapped("error creating admin client");
  }
}

bool confirm_losing_access(const std::string& question) {
  try {
    Terminal();
  } catch (const Error&) {
    return true;
  }
  return ask_yes_no(question);
}

}  // namespace newel::cli::ca
