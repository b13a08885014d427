#include "cli/ca/provisioner/roots_files.h"

#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/engine/output_file.h"
#include "crypto/key_files.h"
#include "provisioner/nebula/certificate.h"
#include "x509/certificate.h"

namespace newel::cli::ca {
namespace {

std::string base64(std::string_view text) { return base64_encode(as_bytes(text)); }

std::vector<x509::Certificate> bundle(const std::string& file, const std::string& context) {
  try {
    return x509::load_certificates(file);
  } catch (const Error& e) {
    throw e.wrapped(context);
  }
}

bool signs_certificates(const x509::Certificate& certificate) {
  return (certificate.key_usage().value_or(0) & x509::cert_sign) != 0;
}

}  // namespace

std::string x5c_roots(const std::string& file) {
  std::string pem;
  for (const auto& root : bundle(file, "error loading X5C Root certificates from " + file)) {
    if (!signs_certificates(root)) {
      throw Error(
          "error: certificate with common name '" + root.subject().common_name() +
          "' cannot be used as an X5C root certificate.\n\nX5C provisioner root certificates must have "
          "the 'Certificate Sign' key usage extension.");
    }
    pem += root.pem();
  }
  return base64(pem);
}

std::string nebula_roots(const std::string& file) {
  using provisioner::nebula::Certificate;
  const std::string text = read_input(file);
  std::string pem;
  std::string_view rest = text;
  while (!trim(rest).empty()) {
    const auto certificate = value_or_throw(Certificate::parse_pem(rest), "error reading " + file);
    const auto block = pem_next(rest);
    if (certificate.is_ca) pem += pem_encode(*block);
  }
  if (pem.empty()) throw Error("error reading " + file + ": no CA certificates found");
  return base64(pem);
}

std::string kubernetes_keys(const std::string& file) {
  const auto text = read_file(file);
  if (!text) throw Error("error reading pem keys: " + text.error().text);
  std::string pem;
  for (const PemBlock& block : pem_decode_all(*text)) {
    std::optional<Key> key;
    try {
      key = read_key(pem_encode(block), file, fixed_password(Secret()));
    } catch (const Error& e) {
      throw e.wrapped("error parsing public key from " + file);
    }
    const auto* half = std::get_if<PublicKey>(&*key);
    if (half == nullptr || half->type() == KeyType::x25519)
      throw Error("Unexpected public key type " + block.label + " in " + file);
    pem += write_public_key(*half);
  }
  if (pem.empty()) throw Error("error parsing public key from " + file + ": no PEM block");
  return base64(pem);
}

std::string kubernetes_roots(const std::string& file) {
  std::string pem;
  for (const auto& root : bundle(file, "error reading certificates from " + file)) pem += root.pem();
  if (pem.empty()) throw Error("error reading certificates from " + file + ": no certificates found");
  return base64(pem);
}

std::string attestation_roots(const std::vector<std::string>& files) {
  std::string pem;
  for (const std::string& file : files) {
    for (const auto& root : bundle(file, "error reading certificates from " + file)) {
      if (!root.is_ca() || !signs_certificates(root)) {
        throw Error("certificate with common name " + quote(root.subject().common_name()) +
                    " is not a valid CA");
      }
      pem += root.pem();
    }
  }
  return base64(pem);
}

std::string scep_certificate(const std::string& file) {
  const std::string context = "failed parsing certificate from " + quote(file);
  const auto certificates = bundle(file, context + ": failed reading certificate from " + quote(file));
  if (certificates.empty()) throw Error(context + ": no certificates found in " + quote(file));
  return base64(certificates.front().pem());
}

std::string scep_key(const std::string& file) {
  const std::string context = "failed reading decrypter key from " + quote(file) + ": failed ";
  const auto content = read_secret_file(file);
  if (!content) throw Error(context + "reading " + quote(file) + ": " + content.error().text);
  const std::string_view text = as_text({content->data(), content->size()});
  std::string_view rest = text;
  const bool found = pem_next(rest).has_value();
  if (!found) throw Error(context + "decoding " + quote(file) + ": not a valid PEM encoded block");
  if (!trim(rest).empty())
    throw Error(context + "decoding " + quote(file) + ": contains more than one PEM encoded block");
  return base64(text);
}

}  // namespace newel::cli::ca
