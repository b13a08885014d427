#include "cli/crypto/passwords.h"

#include "base/files.h"
#include "base/text.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/shared/key_password.h"
#include "jose/jwe.h"

namespace newel::cli::crypto {

PasswordSource decrypting_password(const Invocation& in) {
  const auto given = password_from_flag(in, "password-file");
  return [given](const std::string& name) {
    if (given && !given->empty()) return *given;
    return key_password_prompt("password-file")(name);
  };
}

std::optional<Secret> encrypting_password(const Invocation& in, std::string_view flag,
                                          const std::string& label, const std::string& failing) {
  if (in.boolean("no-password")) return std::nullopt;
  auto given = password_from_flag(in, flag);
  if (given && !given->empty()) return given;
  return ask_password({.label = label, .required = true, .flag = std::string(flag), .failing = failing});
}

std::optional<Secret> changed_password(const Invocation& in, std::string_view flag,
                                       const std::string& label) {
  if (in.boolean("no-password")) return std::nullopt;
  if (auto given = password_from_flag(in, flag)) {
    if (given->empty()) say("The password is empty: the key is written in clear text.");
    return given;
  }
  return ask_new_password(label, std::string(flag));
}

SecretBytes decrypt_jwe(std::string_view text, const std::optional<Secret>& given, const std::string& label) {
  if (given) return value_or_throw(jose::decrypt_with_password(text, *given));
  Expected<SecretBytes> clear = failure("");
  PasswordQuestion question{.label = label, .flag = "password-file", .attempts = 3};
  question.right = [&](const Secret& answer) {
    clear = jose::decrypt_with_password(text, answer);
    return clear.has_value();
  };
  ask_password(question);
  return value_or_throw(std::move(clear));
}

std::string read_key_file(const std::string& file) {
  auto content = read_file(input_file(file));
  if (!content) throw Error("error reading " + file + ": " + content.error().short_text());
  return std::move(*content);
}

bool is_jwk_or_jwe(std::string_view content) {
  return trim(content).starts_with('{') || jose::looks_like_jwe(content);
}

jose::Jwk read_jwk(std::string_view text, const std::string& name, const std::optional<Secret>& given,
                   const std::string& label) {
  SecretBytes clear;
  if (jose::looks_like_jwe(text)) {
    clear = decrypt_jwe(text, given, label);
    text = as_text(clear);
  }
  auto key = jose::Jwk::parse(text);
  if (!key) throw Error("error reading " + name + ": unsupported format");
  return std::move(*key);
}

json::Object encrypt_jwk(const jose::Jwk& key, const Secret& password, std::string_view content_type) {
  const Secret plain(json::write(key.to_json()));
  return value_or_throw(
      jose::flattened_jwe(jose::encrypt_with_password(plain.bytes(), password, content_type)));
}

}  // namespace newel::cli::crypto
