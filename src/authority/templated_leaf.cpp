// A certificate by the provisioner's own template (reference: authority/tls.go, x509util.NewCertificate).
#include "authority/leaf.h"
#include "provisioner/provisioner.h"
#include "template/default_templates.h"

namespace newel::authority {
namespace {

using provisioner::DefaultTemplate;
using provisioner::SignOptions;
using provisioner::TemplateSource;
using provisioner::X509Options;
using templates::TemplateFailure;

// The provisioners that leave the names to the request have no .SANs, unless they know some.
std::optional<std::vector<templates::DocumentSan>> names_of(const TemplateSource& source) {
  if (!source.typed_names.empty()) return source.typed_names;
  const bool from_request =
      source.fallback == DefaultTemplate::iid_leaf || source.fallback == DefaultTemplate::admin_leaf;
  if (from_request && source.names.empty()) return std::nullopt;
  return templates::split_alternative_names(source.names);
}

// `over` member by member into `into`; the results of webhooks are added to what stands there.
void merge(json::Object& into, const json::Object& over) {
  for (const auto& member : over) {
    json::Value* there = into.if_contains(member.key());
    if (member.key() == "Webhooks" && there != nullptr && there->is_object() && member.value().is_object()) {
      for (const auto& result : member.value().get_object())
        there->get_object()[result.key()] = result.value();
    } else {
      into[member.key()] = member.value();
    }
  }
}

}  // namespace

templates::CertificateData template_data(const SignOptions& options, const json::Value& user) {
  const X509Options* own = options.provisioner->x509_options();
  const TemplateSource& source = options.tmpl;
  templates::CertificateData out;
  out.subject = source.subject;
  if (!out.subject) {
    out.subject.emplace();
    out.subject->common_name = source.common_name;
  }
  out.sans = names_of(source);
  if (source.token) out.token = *source.token;
  out.authorization = source.authorization;
  if (!out.authorization && options.authorization_certificate)
    out.authorization = templates::certificate_value(*options.authorization_certificate);
  out.authorization_chain = source.authorization_chain;
  if (own != nullptr) out.template_data = own->data();
  merge(out.template_data, source.data);
  if (own != nullptr && own->has_template() && !user.is_null()) out.user = user;
  return out;
}

namespace {

const templates::CertificateTemplateText& text_of(const X509Options& own, DefaultTemplate fallback) {
  if (const auto* text = own.text()) return *text;
  switch (fallback) {
    case DefaultTemplate::iid_leaf:
      return templates::default_certificate_template(templates::DefaultDocument::iid_leaf);
    case DefaultTemplate::admin_leaf:
      return templates::default_certificate_template(templates::DefaultDocument::admin_leaf);
    case DefaultTemplate::attested_leaf:
      return templates::default_certificate_template(templates::DefaultDocument::attested_leaf);
    case DefaultTemplate::leaf:
      break;
  }
  return templates::default_certificate_template(templates::DefaultDocument::leaf);
}

// What the public is told of a template that failed.
Error public_error(const TemplateFailure& failure) {
  switch (failure.kind()) {
    case TemplateFailure::Kind::asked:
      return Error::bad_request(failure.text());
    case TemplateFailure::Kind::document:
      return {500, "error applying certificate template: " + failure.text(),
              "error applying certificate template"};
    case TemplateFailure::Kind::other:
      break;
  }
  return Error::internal(failure.text());
}

}  // namespace

Leaf templated_leaf(const x509::CertificateRequest& request, const SignOptions& options,
                    const json::Value& user, const Clock& clock, const Random& random) {
  const X509Options& own = *options.provisioner->x509_options();
  const PublicKey key = value_or_throw(Expected<PublicKey>(request.public_key()));
  try {
    const templates::Value root = templates::certificate_root(template_data(options, user), request);
    const templates::CertificateDocument document = templates::execute_certificate_template(
        text_of(own, options.tmpl.fallback), root, templates::Limits(), clock, random);
    templates::DocumentCertificate made = templates::to_certificate(document, key);
    Leaf out{std::move(made.certificate),
             std::move(made.subject),
             std::move(made.raw_subject),
             made.not_before,
             made.not_after,
             {}};
    if (!options.provisioner->webhooks().empty()) out.document = templates::to_json(document);
    return out;
  } catch (const TemplateFailure& failure) {
    throw public_error(failure);
  } catch (const Error& e) {
    throw Error::internal("error creating certificate: " + e.text());
  }
}

}  // namespace newel::authority
