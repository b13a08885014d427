#include "lint/certificate_view.h"

#include <algorithm>

#include "lint/oids.h"

namespace newel::lint {

const ExtensionView* CertificateView::extension(std::string_view oid) const {
  const auto found = std::find_if(extensions.begin(), extensions.end(),
                                  [&](const ExtensionView& e) { return e.oid == oid; });
  return found == extensions.end() ? nullptr : &*found;
}

bool CertificateView::is_critical(std::string_view oid) const {
  const ExtensionView* found = extension(oid);
  return found != nullptr && found->critical;
}

bool CertificateView::has_usage(std::string_view oid) const {
  return std::find(usages.begin(), usages.end(), oid) != usages.end();
}

bool CertificateView::is_for_servers() const {
  return usages.empty() || has_usage(oids::any_extended_usage) || has_usage(oids::server_auth);
}

bool CertificateView::has_policy(std::string_view oid) const {
  return std::any_of(policies.begin(), policies.end(), [&](const PolicyView& p) { return p.oid == oid; });
}

namespace {

// Version ::= [0] EXPLICIT INTEGER DEFAULT v1, counted from zero.
std::optional<int> read_version(const Element& field) {
  const auto inside = first(field.content);
  const auto number =
      inside && inside->is_universal(tag_integer) ? read_integer(inside->content) : std::nullopt;
  const auto value = number ? number->small() : std::nullopt;
  if (!value || *value < -1000 || *value > 1000) return std::nullopt;
  return static_cast<int>(*value) + 1;
}

// Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
std::optional<ExtensionView> read_extension(const Element& element) {
  const auto parts = fields(element.content);
  if (!element.is_sequence() || parts.size() < 2 || !parts[0].is_universal(tag_oid)) return std::nullopt;
  ExtensionView out;
  out.oid = read_oid(parts[0].content);
  std::size_t at = 1;
  if (parts[at].is_universal(tag_boolean)) out.critical = read_boolean(parts[at++].content).value_or(true);
  if (at >= parts.size() || !parts[at].is_universal(tag_octet_string)) return std::nullopt;
  out.value = parts[at].content;
  return out;
}

}  // namespace

/// Goes through the fields of the certificate in their order.
struct CertificateReader {
  CertificateView view;
  std::vector<Element> members;
  std::size_t at = 0;
  ByteView tbs, spki, signature;

  // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }
  Expected<void> read_outer() {
    const auto outer = first(view.der_);
    if (!outer || !outer->is_sequence()) return failure("not a DER SEQUENCE");
    if (outer->whole.size() != view.der_.size()) return failure("trailing data");
    const auto parts = fields(outer->content);
    if (parts.size() < 3 || !parts[0].is_sequence()) {
      return failure("it does not consist of contents, algorithm and signature");
    }
    auto inner = elements(parts[0].content);
    if (!inner) return failure("its contents are no DER elements");
    members = std::move(*inner);
    tbs = parts[0].whole;
    if (const auto bits = read_bit_string(parts[2].content)) signature = bits->octets;
    return {};
  }

  const Element* next() { return at < members.size() ? &members[at++] : nullptr; }
  const Element* next_sequence() {
    const Element* field = next();
    return field != nullptr && field->is_sequence() ? field : nullptr;
  }

  Expected<void> read_head() {
    if (!members.empty() && members.front().is_context(0)) {
      const auto version = read_version(*next());
      if (!version) return failure("its version is no number");
      view.version = *version;
    }
    const Element* serial = next();
    const auto number =
        serial != nullptr && serial->is_universal(tag_integer) ? read_integer(serial->content) : std::nullopt;
    if (!number) return failure("its serial number is no INTEGER");
    view.serial = *number;
    const Element* algorithm = next_sequence();
    if (algorithm == nullptr) return failure("its signature algorithm is missing");
    view.signature_kind = read_signature_algorithm(*algorithm);
    return {};
  }

  Expected<void> read_validity(const Element& validity) {
    const auto dates = fields(validity.content);
    if (dates.size() < 2) return failure("its validity does not hold two dates");
    view.not_before = read_date(dates[0]);
    view.not_after = read_date(dates[1]);
    if (!view.not_before.time || !view.not_after.time) {
      const DateView& bad = view.not_before.time ? view.not_after : view.not_before;
      return failure("its validity has the date \"" + bad.text + "\"");
    }
    return {};
  }

  Expected<void> read_names_and_key() {
    const Element* issuer = next_sequence();
    const Element* validity = next_sequence();
    const Element* subject = next_sequence();
    const Element* key = next_sequence();
    if (issuer == nullptr || validity == nullptr || subject == nullptr || key == nullptr) {
      return failure("issuer, validity, subject or public key is missing");
    }
    view.issuer = Subject::parse(issuer->whole);
    view.subject = Subject::parse(subject->whole);
    view.key = read_key(key->whole);
    spki = key->whole;
    if (equal(issuer->whole, subject->whole)) {
      view.self_signed = verifies_itself(view.signature_kind, spki, tbs, signature);
    }
    return read_validity(*validity);
  }

  Expected<void> read_tail() {
    while (const Element* field = next()) {
      if (field->is_context(1) || field->is_context(2)) view.has_unique_id = true;
      if (!field->is_context(3)) continue;
      const auto list = sequence(field->content);
      if (!list) return failure("its extensions are no SEQUENCE");
      for (const Element& element : *list) {
        auto extension = read_extension(element);
        if (!extension) return failure("one of its extensions has not the form of one");
        view.extensions.push_back(std::move(*extension));
      }
    }
    return {};
  }
};

Expected<CertificateView> CertificateView::parse(ByteView der) {
  CertificateReader reader{CertificateView(), {}, 0, {}, {}, {}};
  reader.view.der_ = to_bytes(der);
  auto read = reader.read_outer();
  if (read) read = reader.read_head();
  if (read) read = reader.read_names_and_key();
  if (read) read = reader.read_tail();
  if (!read) return tl::unexpected(read.error());
  read_extensions(reader.view);
  return std::move(reader.view);
}

}  // namespace newel::lint
