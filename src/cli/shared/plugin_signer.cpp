#include "cli/shared/plugin_signer.h"

#include "base/encoding.h"
#include "base/text.h"
#include "cli/engine/plugin.h"
#include "crypto/digest.h"
#include "crypto/key_files.h"
#include "crypto/signature_scheme.h"

namespace newel::cli {
namespace {

std::string ask_plugin(std::vector<std::string> args, const std::string& kms,
                       const std::vector<std::string>& more, const std::string& input = {}) {
  const auto program = find_plugin("kms");
  if (!program) throw Error("exec: \"step-kms-plugin\": executable file not found in $PATH");
  if (!kms.empty()) {
    args.push_back("--kms");
    args.push_back(kms);
  }
  args.insert(args.end(), more.begin(), more.end());
  return plugin_output(*program, args, input);
}

PublicKey stored_public_key(const std::string& kms, const std::string& key) {
  return read_public_key(ask_plugin({"key"}, kms, {key}), key);
}

// How the program calls a hash.
const char* hash_name(Hash hash) {
  switch (hash) {
    case Hash::sha256:
      return "SHA256";
    case Hash::sha384:
      return "SHA384";
    case Hash::sha512:
      return "SHA512";
    case Hash::sha1:
      throw Error("unsupported hash function \"SHA-1\"");
    case Hash::sha224:
      throw Error("unsupported hash function \"SHA-224\"");
    case Hash::md5:
      throw Error("unsupported hash function \"MD5\"");
  }
  throw Error("unsupported hash function");
}

}  // namespace

PluginSigner::PluginSigner(std::string kms, std::string key)
    : kms_(std::move(kms)), key_(std::move(key)), public_key_(stored_public_key(kms_, key_)) {}

Bytes PluginSigner::sign(SignatureAlgorithm algorithm, ByteView message) const {
  const auto scheme = signature_scheme(algorithm);
  if (!scheme || scheme->key != public_key_.type())
    throw Error("the key " + key_ + " cannot sign with " + std::string(signature_algorithm_name(algorithm)));
  std::vector<std::string> more;
  if (scheme->key == KeyType::rsa) {
    if (scheme->pss) more = {"--pss", "--salt-length", std::to_string(digest(scheme->hash, {}).size())};
    more.push_back("--alg");
    more.emplace_back(hash_name(scheme->hash));
  }
  more.push_back(key_);
  const bool whole = scheme->key == KeyType::ed25519;  // hashed inside, by the one who signs
  const std::string input = whole ? to_text(message) : to_text(digest(scheme->hash, message));
  const std::string output = ask_plugin({"sign", "--format", "base64"}, kms_, more, input);
  Bytes signature = value_or_throw(base64_decode(trim(output)), "error decoding the signature of " + key_);
  if (!public_key_.verify(algorithm, message, signature))
    throw Error("the key store's signature for " + key_ + " does not verify with its public key");
  return signature;
}

EVP_PKEY* PluginSigner::tls_key() const {
  std::call_once(tls_key_made_, [this] { tls_key_ = std::make_unique<const SignerKey>(*this); });
  return tls_key_->native();
}

std::vector<x509::Certificate> plugin_certificates(const std::string& kms, const std::string& name) {
  auto found = value_or_throw(x509::parse_certificates_pem(ask_plugin({"certificate"}, kms, {name})),
                              "error parsing the certificate of " + name);
  if (found.empty()) throw Error("the key store has no certificate " + name);
  return found;
}

}  // namespace newel::cli
