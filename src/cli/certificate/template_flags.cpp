#include "cli/certificate/template_flags.h"

#include "cli/engine/output_file.h"
#include "cli/shared/user_data.h"
#include "template/document_request.h"

namespace newel::cli::certificate {

std::optional<std::string> template_from_flag(const Invocation& in) {
  const std::string file = in.string("template");
  if (file.empty()) return std::nullopt;
  if (in.is_set("profile")) throw incompatible_flags("profile", "template");
  return read_input(file);
}

templates::CertificateData template_data(x509::NameFields subject, const std::vector<std::string>& names,
                                         const Invocation& in) {
  templates::CertificateData out;
  out.subject = std::move(subject);
  out.sans = templates::split_alternative_names(names);
  out.user = user_data(in);
  return out;
}

x509::CertificateTemplate certificate_by_template(const std::string& text,
                                                  const templates::CertificateData& data,
                                                  const x509::CertificateRequest& request,
                                                  const x509::Validity& validity) {
  const auto parsed = templates::CertificateTemplateText::parse(text);
  const auto document =
      templates::execute_certificate_template(parsed, templates::certificate_root(data, request));
  templates::DocumentCertificate made = [&] {
    try {
      auto out = templates::to_certificate(document, *request.public_key());
      out.finish();
      return out;
    } catch (const Error& e) {
      throw e.wrapped("error creating certificate");
    }
  }();
  made.certificate.not_before = validity.not_before;
  made.certificate.not_after = validity.not_after;
  return std::move(made.certificate);
}

x509::CertificateRequest request_by_template(const std::string& text, const templates::CertificateData& data,
                                             const Signer& key) {
  const auto parsed = templates::CertificateTemplateText::parse(text);
  const x509::CertificateRequest plain = x509::create_request({}, key);
  const std::string rendered = parsed.render(templates::certificate_root(data, plain));
  const auto document = value_or_throw(templates::parse_request_document(rendered));
  try {
    return x509::create_request(templates::to_request(document), key);
  } catch (const Error& e) {
    throw e.wrapped("error creating certificate request");
  }
}

}  // namespace newel::cli::certificate
