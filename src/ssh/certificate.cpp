#include "ssh/certificate.h"

#include "base/text.h"
#include "crypto/ecdsa_signature.h"
#include "crypto/ssh_wire.h"

namespace newel::ssh {
namespace {

using ssh_wire::Writer;

constexpr std::size_t nonce_size = 32;

void write_uint64(Writer& writer, std::uint64_t number) {
  writer.uint32(static_cast<std::uint32_t>(number >> 32)).uint32(static_cast<std::uint32_t>(number));
}

Bytes inner(const Writer& writer) { return to_bytes(ByteView(writer.bytes())); }

// Each value is a string inside a string; one without value is an empty string.
Bytes options(const std::map<std::string, std::string>& all) {
  Writer writer;
  for (const auto& [name, value] : all) {
    writer.string(name);
    Writer data;
    if (!value.empty()) data.string(value);
    writer.string(inner(data));
  }
  return inner(writer);
}

Bytes principals(const std::vector<std::string>& all) {
  Writer writer;
  for (const std::string& name : all) writer.string(name);
  return inner(writer);
}

// The public key's own fields: its blob without the name of the type.
ByteView key_fields(const Bytes& blob) {
  ssh_wire::Reader reader(blob);
  reader.take_string();
  return reader.rest();
}

Bytes signature_blob(const Signer& signer, ByteView message) {
  const PublicKey& key = signer.public_key();
  Writer writer;
  switch (key.type()) {
    case KeyType::rsa:
      writer.string("rsa-sha2-256").string(signer.sign(SignatureAlgorithm::sha256_rsa, message));
      break;
    case KeyType::ec: {
      const SignatureAlgorithm algorithm = default_signature_algorithm(key);
      const Bytes der = signer.sign(algorithm, message);
      const std::size_t size = key.ec_x().size();
      const Bytes fixed = value_or_throw(ecdsa_der_to_raw(der, size));
      Writer numbers;
      numbers.mpint(ByteView(fixed).first(size)).mpint(ByteView(fixed).subspan(size));
      writer.string(ssh_wire::key_type(key)).string(inner(numbers));
      break;
    }
    default:
      writer.string(ssh_wire::key_type(key)).string(signer.sign(SignatureAlgorithm::ed25519, message));
  }
  return inner(writer);
}

}  // namespace

std::optional<CertificateType> parse_certificate_type(std::string_view text) {
  if (equal_ignoring_case(text, "user")) return CertificateType::user;
  if (equal_ignoring_case(text, "host")) return CertificateType::host;
  return std::nullopt;
}

std::string_view certificate_type_name(CertificateType type) {
  return type == CertificateType::user ? "user" : type == CertificateType::host ? "host" : "";
}

Bytes sign_certificate(CertificateFields fields, const Signer& signer, const Random& random) {
  if (!fields.key) throw Error("the SSH certificate has no key");
  if (fields.nonce.empty()) {
    fields.nonce.resize(nonce_size);
    random.fill(fields.nonce);
  }
  while (fields.serial == 0) {
    Byte octets[8];
    random.fill(octets);
    for (const Byte octet : octets) fields.serial = fields.serial << 8 | octet;
  }
  const Bytes blob = ssh_wire::public_blob(*fields.key);
  Writer writer;
  writer.string(std::string(ssh_wire::key_type(*fields.key)) + "-cert-v01@openssh.com").string(fields.nonce);
  writer.raw(key_fields(blob));
  write_uint64(writer, fields.serial);
  writer.uint32(static_cast<std::uint32_t>(fields.type))
      .string(fields.key_id)
      .string(principals(fields.principals));
  write_uint64(writer, fields.valid_after);
  write_uint64(writer, fields.valid_before);
  writer.string(options(fields.critical_options)).string(options(fields.extensions)).string(fields.reserved);
  writer.string(ssh_wire::public_blob(signer.public_key()));
  const Bytes message = inner(writer);
  writer.string(signature_blob(signer, message));
  return inner(writer);
}

}  // namespace newel::ssh
