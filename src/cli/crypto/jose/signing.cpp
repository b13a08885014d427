#include "cli/crypto/jose/signing.h"

#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/shared/named_key.h"
#include "crypto/digest.h"
#include "jose/validate.h"
#include "x509/certificate.h"

namespace newel::cli::crypto {
namespace {

void check_certificate_flag(const Invocation& in, const char* flag, const char* key_flag, const char* other) {
  if (in.string("key").empty()) throw required_with_or(flag, "key", key_flag);
  if (!in.string(other).empty()) throw mutually_exclusive(flag, other);
  if (in.boolean("jwk")) throw mutually_exclusive(flag, "jwk");
  if (!in.string("jwks").empty()) throw mutually_exclusive(flag, "jwks");
}

std::vector<x509::Certificate> certificates_for(const std::string& file, const jose::Jwk& key,
                                                const std::string& context) {
  auto chain = load_certificate_file(file, {});
  const auto& leaf = chain.front();
  const auto& half = leaf.public_key();
  if (!half || key.is_symmetric() || !(*half == key.public_key())) {
    throw Error(context + "error verifying certificate and key: private key does not match public key");
  }
  const unsigned usage = leaf.key_usage().value_or(0);
  if ((usage & x509::KeyUsage::digital_signature) == 0) {
    throw Error(context +
                "certificate/private-key pair used to sign token is not approved for digital signature");
  }
  return chain;
}

// First line without its end; all of it when there is none.
std::string first_line(std::string_view text) { return std::string(trim(text.substr(0, text.find('\n')))); }

bool has_several_signatures(std::string_view text) {
  const auto document = json::parse(text);
  if (!document || !document->is_object()) return false;
  const json::Value* list = json::find(document->get_object(), "signatures");
  return list != nullptr && list->is_array() && list->get_array().size() > 1;
}

}  // namespace

void check_signing_flags(const Invocation& in) {
  if (!in.string("x5c-cert").empty()) {
    check_certificate_flag(in, "x5c-cert", "x5c-key", "x5t-cert");
  } else if (!in.string("x5t-cert").empty()) {
    check_certificate_flag(in, "x5t-cert", "x5t-key", "x5c-cert");
  } else {
    check_key_flags(in);
  }
}

jose::Jwk signing_key(const Invocation& in) {
  const jose::Jwk key = read_task_key(in, KeyTask::sign);
  if (!key.is_private() && !key.is_symmetric()) throw Error("cannot use a public key for signing");
  if (key.use != "sig" && !key.use.empty())
    throw Error("invalid jwk use: found '" + key.use + "', expecting 'sig' (signature)");
  if (key.alg.empty()) throw Error("flag '--alg' is required with the given key");
  jose::Jwk judged = key;
  judged.use = "sig";
  jose::check_algorithm(judged);
  return key;
}

json::Object signing_header(const Invocation& in, const jose::Jwk& key, std::string_view chain_name) {
  json::Object header;
  if (!key.kid.empty() && !in.boolean("no-kid")) header["kid"] = key.kid;
  if (const std::string file = in.string("x5c-cert"); !file.empty()) {
    json::Array chain;
    for (const auto& certificate : certificates_for(
             file, key,
             "error validating x5c certificate chain and key for use in x5c header: ValidateX5C: "))
      chain.emplace_back(base64_encode(certificate.der()));
    header[chain_name] = std::move(chain);
  }
  if (const std::string file = in.string("x5t-cert"); !file.empty()) {
    const auto chain = certificates_for(
        file, key, "error validating x5t certificate and key for use in x5t header: ValidateX5T: ");
    header["x5t"] = base64_encode(sha1(chain.front().der()), Base64::url);
  }
  return header;
}

std::string sign_token(json::Object header, ByteView payload, const jose::Jwk& key) {
  if (key.is_symmetric())
    return jose::sign_compact_hmac(std::move(header), payload, std::get<SecretBytes>(key.key), key.alg);
  return jose::sign_compact(std::move(header), payload, key.private_key(), key.alg);
}

jose::Jws token_on_stdin() {
  const std::string line = first_line(value_or_throw(read_stdin()));
  if (has_several_signatures(line)) throw Error("validation failed: multiple signatures are not supported");
  return value_or_throw(jose::Jws::parse(line), "error parsing token");
}

jose::Jwk verifying_key(const Invocation& in, const jose::Jws& token) {
  const jose::Jwk key = read_task_key(in, KeyTask::verify, token.kid());
  if (key.alg.empty()) throw Error("flag '--alg' is required with the given key");
  jose::check_algorithm(key);
  return key;
}

void verify_token(const Invocation& in, const jose::Jws& token, const jose::Jwk& key, std::string_view kind) {
  if (json::find(token.header, "crit") != nullptr)
    throw Error("validation failed: unrecognized critical headers (crit)");
  const std::string wanted = in.string("alg");
  if (!wanted.empty() && wanted != token.algorithm() && !in.boolean("subtle")) {
    throw Error("alg " + wanted + " does not match the alg on " + std::string(kind) + " (" +
                token.algorithm() + ")");
  }
  const bool good =
      key.is_symmetric() ? token.verify_hmac(std::get<SecretBytes>(key.key)) : token.verify(key.public_key());
  if (!good) throw Error("validation failed: invalid signature");
}

}  // namespace newel::cli::crypto
