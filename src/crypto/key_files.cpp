#include "crypto/key_files.h"

#include <algorithm>
#include <map>

#include "base/files.h"
#include "base/text.h"
#include "crypto/cosign_key.h"
#include "crypto/der_lite.h"
#include "crypto/openssh_key.h"
#include "crypto/pem_encryption.h"
#include "crypto/pkcs12.h"
#include "crypto/pkcs7.h"

namespace newel {
namespace {

// Wipes the DER of a block that held a private key.
struct WipingBlock {
  PemBlock block;
  ~WipingBlock() { OPENSSL_cleanse(block.der.data(), block.der.size()); }
};

bool only_space(std::string_view text) { return trim(text).empty(); }

Expected<Key> as_key(Expected<PrivateKey>&& key) {
  if (!key) return tl::unexpected(key.error());
  return Key(std::move(*key));
}

Expected<Key> as_key(Expected<PublicKey>&& key) {
  if (!key) return tl::unexpected(key.error());
  return Key(std::move(*key));
}

Expected<Key> as_key(Expected<ByteView>&& spki) {
  if (!spki) return tl::unexpected(spki.error());
  return as_key(PublicKey::from_spki(*spki));
}

// The key of a certificate or a request; both are a SEQUENCE of three, and only one of the readers gets
// through.
Expected<ByteView> wrapped_spki(ByteView der) {
  auto spki = der_lite::certificate_spki(der);
  return spki ? spki : der_lite::request_spki(der);
}

// PKCS#1 RSAPublicKey (RFC 8017 appendix A.1.1).
Expected<PublicKey> read_pkcs1_public(ByteView der) {
  const auto content = der_lite::contents(der, der_lite::sequence);
  if (!content) return failure("x509: malformed PKCS#1 public key");
  der_lite::Cursor numbers(*content);
  const auto n = numbers.take_unsigned();
  const auto e = numbers.take_unsigned();
  if (!n || !e || !numbers.at_end()) return failure("x509: malformed PKCS#1 public key");
  return PublicKey::from_rsa(*n, *e);
}

Expected<Key> read_nebula(ByteView raw, bool is_private) {
  constexpr std::size_t key_size = 32;
  if (raw.size() != key_size) return failure("key is not 32 bytes");
  return is_private ? as_key(PrivateKey::from_x25519(raw))
                    : as_key(PublicKey::from_raw(KeyType::x25519, raw));
}

// The scalar, or the uncompressed point (SEC 1 section 2.3.3).
Expected<Key> read_nebula_p256(ByteView raw, bool is_private) {
  constexpr std::size_t field = 32;
  if (is_private) return as_key(PrivateKey::from_ec_scalar(Curve::p256, raw));
  if (raw.size() != 1 + 2 * field || raw[0] != 4) return failure("key is not an uncompressed P-256 point");
  return as_key(PublicKey::from_ec(Curve::p256, raw.subspan(1, field), raw.subspan(1 + field)));
}

Expected<Key> read_pkcs12_key(ByteView der, const std::string& name, const PasswordSource& password) {
  if (!password) return failure("error decoding " + name + ": key is password protected");
  auto opened = open_pkcs12(der, name, password);
  if (!opened) return tl::unexpected(opened.error());
  if (!opened->keys.empty()) return Key(std::move(opened->keys.front()));
  if (!opened->certificates.empty()) return as_key(der_lite::certificate_spki(opened->certificates.front()));
  return failure("error parsing " + name + ": it holds no key");
}

// What the label of a block says about its contents; nullopt for a label that names no key.
std::optional<Expected<Key>> read_labelled(std::string_view label, ByteView der) {
  if (label == "PUBLIC KEY") return as_key(PublicKey::from_spki(der));
  if (label == "RSA PRIVATE KEY") return as_key(PrivateKey::from_pkcs1(der));
  if (label == "EC PRIVATE KEY") return as_key(PrivateKey::from_sec1(der));
  if (label == "PRIVATE KEY" || label == "ENCRYPTED PRIVATE KEY") return as_key(PrivateKey::from_pkcs8(der));
  if (label == "CERTIFICATE") return as_key(der_lite::certificate_spki(der));
  if (label == "PKCS7" || label == "CMS") return read_der_key(der);
  if (label == "CERTIFICATE REQUEST" || label == "NEW CERTIFICATE REQUEST") {
    return as_key(der_lite::request_spki(der));
  }
  if (label == "NEBULA X25519 PUBLIC KEY") return read_nebula(der, false);
  if (label == "NEBULA X25519 PRIVATE KEY") return read_nebula(der, true);
  if (label == "NEBULA P256 PUBLIC KEY") return read_nebula_p256(der, false);
  if (label == "NEBULA P256 PRIVATE KEY") return read_nebula_p256(der, true);
  return std::nullopt;
}

// OpenSSH's container is encrypted inside, and only there says so.
Key read_openssh_private(ByteView blob, const std::string& name, const PasswordSource& password) {
  const auto container = value_or_throw(OpensshContainer::parse(blob), "error parsing " + name);
  if (container.is_encrypted() && !password)
    throw Error("error decoding " + name + ": key is password protected");
  const Secret given = container.is_encrypted() ? password(name) : Secret();
  return value_or_throw(open_openssh_key(container, given), "error parsing " + name);
}

Key read_pem_key(std::string_view content, const std::string& name, const PasswordSource& password,
                 bool first_only) {
  auto found = pem_next(content);
  if (!found) throw Error("error decoding " + name + ": not a valid PEM encoded block");
  WipingBlock held{std::move(*found)};
  const PemBlock& block = held.block;
  if (!first_only && !only_space(content)) {
    throw Error("error decoding " + name + ": contains more than one PEM encoded block");
  }

  if (block.label == "OPENSSH PRIVATE KEY") return read_openssh_private(block.der, name, password);
  if (is_cosign_label(block.label)) {
    if (!password) throw Error("error decoding " + name + ": key is password protected");
    return value_or_throw(open_cosign_key(block.der, password(name)), "error parsing " + name);
  }

  SecretBytes clear;
  ByteView der = block.der;
  if (is_encrypted(block)) {
    if (!password) throw Error("error decoding " + name + ": key is password protected");
    clear = value_or_throw(decrypt_pem(block, password(name)), "error decrypting " + name);
    der = clear;
  }
  auto key = read_labelled(block.label, der);
  if (!key)
    throw Error("error decoding " + name + ": contains an unexpected header '" + printable(block.label) +
                "'");
  return value_or_throw(std::move(*key), "error parsing " + name);
}

}  // namespace

PasswordSource remembered(PasswordSource password) {
  if (!password) return {};
  auto known = std::make_shared<std::map<std::string, Secret>>();
  return [known, password = std::move(password)](const std::string& name) {
    const auto at = known->find(name);
    return at != known->end() ? at->second : known->emplace(name, password(name)).first->second;
  };
}

PasswordSource fixed_password(Secret password) {
  return [password = std::move(password)](const std::string&) { return password; };
}

Expected<Key> read_der_key(ByteView der, const std::string& name, const PasswordSource& password) {
  if (password && is_encrypted_pkcs8(der)) {
    const auto clear =
        value_or_throw(decrypt_private_key_info(der, password(name)), "error decrypting " + name);
    return value_or_throw(as_key(PrivateKey::from_pkcs8(clear)), "error parsing " + name);
  }
  if (auto key = PrivateKey::from_pkcs8(der)) return Key(std::move(*key));
  if (auto key = PrivateKey::from_sec1(der)) return Key(std::move(*key));
  if (auto key = PrivateKey::from_pkcs1(der)) return Key(std::move(*key));
  if (auto key = PublicKey::from_spki(der)) return Key(std::move(*key));
  if (auto key = read_pkcs1_public(der)) return Key(std::move(*key));
  if (auto spki = wrapped_spki(der)) return as_key(PublicKey::from_spki(*spki));
  if (looks_like_pkcs7(der)) {
    const auto contents = read_pkcs7(der);
    if (contents && !contents->certificates.empty())
      return as_key(der_lite::certificate_spki(contents->certificates.front()));
  }
  if (looks_like_pkcs12(der)) return read_pkcs12_key(der, name, password);
  return failure("error decoding DER; bad format");
}

Key read_key(std::string_view content, const std::string& name, const PasswordSource& password,
             Blocks blocks) {
  if (looks_like_openssh_public_key(content)) return value_or_throw(read_openssh_public_key(content));
  if (content.starts_with('0')) {
    auto key = read_der_key(as_bytes(content), name, password);
    if (key) return std::move(*key);
    if (looks_like_pkcs12(as_bytes(content))) throw Error(key.error().text);
  }
  return read_pem_key(content, name, password, blocks == Blocks::first);
}

PrivateKey read_private_key(std::string_view content, const std::string& name,
                            const PasswordSource& password) {
  Key key = read_key(content, name, password);
  if (auto* found = std::get_if<PrivateKey>(&key)) return std::move(*found);
  throw Error("file " + name + " does not contain a valid private key: it holds a public key");
}

PrivateKey load_private_key(const std::string& path, const PasswordSource& password) {
  const auto content = read_secret_file(path);
  if (!content) throw Error("error reading \"" + path + "\": " + content.error().reason);
  return read_private_key(as_text(*content), path, password);
}

PublicKey read_public_key(std::string_view content, const std::string& name, const PasswordSource& password) {
  Key key = read_key(content, name, password);
  if (auto* found = std::get_if<PublicKey>(&key)) return std::move(*found);
  return std::get<PrivateKey>(key).public_key();
}

namespace {

struct LabelledDer {
  std::string_view label;
  SecretBytes der;
};

LabelledDer labelled_der(const PrivateKey& key, bool pkcs8) {
  switch (key.public_key().type()) {
    case KeyType::rsa:
      if (!pkcs8) return {"RSA PRIVATE KEY", key.to_pkcs1()};
      break;
    case KeyType::ec:
      if (!pkcs8) return {"EC PRIVATE KEY", key.to_sec1()};
      break;
    case KeyType::ed25519:
      break;
    case KeyType::x25519:
      throw Error("cannot serialize type X25519 private key");
  }
  return {"PRIVATE KEY", key.to_pkcs8()};
}

}  // namespace

std::string write_private_key(const PrivateKey& key, bool pkcs8) {
  const LabelledDer clear = labelled_der(key, pkcs8);
  return pem_encode(clear.label, clear.der);
}

std::string write_encrypted_private_key(const PrivateKey& key, const Secret& password, bool pkcs8) {
  if (password.empty()) return write_private_key(key, pkcs8);
  const LabelledDer clear = labelled_der(key, pkcs8);
  if (clear.label == "PRIVATE KEY")
    return pem_encode("ENCRYPTED PRIVATE KEY", encrypt_pkcs8(clear.der, password));
  return pem_encode(encrypt_pem_legacy(clear.label, clear.der, password));
}

std::string write_public_key(const PublicKey& key) {
  if (key.type() == KeyType::x25519) throw Error("cannot serialize type X25519 public key");
  return pem_encode("PUBLIC KEY", key.spki());
}

}  // namespace newel
