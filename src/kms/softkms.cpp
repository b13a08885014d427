#include "kms/softkms.h"

#include "base/files.h"
#include "base/text.h"
#include "base/url.h"
#include "jose/jwe.h"
#include "jose/jwk.h"

namespace newel::kms {
namespace {

SecretBytes read_key_file(const std::string& file) {
  if (file == "-") {
    std::string text = value_or_throw(read_stdin());
    SecretBytes out = to_secret(as_bytes(text));
    OPENSSL_cleanse(text.data(), text.size());
    return out;
  }
  auto content = read_secret_file(file);
  if (!content) throw Error("error reading \"" + file + "\": " + content.error().reason);
  return std::move(*content);
}

bool starts_json(std::string_view text) { return trim(text).starts_with('{'); }

// A JWK, or one inside a JWE; the password is asked for only in the second case.
std::optional<jose::Jwk> read_jwk(std::string_view text, const std::string& name,
                                  const PasswordSource& password) {
  const std::string_view trimmed = trim(text);
  if (jose::looks_like_jwe(trimmed)) {
    if (!password) throw Error("error decrypting " + name + ": it is encrypted and no password was given");
    const auto clear = jose::decrypt_with_password(trimmed, password(name));
    if (!clear) throw Error("error decrypting " + name + ": " + clear.error().text);
    return value_or_throw(jose::Jwk::parse(as_text({clear->data(), clear->size()})), "error parsing " + name);
  }
  if (!starts_json(text)) return std::nullopt;
  return value_or_throw(jose::Jwk::parse(trimmed), "error parsing " + name);
}

}  // namespace

std::string file_of_key_name(const std::string& name) {
  if (!is_key_uri(name)) return name;
  const KeyUri uri = value_or_throw(parse_key_uri(name));
  if (uri.scheme != "softkms") throw Error("error parsing " + printable(name) + ": scheme not expected");
  if (const auto path = uri.get("path")) return *path;
  return value_or_throw(percent_decode(uri.opaque.substr(0, uri.opaque.find('?'))));
}

std::shared_ptr<const Signer> SoftKms::load_signer(const std::string& name, const PasswordSource& password) {
  const std::string file = file_of_key_name(name);
  const SecretBytes content = read_key_file(file);
  const std::string_view text = as_text({content.data(), content.size()});
  if (const auto jwk = read_jwk(text, file, password)) {
    if (!jwk->is_private()) throw Error("error parsing " + file + ": it is not a private key");
    return std::make_shared<PrivateKey>(jwk->private_key());
  }
  return std::make_shared<PrivateKey>(read_private_key(text, file, password));
}

PublicKey SoftKms::load_public_key(const std::string& name) {
  const std::string file = file_of_key_name(name);
  const SecretBytes content = read_key_file(file);
  const std::string_view text = as_text({content.data(), content.size()});
  if (const auto jwk = read_jwk(text, file, {})) return jwk->public_key();
  return read_public_key(text, file);
}

}  // namespace newel::kms
