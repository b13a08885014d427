#include "template/document_request.h"

#include "template/document_values.h"
#include "x509/oids.h"

namespace newel::templates {
namespace {

std::vector<std::string> usages(const CertificateDocument& document) {
  std::vector<std::string> out = document.ext_key_usage;
  if (!document.unknown_ext_key_usage) return out;
  for (const Oid& oid : *document.unknown_ext_key_usage) {
    out.push_back(oid.encoded_dotted());
  }
  return out;
}

}  // namespace

x509::RequestTemplate to_request(const CertificateDocument& document) {
  x509::RequestTemplate out;
  out.subject = to_fields(document.subject).to_name();
  if (document.raw_subject && !document.raw_subject->empty())
    out.subject = value_or_throw(x509::Name::parse(*document.raw_subject));
  if (document.basic_constraints)
    out.extensions.push_back(
        x509::encode_basic_constraints(to_basic_constraints(*document.basic_constraints)));
  if (const auto oids = usages(document); !oids.empty())
    out.extensions.push_back(x509::encode_extended_key_usage(oids));
  if (document.key_usage != 0 && !document.has_extension(x509::oids::key_usage))
    out.extensions.push_back(x509::encode_key_usage(document.key_usage));
  const bool names_given = document.has_extension(x509::oids::subject_alt_name);
  if (document.has_extended_sans() && !names_given) {
    out.extensions.push_back(extended_names_extension(document, document.subject.empty()));
  } else if (!names_given) {
    out.names = simple_names(document);
  }
  if (document.extensions) {
    for (const DocumentExtension& extension : *document.extensions) {
      if (extension.id.arcs.empty()) continue;
      out.extensions.push_back(
          {extension.id.encoded_dotted(), extension.critical, extension.value.value_or(Bytes())});
    }
  }
  out.signature_algorithm = signing_algorithm(document.signature_algorithm);
  return out;
}

}  // namespace newel::templates
