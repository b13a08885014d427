#include "template/default_templates.h"

#include <array>
#include <mutex>

namespace newel::templates {
namespace {

constexpr std::string_view usages = R"(,
  "keyUsage": {{ if typeIs "*rsa.PublicKey" .Insecure.CR.PublicKey }}["keyEncipherment", "digitalSignature"]{{ else }}["digitalSignature"]{{ end }},
  "extKeyUsage": ["serverAuth", "clientAuth"]
})";
constexpr std::string_view client_usages = R"(,
  "keyUsage": {{ if typeIs "*rsa.PublicKey" .Insecure.CR.PublicKey }}["keyEncipherment", "digitalSignature"]{{ else }}["digitalSignature"]{{ end }},
  "extKeyUsage": ["clientAuth"]
})";
constexpr std::string_view subject_and_names = R"({
  "subject": {{ toJson .Subject }},
  "sans": {{ toJson .SANs }})";
constexpr std::string_view requested_names = R"("dnsNames": {{ toJson .Insecure.CR.DNSNames }},
  "emailAddresses": {{ toJson .Insecure.CR.EmailAddresses }},
  "ipAddresses": {{ toJson .Insecure.CR.IPAddresses }},
  "uris": {{ toJson .Insecure.CR.URIs }})";

std::string text(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

struct Named {
  DefaultDocument document;
  std::string_view name;
  std::string text;
};

const std::vector<Named>& documents() {
  static const std::vector<Named> all = {
      {DefaultDocument::leaf, "leaf", text({subject_and_names, usages})},
      {DefaultDocument::iid_leaf, "iid-leaf",
       text({R"({
  "subject": {"commonName": {{ toJson .Insecure.CR.Subject.CommonName }}},
{{- if .SANs }}
  "sans": {{ toJson .SANs }}
{{- else }}
  )",
             requested_names, "\n{{- end }}", usages})},
      {DefaultDocument::admin_leaf, "admin-leaf",
       text({"{\n  \"subject\": {{ toJson .Insecure.CR.Subject }},\n  ", requested_names, usages})},
      {DefaultDocument::attested_leaf, "attested-leaf", text({subject_and_names, client_usages})},
      {DefaultDocument::intermediate, "intermediate", R"({
  "subject": {{ toJson .Subject }},
  "keyUsage": ["certSign", "crlSign"],
  "basicConstraints": {"isCA": true, "maxPathLen": 0}
})"},
      {DefaultDocument::root, "root", R"({
  "subject": {{ toJson .Subject }},
  "issuer": {{ toJson .Subject }},
  "keyUsage": ["certSign", "crlSign"],
  "basicConstraints": {"isCA": true, "maxPathLen": 1}
})"},
      {DefaultDocument::certificate_request, "certificate-request", "{{ toJson .Insecure.CR }}"},
      {DefaultDocument::csr_default, "csr-default", text({subject_and_names, "\n}"})},
      {DefaultDocument::cli_sign_leaf, "cli-sign-leaf",
       text({"{\n  \"rawSubject\": {{ toJson .Insecure.CR.RawSubject }},\n  \"sans\": {{ toJson .SANs }}",
             usages})},
      {DefaultDocument::cli_sign_intermediate, "cli-sign-intermediate", R"({
  "subject": {{ toJson .Subject }},
  "keyUsage": ["certSign", "crlSign"],
  "basicConstraints": {"isCA": true, "maxPathLen": {{ toJson .MaxPathLen }}}
})"},
  };
  return all;
}

}  // namespace

std::string_view default_text(DefaultDocument document) {
  return documents()[static_cast<std::size_t>(document)].text;
}

std::optional<DefaultDocument> default_document(std::string_view name) {
  for (const Named& one : documents()) {
    if (one.name == name) return one.document;
  }
  return std::nullopt;
}

const CertificateTemplateText& default_certificate_template(DefaultDocument document) {
  static std::array<std::optional<CertificateTemplateText>, 10> parsed;
  static std::mutex guard;
  const std::lock_guard lock(guard);
  auto& slot = parsed[static_cast<std::size_t>(document)];
  if (!slot) slot = CertificateTemplateText::parse(std::string(default_text(document)));
  return *slot;
}

}  // namespace newel::templates
