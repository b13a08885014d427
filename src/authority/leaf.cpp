#include "authority/leaf.h"

#include <algorithm>

#include "base/name_kind.h"
#include "x509/oids.h"

namespace newel::authority {
namespace {

using provisioner::DefaultTemplate;

x509::SubjectAltNames typed_names(const std::vector<std::string>& names) {
  SplitNames split = split_names(names);
  x509::SubjectAltNames out;
  out.dns = std::move(split.dns);
  out.ips = std::move(split.ips);
  out.emails = std::move(split.emails);
  out.uris = std::move(split.uris);
  return out;
}

// The four usual kinds; others of the request are never copied.
x509::SubjectAltNames plain_names(const x509::SubjectAltNames& from) {
  x509::SubjectAltNames out;
  out.dns = from.dns;
  out.emails = from.emails;
  out.ips = from.ips;
  out.uris = from.uris;
  return out;
}

}  // namespace

Leaf default_leaf(const x509::CertificateRequest& request, const provisioner::SignOptions& options) {
  Leaf out;
  const provisioner::TemplateSource& source = options.tmpl;
  switch (source.fallback) {
    case DefaultTemplate::leaf:
    case DefaultTemplate::attested_leaf:
      out.subject.common_name = source.common_name;
      out.certificate.names = typed_names(source.names);
      break;
    case DefaultTemplate::iid_leaf:
      out.subject.common_name = request.subject().common_name();
      out.certificate.names = source.names.empty() ? plain_names(request.names()) : typed_names(source.names);
      break;
    case DefaultTemplate::admin_leaf:
      out.subject = x509::NameFields::from_name(request.subject());
      out.certificate.names = plain_names(request.names());
      break;
  }
  const PublicKey key = value_or_throw(Expected<PublicKey>(request.public_key()));
  out.certificate.key_usage = x509::digital_signature;
  if (key.type() == KeyType::rsa) out.certificate.key_usage |= x509::key_encipherment;
  out.certificate.public_key = key;
  if (source.fallback != DefaultTemplate::attested_leaf) {
    out.certificate.extended_key_usage.emplace_back(x509::oids::server_auth);
  }
  out.certificate.extended_key_usage.emplace_back(x509::oids::client_auth);
  return out;
}

void Leaf::finish_subject() {
  certificate.subject =
      raw_subject.empty() ? subject.to_name() : value_or_throw(x509::Name::parse(raw_subject));
}

x509::SubjectAltNames Leaf::names() const {
  const x509::Extension* own = x509::find_extension(certificate.extra, x509::oids::subject_alt_name);
  if (own == nullptr) return certificate.names;
  return x509::decode_subject_alt_names(own->value).value_or(x509::SubjectAltNames());
}

void fill_subject(x509::NameFields& subject, const config::SubjectDefaults& defaults) {
  const auto fill_list = [](std::vector<std::string>& field, const std::string& value) {
    if (field.empty() && !value.empty()) field.push_back(value);
  };
  fill_list(subject.country, defaults.country);
  fill_list(subject.organization, defaults.organization);
  fill_list(subject.organizational_unit, defaults.organizational_unit);
  fill_list(subject.locality, defaults.locality);
  fill_list(subject.province, defaults.province);
  fill_list(subject.street_address, defaults.street_address);
  if (subject.serial_number.empty()) subject.serial_number = defaults.serial_number;
  if (subject.common_name.empty()) subject.common_name = defaults.common_name;
}

void force_common_name(Leaf& leaf) {
  if (!leaf.subject.common_name.empty()) return;
  if (leaf.certificate.names.dns.empty())
    throw Error::bad_request("cannot force common name, DNS names is empty");
  leaf.subject.common_name = leaf.certificate.names.dns.front();
}

void put_extension(std::vector<x509::Extension>& extra, x509::Extension extension) {
  const auto same =
      std::find_if(extra.begin(), extra.end(), [&](const auto& one) { return one.oid == extension.oid; });
  if (same != extra.end()) {
    *same = std::move(extension);
  } else {
    extra.push_back(std::move(extension));
  }
}

}  // namespace newel::authority
