// The certificate documents that are used when nobody brings a template of his own, as templates.
//
// The server fills in its default documents as values (authority/leaf.cpp); these texts are for a provisioner
// that has only data of its own, for the command line, and for people to start from.
#pragma once

#include <optional>
#include <string_view>

#include "template/certificate_template.h"

namespace newel::templates {

enum class DefaultDocument {
  leaf,
  iid_leaf,
  admin_leaf,
  attested_leaf,
  intermediate,
  root,
  certificate_request,
  csr_default,
  cli_sign_leaf,
  cli_sign_intermediate,
};

std::string_view default_text(DefaultDocument document);
/// By the name it has in documentation: "leaf", "iid-leaf", "csr-default", ...
std::optional<DefaultDocument> default_document(std::string_view name);
/// Parsed on first use.
const CertificateTemplateText& default_certificate_template(DefaultDocument document);

}  // namespace newel::templates
