// The extensions whose contents rules ask for. One that does not decode is left out here; the rules about its
// form read it again.
#include <algorithm>
#include <array>

#include "lint/certificate_view.h"
#include "lint/oids.h"
#include "x509/extended_usage_names.h"

namespace newel::lint {
namespace {

using View = CertificateView;

void read_key_usage(ByteView value, View& out) {
  const auto element = first(value);
  const auto bits =
      element && element->is_universal(tag_bit_string) ? read_bit_string(element->content) : std::nullopt;
  if (!bits) return;
  out.key_usage = 0;
  for (unsigned i = 0; i < 9; ++i) out.key_usage |= bits->at(i) ? 1U << i : 0U;
}

// BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }
void read_basic_constraints(ByteView value, View& out) {
  const auto parts = sequence_fields(value);
  if (!parts) return;
  bool is_ca = false;
  if (!parts->empty() && parts->front().is_universal(tag_boolean)) {
    const auto flag = read_boolean(parts->front().content);
    if (!flag) return;
    is_ca = *flag;
  }
  out.has_basic_constraints = true;
  out.is_ca = is_ca;
}

// DistributionPoint ::= SEQUENCE { distributionPoint [0] { fullName [0] … } …}
void read_distribution_points(ByteView value, View& out) {
  const auto points = sequence(value);
  if (!points) return;
  for (const Element& point : *points) {
    const auto place = first(point.content);
    if (!place || !place->is_context(0)) continue;
    const auto name = first(place->content);
    const auto names = name && name->is_context(0) ? elements(name->content) : std::nullopt;
    if (!names) continue;
    for (const Element& uri : *names) {
      if (uri.number == 6) out.crl_urls.push_back(to_text(uri.content));
    }
  }
}

void read_authority_key_id(ByteView value, View& out) {
  const auto parts = sequence_fields(value);
  out.has_authority_key_id = parts && !parts->empty() && parts->front().is_context(0);
}

bool has_name(std::string_view usage) {
  return std::any_of(std::begin(x509::extended_usage_names), std::end(x509::extended_usage_names),
                     [&](const auto& known) { return known.oid == usage; });
}

void read_usages(ByteView value, View& out) {
  const auto purposes = sequence(value);
  if (!purposes) return;
  for (const Element& purpose : *purposes) {
    std::string oid = read_oid(purpose.content);
    if (has_name(oid)) out.usages.push_back(std::move(oid));
  }
}

// UserNotice ::= SEQUENCE { noticeRef SEQUENCE OPTIONAL, explicitText DisplayText OPTIONAL }
void read_user_notice(const Element& qualifier, PolicyView& out) {
  if (!qualifier.is_sequence()) return;
  const auto parts = fields(qualifier.content);
  std::size_t at = 0;
  if (at < parts.size() && parts[at].is_sequence()) {
    out.has_notice_reference = true;
    ++at;
  }
  if (at < parts.size() && !parts[at].content.empty()) out.explicit_texts.push_back(parts[at]);
}

// PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE OF { id, qualifier } OPTIONAL
// }
PolicyView read_policy(const Element& information) {
  PolicyView out;
  const auto parts = fields(information.content);
  if (parts.empty()) return out;
  out.oid = read_oid(parts.front().content);
  const auto qualifiers =
      parts.size() > 1 && parts[1].is_sequence() ? elements(parts[1].content) : std::nullopt;
  if (!qualifiers) return out;
  for (const Element& qualifier : *qualifiers) {
    const auto pair = fields(qualifier.content);
    if (pair.empty()) continue;
    out.qualifiers.push_back(read_oid(pair.front().content));
    if (out.qualifiers.back() == oids::user_notice && pair.size() > 1) read_user_notice(pair[1], out);
  }
  return out;
}

void read_policies(ByteView value, View& out) {
  const auto list = sequence(value);
  if (!list) return;
  out.policies.clear();
  for (const Element& information : *list) out.policies.push_back(read_policy(information));
}

// AccessDescription ::= SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }
void read_access(ByteView value, View& out) {
  const auto descriptions = sequence(value);
  if (!descriptions) return;
  for (const Element& description : *descriptions) {
    const auto pair = fields(description.content);
    if (pair.size() < 2 || pair[1].number != 6) continue;
    const std::string method = read_oid(pair[0].content);
    if (method == oids::access_ocsp) out.ocsp_urls.push_back(to_text(pair[1].content));
    if (method == oids::access_issuers) out.issuer_urls.push_back(to_text(pair[1].content));
  }
}

}  // namespace

void read_extensions(CertificateView& view) {
  for (const ExtensionView& extension : view.extensions) {
    const auto& [oid, critical, value] = extension;
    if (oid == oids::key_usage) {
      read_key_usage(value, view);
    } else if (oid == oids::basic_constraints) {
      read_basic_constraints(value, view);
    } else if (oid == oids::subject_alt_name) {
      view.san = read_general_names(value);
    } else if (oid == oids::issuer_alt_name) {
      view.ian = read_general_names(value);
    } else if (oid == oids::name_constraints) {
      for (const SubtreeView& subtree : read_name_constraints(value)) view.constraints.push_back(subtree);
    } else if (oid == oids::crl_distribution_points) {
      read_distribution_points(value, view);
    } else if (oid == oids::authority_key_id) {
      read_authority_key_id(value, view);
    } else if (oid == oids::extended_key_usage) {
      read_usages(value, view);
    } else if (oid == oids::certificate_policies) {
      read_policies(value, view);
    } else if (oid == oids::authority_info_access) {
      read_access(value, view);
    }
  }
}

}  // namespace newel::lint
