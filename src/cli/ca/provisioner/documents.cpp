#include "cli/ca/provisioner/documents.h"

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/text.h"
#include "cli/ca/connection.h"
#include "cli/ca/key_files.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "jose/jwe.h"

namespace newel::cli::ca {
namespace {

struct ClaimFlag {
  const char* flag;
  const char* member;
};
constexpr std::array<ClaimFlag, 9> durations{{{"x509-min-dur", "minTLSCertDuration"},
                                              {"x509-max-dur", "maxTLSCertDuration"},
                                              {"x509-default-dur", "defaultTLSCertDuration"},
                                              {"ssh-user-min-dur", "minUserSSHCertDuration"},
                                              {"ssh-user-max-dur", "maxUserSSHCertDuration"},
                                              {"ssh-user-default-dur", "defaultUserSSHCertDuration"},
                                              {"ssh-host-min-dur", "minHostSSHCertDuration"},
                                              {"ssh-host-max-dur", "maxHostSSHCertDuration"},
                                              {"ssh-host-default-dur", "defaultHostSSHCertDuration"}}};
constexpr std::array<ClaimFlag, 4> switches{{{"ssh", "enableSSHCA"},
                                             {"disable-renewal", "disableRenewal"},
                                             {"allow-renewal-after-expiry", "allowRenewalAfterExpiry"},
                                             {"disable-smallstep-extensions", "disableSmallstepExtensions"}}};

Secret password_for_new_key(const Invocation& in) {
  if (auto given = password_from_flag(in, "password-file"); given && !given->empty())
    return std::move(*given);
  return ask_password_or_generate({.label = "Please enter a password to encrypt the provisioner private key? "
                                            "[leave empty and we'll generate one]",
                                   .flag = "password-file"});
}

// The flags that name a template and its data.
struct TemplateFlags {
  const char* member;
  const char* text;
  const char* data;
};
constexpr std::array<TemplateFlags, 2> templates{
    {{"x509", "x509-template", "x509-template-data"}, {"ssh", "ssh-template", "ssh-template-data"}}};

void set_template(const Invocation& in, json::Object& options, const TemplateFlags& flags) {
  json::Object& target = member_object(options, flags.member);
  if (in.is_set(flags.text)) {
    const std::string file = in.string(flags.text);
    if (file.empty()) {
      target.erase("template");
    } else {
      target["template"] = read_input(file);
    }
  }
  if (!in.is_set(flags.data)) return;
  const std::string file = in.string(flags.data);
  if (file.empty()) {
    target.erase("templateData");
    return;
  }
  auto data = json::parse(read_input(file));
  if (!data) throw Error("error parsing " + file + ": " + data.error().text);
  target["templateData"] = std::move(*data);
}

jose::Jwk parse_key(const Invocation& in, std::string_view text, const std::string& file) {
  if (text.starts_with('{')) {
    jose::Jwk key = value_or_throw(jose::Jwk::parse(text), "error parsing " + file);
    if (key.is_symmetric()) throw Error("invalid JWK: a symmetric key cannot be used as a provisioner");
    return key;
  }
  return {read_public_key(text, file, key_password(in)), {}, {}, {}, {}, {}, {}, {}};
}

json::Array checked(const std::vector<std::string>& values, std::string_view flag,
                    std::initializer_list<std::string_view> known, std::string_view options) {
  std::vector<std::string> seen;
  json::Array out;
  for (const std::string& value : values) {
    const std::string name = to_lower(value);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw invalid_flag_value(flag, value, options);
    }
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
    seen.push_back(name);
    out.emplace_back(name);
  }
  return out;
}

}  // namespace

json::Object& member_object(json::Object& object, std::string_view name) {
  json::Value& value = object[name];
  if (!value.is_object()) value = json::Object{};
  return value.get_object();
}

void set_claims(const Invocation& in, json::Object& claims) {
  for (const ClaimFlag& item : durations) {
    if (in.is_set(item.flag)) claims[item.member] = format_duration(in.duration(item.flag));
  }
  for (const ClaimFlag& item : switches) {
    if (in.is_set(item.flag)) claims[item.member] = in.boolean(item.flag);
  }
}

void set_options(const Invocation& in, provisioner::Type type, json::Object& document) {
  if (provisioner::has_options(type)) {
    json::Object& options = member_object(document, "options");
    for (const TemplateFlags& flags : templates) set_template(in, options, flags);
    return;
  }
  for (const TemplateFlags& flags : templates) {
    for (const char* flag : {flags.text, flags.data}) {
      if (in.is_set(flag)) throw incompatible_flag_value(flag, "type", provisioner::type_name(type));
    }
  }
}

ProvisionerKey create_key(const Invocation& in) { return new_provisioner_key(password_for_new_key(in)); }

json::Object load_public_jwk(const Invocation& in, const std::string& file) {
  const std::string text = read_input(file);
  jose::Jwk key = parse_key(in, trim(text), file).to_public();
  if (key.kid.empty()) key.kid = key.thumbprint();
  if (key.alg.empty()) key.alg = jose::default_algorithm(key);
  return key.to_json();
}

std::string load_encrypted_jwk(const Invocation& in, const std::string& file) {
  const SecretBytes content = value_or_throw(read_secret_file(file));
  const std::string_view text = trim(as_text({content.data(), content.size()}));
  if (jose::looks_like_jwe(text)) return value_or_throw(jose::compact_jwe(text), "error parsing " + file);
  if (!text.starts_with('{')) {
    jose::Jwk key{read_private_key(text, file, key_password(in)), "sig", {}, {}, {}, {}, {}, {}};
    key.kid = key.thumbprint();
    key.alg = jose::default_algorithm(key);
    return encrypt_jwk(key, password_for_new_key(in));
  }
  const jose::Jwk key = value_or_throw(jose::Jwk::parse(text), "error parsing " + file);
  if (!key.is_private()) throw Error("invalid jwk: private-key is a public key");
  return encrypt_jwk(key, password_for_new_key(in));
}

json::Array acme_challenges(const std::vector<std::string>& values) {
  return checked(values, "challenge", {"http-01", "dns-01", "tls-alpn-01", "device-attest-01"},
                 "http-01, dns-01, tls-alpn-01 and device-attest-01");
}

json::Array attestation_formats(const std::vector<std::string>& values) {
  return checked(values, "attestation-format", {"apple", "step", "tpm"}, "apple, step, and tpm");
}

}  // namespace newel::cli::ca
