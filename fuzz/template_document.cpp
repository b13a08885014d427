// The documents templates render to, from any octets: X.509 certificates, requests, SSH certificates.
#include "crypto/private_key.h"
#include "template/certificate_document.h"
#include "template/document_request.h"
#include "template/ssh_document.h"
#include "x509/builder.h"

namespace {

using namespace newel;

const PrivateKey& key() {
  static const PrivateKey one = PrivateKey::generate_ed25519();
  return one;
}

// What decodes either says why it has no certificate, or becomes one that reads back.
void certificate(std::string_view text) {
  const auto document = templates::parse_certificate_document(text);
  if (!document) return;
  (void)templates::to_json(*document);
  try {
    auto made = templates::to_certificate(*document, key().public_key());
    made.finish();
    made.certificate.not_before = from_unix(1'700'000'000);
    made.certificate.not_after = from_unix(1'700'003'600);
    x509::issue_self_signed(made.certificate, key());
  } catch (const Error&) {
  }
}

void request(std::string_view text) {
  const auto document = templates::parse_request_document(text);
  if (!document) return;
  try {
    x509::create_request(templates::to_request(*document), key());
  } catch (const Error&) {
  }
}

void ssh_certificate(std::string_view text) {
  const auto document = templates::parse_ssh_document(text);
  if (!document) return;
  (void)templates::to_json(*document);
  try {
    auto fields = templates::to_ssh_certificate(*document);
    fields.key = key().public_key();
    ssh::sign_certificate(fields, key());
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  certificate(text);
  request(text);
  ssh_certificate(text);
  return 0;
}
