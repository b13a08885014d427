#include "x509/crl_check.h"

#include <algorithm>

#include "base/text.h"
#include "x509/general_name.h"
#include "x509/name_match.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

// IssuingDistributionPoint ::= SEQUENCE { distributionPoint [0], onlyContainsUserCerts [1],
// onlyContainsCACerts [2], onlySomeReasons [3], indirectCRL [4], onlyContainsAttributeCerts [5] }
struct Scope {
  std::vector<Bytes> names;  ///< encoded GeneralNames; empty: not limited to a distribution point
  bool has_point = false, only_user = false, only_ca = false, only_attribute = false, some_reasons = false,
       indirect = false;
};

std::vector<Bytes> encoded_names(ByteView general_names) {
  std::vector<Bytes> out;
  for (DerReader reader(general_names); !reader.at_end();) {
    const auto name = reader.any();
    if (!name) return {};
    out.push_back(to_bytes(name->whole));
  }
  return out;
}

// The full names of a DistributionPointName; a name relative to the issuer is completed.
std::vector<Bytes> point_names(ByteView content, const Name& issuer) {
  DerReader reader(content);
  const auto choice = reader.any();
  if (!choice) return {};
  if (choice->tag == context_constructed(0)) return encoded_names(choice->content);
  if (choice->tag != context_constructed(1)) return {};
  const Bytes whole = issuer.encode();
  const auto base = der_contents(whole, Tag::sequence);
  if (!base) return {};
  DerWriter writer(256);
  writer.primitive(Tag::set, choice->content);
  writer.raw(*base);
  writer.close(Tag::sequence, 0);
  writer.close(general_name::directory_name, 0);
  return {writer.take()};
}

Expected<Scope> read_scope(const RevocationList& list) {
  Scope scope;
  const Extension* extension = find_extension(list.extensions(), oids::issuing_distribution_point);
  if (extension == nullptr) return scope;
  const auto malformed = [] { return failure("x509: malformed issuing distribution point"); };
  const auto contents = der_contents(extension->value, Tag::sequence);
  if (!contents) return malformed();
  DerReader reader(*contents);
  const auto point = reader.optional(context_constructed(0));
  const auto user = reader.optional(context(1)), ca = reader.optional(context(2)),
             reasons = reader.optional(context(3)), indirect = reader.optional(context(4)),
             attribute = reader.optional(context(5));
  if (!point || !user || !ca || !reasons || !indirect || !attribute || !reader.at_end()) return malformed();
  const auto is_true = [](const std::optional<DerElement>& flag) {
    return flag && flag->content.size() == 1 && flag->content[0] != 0;
  };
  if (*point) {
    scope.has_point = true;
    scope.names = point_names((*point)->content, list.issuer());
  }
  scope.only_user = is_true(*user);
  scope.only_ca = is_true(*ca);
  scope.some_reasons = reasons->has_value();
  scope.indirect = is_true(*indirect);
  scope.only_attribute = is_true(*attribute);
  return scope;
}

// Every name of every distribution point of a certificate whose lists its own issuer signs.
std::vector<Bytes> points_of(const Certificate& subject) {
  const Extension* extension = find_extension(subject.extensions(), oids::crl_distribution_points);
  const auto contents = extension == nullptr ? failure({}) : der_contents(extension->value, Tag::sequence);
  std::vector<Bytes> out;
  if (!contents) return out;
  for (DerReader reader(*contents); !reader.at_end();) {
    const auto point = reader.expect(Tag::sequence);
    if (!point) return out;
    DerReader fields(point->content);
    const auto name = fields.optional(context_constructed(0));
    const auto reasons = fields.optional(context(1));
    if (!name || !*name || !reasons || !fields.at_end()) continue;  // what is left would be another cRLIssuer
    for (Bytes& one : point_names((*name)->content, subject.issuer())) out.push_back(std::move(one));
  }
  return out;
}

bool speaks_of_point(const Scope& scope, const Certificate& subject, const std::string& fetched_from) {
  if (!scope.has_point) return true;
  DerWriter url(256);
  url.text(general_name::uri, fetched_from);
  if (!fetched_from.empty() &&
      std::find(scope.names.begin(), scope.names.end(), url.take()) != scope.names.end())
    return true;
  const auto points = points_of(subject);
  return std::any_of(points.begin(), points.end(), [&](const Bytes& point) {
    return std::find(scope.names.begin(), scope.names.end(), point) != scope.names.end();
  });
}

std::optional<std::string> unknown_critical(const std::vector<Extension>& list,
                                            std::initializer_list<std::string_view> known) {
  for (const Extension& extension : list) {
    if (extension.critical && std::find(known.begin(), known.end(), extension.oid) == known.end())
      return extension.oid;
  }
  return std::nullopt;
}

// In an indirect list an entry names the issuer it is about; it holds for the entries after it, too.
std::optional<Name> names_issuer(const RevokedEntry& entry) {
  const Extension* extension = find_extension(entry.extensions, oids::certificate_issuer);
  const auto names = extension == nullptr ? failure({}) : der_contents(extension->value, Tag::sequence);
  if (!names) return std::nullopt;
  DerReader reader(*names);
  const auto name = reader.expect(general_name::directory_name);
  auto parsed = name ? Name::parse(name->content) : failure({});
  return parsed ? std::optional<Name>(std::move(*parsed)) : std::nullopt;
}

std::optional<RevokedEntry> find_entry(const RevocationList& list, const Certificate& subject,
                                       bool indirect) {
  Name about = list.issuer();
  for (const RevokedEntry& entry : list.entries()) {
    if (indirect) {
      if (auto named = names_issuer(entry)) about = std::move(*named);
    }
    if (entry.serial == subject.serial() && (!indirect || same_name(about, subject.issuer()))) return entry;
  }
  return std::nullopt;
}

Expected<void> check_signer(const RevocationList& list, const Certificate& issuer) {
  if (!issuer.has_key_usage(crl_sign)) return failure("x509: the issuer must not sign revocation lists");
  if (list.signature_algorithm() == SignatureAlgorithm::sha1_rsa ||
      list.signature_algorithm() == SignatureAlgorithm::ecdsa_sha1) {
    return failure("x509: cannot verify signature: insecure algorithm " +
                   std::string(signature_algorithm_name(list.signature_algorithm())));
  }
  if (!issuer.public_key() || !list.is_signed_by(*issuer.public_key()))
    return failure("x509: the signature of the revocation list is wrong");
  return {};
}

Expected<void> check_dates(const RevocationList& list, Time at) {
  if (list.this_update() > at)
    return failure("x509: the revocation list is not valid yet: this update " +
                   format_rfc3339(list.this_update()));
  if (list.next_update() && *list.next_update() < at)
    return failure("x509: the revocation list has expired: next update " +
                   format_rfc3339(*list.next_update()));
  return {};
}

}  // namespace

Expected<std::optional<RevokedEntry>> check_crl(const RevocationList& list, const Certificate& subject,
                                                const Certificate& issuer, const CrlCheckOptions& options) {
  if (!same_name(list.issuer(), subject.issuer()) || !same_name(list.issuer(), issuer.subject()))
    return failure("x509: the revocation list is of another issuer");
  if (options.check_signature) {
    if (const auto good = check_signer(list, issuer); !good) return tl::unexpected(good.error());
  }
  const auto scope = read_scope(list);
  if (!scope) return tl::unexpected(scope.error());
  if (find_extension(list.extensions(), oids::delta_crl_indicator) != nullptr)
    return failure("x509: a delta revocation list says only what has changed");
  const bool covers = speaks_of_point(*scope, subject, options.fetched_from) && !scope->only_attribute &&
                      !(scope->only_user && subject.is_ca()) && !(scope->only_ca && !subject.is_ca());
  if (!covers) return failure("x509: the revocation list does not cover this certificate");

  auto entry = find_entry(list, subject, scope->indirect);
  if (entry) return entry;
  if (const auto oid =
          unknown_critical(list.extensions(), {oids::issuing_distribution_point, oids::crl_number}))
    return failure("x509: the revocation list has a critical extension that is not known: " + *oid);
  for (const RevokedEntry& other : list.entries()) {
    if (unknown_critical(other.extensions, {oids::crl_reason, oids::certificate_issuer}))
      return failure("x509: an entry of the revocation list has a critical extension that is not known");
  }
  if (scope->some_reasons) return failure("x509: the revocation list covers only some reasons");
  if (options.check_dates) {
    if (const auto current = check_dates(list, options.at); !current) return tl::unexpected(current.error());
  }
  return std::optional<RevokedEntry>();
}

}  // namespace newel::x509
