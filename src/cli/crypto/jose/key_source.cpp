#include "cli/crypto/jose/key_source.h"

#include <fmt/format.h>

#include "cli/crypto/passwords.h"
#include "cli/engine/output_file.h"
#include "crypto/der_lite.h"
#include "net/client.h"

namespace newel::cli::crypto {
namespace {

using jose::Jwk;

std::string fetch(const std::string& url) {
  try {
    net::Client client{net::ClientOptions{}};
    const auto answer = client.send({.url = url});
    if (answer.status >= 400) throw Error(fmt::format("status code {}", answer.status));
    return answer.body;
  } catch (const Error& error) {
    throw error.wrapped("error retrieving " + url);
  }
}

std::string read_source(const std::string& name) {
  return name.starts_with("https://") ? fetch(name) : read_key_file(name);
}

Jwk from_pem(const Invocation& in, std::string_view content, const std::string& name) {
  Key key = read_key(content, name, decrypting_password(in));
  Jwk jwk = std::visit([](auto&& found) { return Jwk{std::move(found), {}, {}, {}, {}, {}, {}, {}}; },
                       std::move(key));
  try {
    jwk.kid = in.string("kid").empty() ? jwk.thumbprint() : in.string("kid");
  } catch (const Error& error) {
    throw error.wrapped("error generating JWK thumbprint");
  }
  return jwk;
}

std::optional<Secret> given_password(const Invocation& in) {
  auto given = password_from_flag(in, "password-file");
  if (given && given->empty()) given.reset();
  return given;
}

bool is_hmac(std::string_view algorithm) {
  return algorithm == "HS256" || algorithm == "HS384" || algorithm == "HS512";
}

// With an HMAC algorithm a file that is no JWK is the secret itself, every octet of it.
bool is_raw_secret(const Invocation& in, std::string_view content) {
  return is_hmac(in.string("alg")) && !jose::looks_like_jwe(content) && !jose::Jwk::parse(content);
}

// PEM, with text in front or without, or DER of any kind.
bool is_key_file(std::string_view content) {
  if (content.starts_with("-----BEGIN ")) return true;
  // First, for binary data may hold the four dots of a JWE by accident.
  if (der_lite::contents(as_bytes(content), der_lite::sequence)) return true;
  return !is_jwk_or_jwe(content) && looks_like_pem(content);
}

Jwk from_file(const Invocation& in, KeyTask task) {
  const std::string name = in.string("key");
  const std::string content = read_source(name);
  Jwk jwk = is_raw_secret(in, content) ? Jwk{to_secret(as_bytes(content)), {}, {}, {}, {}, {}, {}, {}}
            : is_key_file(content)
                ? from_pem(in, content, name)
                : read_jwk(content, name, given_password(in), "Please enter the password to decrypt " + name);
  const std::string kid = in.string("kid");
  if (!kid.empty() && !jwk.kid.empty() && kid != jwk.kid)
    throw Error("kid " + kid + " does not match the kid on " + name);
  if (jwk.kid.empty()) jwk.kid = kid;
  if (jwk.use.empty()) jwk.use = task == KeyTask::sign || task == KeyTask::verify ? "sig" : "enc";
  return jwk;
}

Jwk from_set(const Invocation& in, const std::string& token_kid) {
  const std::string name = in.string("jwks");
  const std::string kid = in.string("kid").empty() ? token_kid : in.string("kid");
  std::string content = read_source(name);
  SecretBytes clear;
  std::string_view text = content;
  if (jose::looks_like_jwe(content)) {
    clear = decrypt_jwe(content, given_password(in), "Please enter the password to decrypt " + name);
    text = as_text(clear);
  }
  auto set = jose::JwkSet::parse(text);
  if (!set) throw Error("error reading " + name + ": unsupported format");
  const Jwk* found = nullptr;
  for (const Jwk& key : set->keys) {
    if (key.kid != kid) continue;
    if (found != nullptr) throw Error("multiple keys with kid " + kid + " have been found on " + name);
    found = &key;
  }
  if (found == nullptr) throw Error("cannot find key with kid " + kid + " on " + name);
  return *found;
}

void choose_algorithm(const Invocation& in, KeyTask task, Jwk& key) {
  const std::string wanted = in.string("alg");
  if (!wanted.empty() && !key.alg.empty() && wanted != key.alg && !in.boolean("subtle")) {
    const std::string name = in.string("key").empty() ? in.string("jwks") : in.string("key");
    throw Error("alg " + wanted + " does not match the alg on " + name);
  }
  if (!wanted.empty()) key.alg = wanted;
  if (!key.alg.empty()) return;
  // A token chooses its algorithm itself. Where the key leaves a choice, the verifier has to make it.
  const bool leaves_choice = key.is_symmetric() || key.public_key().type() == KeyType::rsa;
  if (task == KeyTask::verify && leaves_choice && !in.boolean("insecure")) return;
  key.alg = jose::default_algorithm(key);
}

}  // namespace

void check_key_flags(const Invocation& in, std::string_view word, const std::string& token_kid) {
  const bool key = !in.string("key").empty(), jwks = !in.string("jwks").empty();
  if (!key && !jwks) throw required_or("key", word);
  if (key && jwks) throw mutually_exclusive("key", "jwks");
  if (jwks && in.string("kid").empty() && token_kid.empty()) throw required_with("kid", "jwks");
}

Jwk read_task_key(const Invocation& in, KeyTask task, const std::string& token_kid) {
  Jwk key = in.string("jwks").empty() ? from_file(in, task) : from_set(in, token_kid);
  choose_algorithm(in, task, key);
  return key;
}

}  // namespace newel::cli::crypto
