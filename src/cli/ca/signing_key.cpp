#include "cli/ca/signing_key.h"

#include "base/files.h"
#include "base/text.h"
#include "cli/ca/connection.h"
#include "cli/ca/key_files.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/engine/terminal.h"
#include "jose/jwe.h"

namespace newel::cli::ca {
namespace {

constexpr int tries = 3;
constexpr std::string_view wrong_password = "failed to decrypt JWE: invalid password";

std::optional<Secret> provisioner_password(const Invocation& in) {
  for (std::string_view flag : {"provisioner-password-file", "admin-password-file", "password-file"}) {
    if (auto password = password_from_flag(in, flag); password && !password->empty()) return password;
  }
  return std::nullopt;
}

SecretBytes decrypt(const std::string& jwe, const std::optional<Secret>& given,
                    const PasswordQuestion& question) {
  if (given) return value_or_throw(jose::decrypt_with_password(jwe, *given));
  for (int left = tries; left > 0; --left) {
    auto plain = jose::decrypt_with_password(jwe, ask_password(question));
    if (plain) return std::move(*plain);
    if (plain.error().text != wrong_password) throw Error(plain.error().text);
  }
  throw Error(std::string(wrong_password));
}

jose::Jwk parse_private(std::string_view text, const std::string& name) {
  jose::Jwk key = value_or_throw(jose::Jwk::parse(text), "error parsing " + name);
  if (!key.is_private() && !key.is_symmetric()) throw Error("invalid jwk: " + name + " is a public key");
  if (key.is_symmetric()) throw Error("invalid JWK: a symmetric key cannot be used as a provisioner");
  return key;
}

jose::Jwk parse_signing_key(const Invocation& in, const std::string& file) {
  const SecretBytes content = value_or_throw(read_secret_file(file), "error reading " + file);
  const std::string_view text = trim(as_text({content.data(), content.size()}));
  if (jose::looks_like_jwe(text)) {
    const PasswordQuestion question{.label = "Please enter the password to decrypt " + file,
                                    .flag = known_flag(in, "password-file")};
    const SecretBytes plain = decrypt(std::string(text), provisioner_password(in), question);
    return parse_private(as_text({plain.data(), plain.size()}), file);
  }
  if (text.starts_with('{')) return parse_private(text, file);
  return {read_private_key(text, file, key_password(in)), {}, {}, {}, {}, {}, {}, {}};
}

}  // namespace

jose::Jwk open_provisioner_key(const Invocation& in, const std::string& jwe) {
  const PasswordQuestion question{.label = "Please enter the password to decrypt the provisioner key",
                                  .icon = true,
                                  .flag = known_flag(in, "provisioner-password-file")};
  // step ca revoke: no flag gives the password, but one makes it needless.
  const bool by_token = question.flag.empty() && in.has_flag("token") && !in.boolean("offline");
  return asking(by_token ? "give a token with the flag '--token'" : "", [&] {
    const SecretBytes plain = decrypt(jwe, provisioner_password(in), question);
    return parse_private(as_text({plain.data(), plain.size()}), "the provisioner key");
  });
}

jose::Jwk load_signing_key(const Invocation& in, const std::string& file) {
  jose::Jwk key = parse_signing_key(in, file);
  if (key.kid.empty()) key.kid = key.thumbprint();
  return key;
}

}  // namespace newel::cli::ca
