// A container says in clear which cipher and key derivation guard it and holds the public key; the private
// one stands in a part of its own, padded with 1, 2, 3 … to the block of the cipher. Two equal random numbers
// at its front are the only sign of the right password, which makes a wrong one pass once in four milliards:
// then the key behind them does not fit.
#include "crypto/openssh_key.h"

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "crypto/bcrypt_pbkdf.h"
#include "crypto/openssl.h"
#include "crypto/pem_encryption.h"
#include "crypto/ssh_wire.h"

namespace newel {
namespace {

using ssh_wire::Reader;
using ssh_wire::Writer;
using namespace std::string_view_literals;

constexpr std::string_view magic = "openssh-key-v1\0"sv;
constexpr std::string_view default_cipher = "aes256-ctr";
constexpr std::uint32_t default_rounds = 16;
constexpr std::size_t salt_size = 16;
constexpr std::size_t key_size = 32, block_size = 16;
constexpr std::size_t clear_block_size = 8;  // what a clear key is padded to

tl::unexpected<Failure> malformed() { return failure("error parsing private key: malformed OpenSSH key"); }
tl::unexpected<Failure> wrong_password() {
  return failure("error parsing private key: " + std::string(wrong_pem_password));
}

// Both directions; the padding is ours to make and to check.
SecretBytes run_cipher(std::string_view cipher, bool encrypt, const Secret& password, ByteView salt,
                       std::uint32_t rounds, ByteView data) {
  const SecretBytes derived = bcrypt_pbkdf(password, salt, rounds, key_size + block_size);
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  const EVP_CIPHER* algorithm = cipher == "aes256-cbc" ? EVP_aes_256_cbc() : EVP_aes_256_ctr();
  SecretBytes out(data.size() + block_size);
  int size = 0, last = 0;
  const bool ok =
      context &&
      EVP_CipherInit_ex2(context.get(), algorithm, derived.data(), derived.data() + key_size, encrypt ? 1 : 0,
                         nullptr) == 1 &&
      EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
      EVP_CipherUpdate(context.get(), out.data(), &size, data.data(), static_cast<int>(data.size())) == 1 &&
      EVP_CipherFinal_ex(context.get(), out.data() + size, &last) == 1;
  openssl::check(ok, "running the cipher of an OpenSSH key failed");
  out.resize(static_cast<std::size_t>(size + last));
  return out;
}

bool is_padding(ByteView rest, std::size_t block) {
  if (rest.size() >= block) return false;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] != i + 1) return false;
  }
  return true;
}

Expected<PrivateKey> read_rsa(Reader& fields) {
  const auto n = fields.take_magnitude();
  const auto e = fields.take_magnitude();
  const auto d = fields.take_magnitude();
  const auto coefficient = fields.take_magnitude();
  const auto p = fields.take_magnitude();
  const auto q = fields.take_magnitude();
  if (!n || !e || !d || !coefficient || !p || !q) return malformed();
  return PrivateKey::from_rsa({to_bytes(*n), to_bytes(*e), to_secret(*d), to_secret(*p), to_secret(*q)});
}

Expected<PrivateKey> read_ec(Reader& fields, Curve curve) {
  const auto identifier = fields.take_string();
  const auto point = fields.take_string();
  const auto d = fields.take_magnitude();
  if (!identifier || !point || !d) return malformed();
  const std::size_t field = (point->size() - 1) / 2;
  if (point->empty() || as_text(*identifier) != ssh_wire::curve_identifier(curve) || d->size() > field)
    return malformed();
  SecretBytes scalar(field - d->size());
  scalar.insert(scalar.end(), d->begin(), d->end());
  return PrivateKey::from_ec_scalar(curve, scalar);
}

Expected<PrivateKey> read_ed25519(Reader& fields) {
  constexpr std::size_t seed_size = 32;
  const auto half = fields.take_string();
  const auto seed_and_half = fields.take_string();
  if (!half || !seed_and_half || seed_and_half->size() != 2 * seed_size) return malformed();
  return PrivateKey::from_ed25519_seed(seed_and_half->first(seed_size));
}

Expected<PrivateKey> read_secret_part(ByteView part, const OpensshContainer& container) {
  Reader fields(part);
  const auto first = fields.take_uint32();
  const auto second = fields.take_uint32();
  if (!first || !second) return malformed();
  if (*first != *second) return container.is_encrypted() ? wrong_password() : malformed();
  const auto type = fields.take_string();
  if (!type) return malformed();
  const std::string_view name = as_text(*type);
  const auto curve = ssh_wire::curve_by_key_type(name);
  auto key = name == "ssh-rsa"       ? read_rsa(fields)
             : name == "ssh-ed25519" ? read_ed25519(fields)
             : curve                 ? read_ec(fields, *curve)
                                     : failure("unsupported key type " + printable(name));
  if (!key) return key;
  const std::size_t block = container.is_encrypted() ? block_size : clear_block_size;
  const auto comment = fields.take_string();
  if (!comment || !is_padding(fields.rest(), block)) return malformed();
  if (!equal(ssh_wire::public_blob(key->public_key()), container.public_blob))
    return failure("error parsing private key: its public key is that of another one");
  return key;
}

void write_fields(Writer& to, const PrivateKey& key) {
  const PublicKey& half = key.public_key();
  to.string(ssh_wire::key_type(half));
  switch (half.type()) {
    case KeyType::rsa: {
      const auto secrets = key.rsa_secrets();
      to.mpint(half.rsa_modulus()).mpint(half.rsa_exponent()).mpint(secrets.d);
      to.mpint(secrets.qi).mpint(secrets.p).mpint(secrets.q);
      break;
    }
    case KeyType::ec:
      to.string(ssh_wire::curve_identifier(half.curve())).string(half.subject_public_key());
      to.mpint(key.ec_scalar());
      break;
    default: {
      SecretBytes seed_and_half = key.ed25519_seed();
      seed_and_half.insert(seed_and_half.end(), half.raw().begin(), half.raw().end());
      to.string(half.raw()).string(seed_and_half);
      break;
    }
  }
}

SecretBytes secret_part(const PrivateKey& key, std::size_t block) {
  Writer out;
  const Bytes check = system_random().bytes(4);
  out.raw(check).raw(check);
  write_fields(out, key);
  out.string("");
  for (Byte next = 1; out.bytes().size() % block != 0; ++next) out.raw({&next, 1});
  return out.bytes();
}

}  // namespace

Expected<OpensshContainer> OpensshContainer::parse(ByteView blob) {
  if (!as_text(blob).starts_with(magic)) return malformed();
  Reader fields(blob.subspan(magic.size()));
  const auto cipher = fields.take_string();
  const auto derivation = fields.take_string();
  const auto options = fields.take_string();
  const auto count = fields.take_uint32();
  const auto half = fields.take_string();
  const auto secret = fields.take_string();
  if (!cipher || !derivation || !options || !half || !secret || count != 1u || !fields.at_end())
    return malformed();

  OpensshContainer out{.cipher = as_text(*cipher), .public_blob = *half, .secret_part = *secret};
  const std::string_view kdf = as_text(*derivation);
  if (!out.is_encrypted()) {
    if (kdf != "none" || !options->empty()) return malformed();
    return out;
  }
  if (out.cipher != "aes256-ctr" && out.cipher != "aes256-cbc")
    return failure("error parsing private key: unsupported cipher " + printable(out.cipher));
  if (kdf != "bcrypt") return failure("error parsing private key: unsupported kdf " + printable(kdf));
  Reader guards(*options);
  const auto salt = guards.take_string();
  const auto rounds = guards.take_uint32();
  if (!salt || salt->empty() || !rounds || *rounds == 0 || !guards.at_end()) return malformed();
  if (secret->size() % block_size != 0) return malformed();
  out.salt = *salt;
  out.rounds = *rounds;
  return out;
}

Expected<PrivateKey> open_openssh_key(const OpensshContainer& container, const Secret& password) {
  if (!container.is_encrypted()) return read_secret_part(container.secret_part, container);
  if (password.empty()) return wrong_password();
  return read_secret_part(
      run_cipher(container.cipher, false, password, container.salt, container.rounds, container.secret_part),
      container);
}

SecretBytes write_openssh_key(const PrivateKey& key, const Secret& password) {
  Writer out;
  out.raw(as_bytes(magic));
  if (password.empty()) {
    out.string("none").string("none").string("");
    out.uint32(1).string(ssh_wire::public_blob(key.public_key())).string(secret_part(key, clear_block_size));
    return out.bytes();
  }
  const Bytes salt = system_random().bytes(salt_size);
  Writer options;
  options.string(salt).uint32(default_rounds);
  out.string(default_cipher).string("bcrypt").string(options.bytes());
  out.uint32(1).string(ssh_wire::public_blob(key.public_key()));
  out.string(run_cipher(default_cipher, true, password, salt, default_rounds, secret_part(key, block_size)));
  return out.bytes();
}

std::string write_openssh_private_key(const PrivateKey& key, const Secret& password) {
  return pem_encode("OPENSSH PRIVATE KEY", write_openssh_key(key, password));
}

bool looks_like_openssh_public_key(std::string_view text) {
  for (std::string_view type : {"ssh-rsa"sv, "ssh-dss"sv, "ecdsa-sha2-nistp256"sv, "ecdsa-sha2-nistp384"sv,
                                "ecdsa-sha2-nistp521"sv, "ssh-ed25519"sv}) {
    if (text.starts_with(type)) return true;
  }
  return false;
}

Expected<PublicKey> read_openssh_public_key(std::string_view line) {
  line = trim(line.substr(0, line.find('\n')));
  const auto space = line.find_first_of(" \t");
  if (space == std::string_view::npos)
    return failure("error parsing OpenSSH key: there is no key in the line");
  std::string_view encoded = trim(line.substr(space));
  encoded = encoded.substr(0, encoded.find_first_of(" \t"));
  const auto blob = base64_decode(encoded);
  if (!blob) return failure("error parsing OpenSSH key: " + blob.error().text);
  Reader fields(*blob);
  const auto type = fields.take_string();
  if (!type || as_text(*type) != line.substr(0, space))
    return failure("error parsing OpenSSH key: the key is not of the type that the line names");
  auto key = ssh_wire::parse_public_blob(*blob);
  if (!key) return failure("error parsing OpenSSH key: " + key.error().text);
  return key;
}

std::string write_openssh_public_key(const PublicKey& key) {
  return std::string(ssh_wire::key_type(key)) + " " + base64_encode(ssh_wire::public_blob(key)) + "\n";
}

}  // namespace newel
