#include "authority/signing_webhooks.h"

#include <algorithm>
#include <array>

#include "base/name_kind.h"
#include "x509/oids.h"

namespace newel::authority {
namespace {

using webhook::CertType;
using webhook::Kind;

// Typed as templates see them: DNS names, addresses, e-mail addresses, URIs.
json::Array typed_names(const std::vector<std::string>& names) {
  const SplitNames split = split_names(names);
  json::Array out;
  const auto add = [&](const char* type, const std::string& value) {
    out.push_back(json::Object{{"type", type}, {"value", json::text(value)}});
  };
  for (const std::string& name : split.dns) add("dns", name);
  for (const IpAddress& ip : split.ips) add("ip", ip.to_string());
  for (const std::string& name : split.emails) add("email", name);
  for (const std::string& name : split.uris) add("uri", name);
  return out;
}

json::Value key_usage(unsigned usage) {
  constexpr std::array<std::pair<unsigned, const char*>, 2> names = {
      {{x509::digital_signature, "digitalSignature"}, {x509::key_encipherment, "keyEncipherment"}}};
  json::Array out;
  for (const auto& [bit, name] : names) {
    if ((usage & bit) != 0) out.emplace_back(name);
  }
  return out;
}

json::Array extended_key_usage(const std::vector<std::string>& oids) {
  json::Array out;
  for (const std::string& oid : oids)
    out.emplace_back(oid == x509::oids::server_auth ? "serverAuth" : "clientAuth");
  return out;
}

// The default documents name their subject alternative names in one typed list; those that copy the request
// have a list of each kind.
bool has_typed_names(const provisioner::TemplateSource& source) {
  return source.fallback != provisioner::DefaultTemplate::admin_leaf && !source.names.empty();
}

}  // namespace

SigningWebhooks::SigningWebhooks(const webhook::Caller& caller, const x509::CertificateRequest& request,
                                 const provisioner::SignOptions& options,
                                 const provisioner::SignRequestOptions& asked, Observer* observer)
    : caller_(caller),
      request_(request),
      options_(options),
      webhooks_(options.provisioner->webhooks()),
      asked_(asked),
      observer_(observer) {}

template <class Ask>
auto SigningWebhooks::observed(Action action, Ask ask) const {
  const std::string& name = options_.provisioner->name();
  try {
    auto out = ask();
    if (observer_ != nullptr) observer_->done(action, name, true);
    return out;
  } catch (const Error&) {
    if (observer_ != nullptr) observer_->done(action, name, false);
    throw;
  }
}

bool SigningWebhooks::any(Kind kind) const { return webhook::any_serves(webhooks_, kind, CertType::x509); }

webhook::RequestBody SigningWebhooks::body() const {
  webhook::RequestBody out;
  out.provisioner_name = options_.provisioner->name();
  out.authorization_principal = options_.authorization_principal;
  out.x5c_certificate = options_.authorization_certificate;
  return out;
}

// What certificate templates see; made only for URLs that are templates themselves.
templates::Value SigningWebhooks::url_data() const {
  const bool wanted = std::any_of(webhooks_.begin(), webhooks_.end(),
                                  [](const webhook::Webhook& one) { return one.url_template.has_value(); });
  if (!wanted) return {};
  return templates::certificate_root(template_data(options_, asked_.template_data), request_);
}

void SigningWebhooks::enrich(json::Object& template_data) {
  if (!any(Kind::enriching)) return;
  webhook::RequestBody told = body();
  told.x509_request = webhook::request_json(request_);
  const templates::Value data = url_data();
  template_data["Webhooks"] = observed(Action::enrich, [&] {
    return webhook::enrich({caller_, webhooks_, CertType::x509, data, asked_.request_id}, told);
  });
}

void SigningWebhooks::keep_document(const Leaf& leaf) {
  if (!any(Kind::authorizing)) return;
  if (!leaf.document.empty()) {
    document_ = leaf.document;
    return;
  }
  const x509::CertificateTemplate& what = leaf.certificate;
  const bool typed = has_typed_names(options_.tmpl);
  json::Object& out = document_;
  out["version"] = 0;
  out["subject"] = webhook::subject_json(leaf.subject);
  out["rawSubject"] = nullptr;
  out["issuer"] = json::Object{};
  out["serialNumber"] = nullptr;
  out["dnsNames"] = typed ? json::Value(nullptr) : webhook::texts_json(what.names.dns);
  out["emailAddresses"] = typed ? json::Value(nullptr) : webhook::texts_json(what.names.emails);
  out["ipAddresses"] = typed ? json::Value(nullptr) : webhook::addresses_json(what.names.ips);
  out["uris"] = typed ? json::Value(nullptr) : webhook::texts_json(what.names.uris);
  out["sans"] = typed ? json::Value(typed_names(options_.tmpl.names)) : json::Value(nullptr);
  out["extensions"] = nullptr;
  out["keyUsage"] = key_usage(what.key_usage);
  out["extKeyUsage"] = extended_key_usage(what.extended_key_usage);
  for (const char* name :
       {"unknownExtKeyUsage", "subjectKeyId", "authorityKeyId", "ocspServer", "issuingCertificateURL",
        "crlDistributionPoints", "policyIdentifiers", "basicConstraints", "nameConstraints"}) {
    out[name] = nullptr;
  }
  out["signatureAlgorithm"] = "";
}

void SigningWebhooks::authorize(const x509::CertificateTemplate& certificate) const {
  if (!any(Kind::authorizing)) return;
  webhook::RequestBody told = body();
  told.x509_certificate = webhook::certificate_json(document_, *certificate.public_key,
                                                    certificate.not_before, certificate.not_after);
  const templates::Value data = url_data();
  try {
    observed(Action::authorize, [&] {
      webhook::authorize({caller_, webhooks_, CertType::x509, data, asked_.request_id}, told);
      return true;
    });
  } catch (const Error& e) {
    const std::string public_text = "error creating certificate";
    throw Error(403, e.wrapped(public_text).text(), Error::forbidden(public_text).message());
  }
}

}  // namespace newel::authority
