// Reading a certificate (RFC 5280 section 4.1) in one pass: every field is checked and decoded at once, so
// that a Certificate that exists is sound and its accessors cannot fail. Only the public key waits until it
// is asked for: putting it on its curve costs as much as all the rest.
#include "x509/certificate.h"

#include <algorithm>

#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/pem.h"
#include "x509/extension_list.h"
#include "x509/lazy_public_key.h"
#include "x509/oids.h"
#include "x509/signed_object.h"

namespace newel::x509 {

struct Certificate::Impl {
  Bytes der;
  SignedObject object;  // views into der, as the next three
  ByteView spki, issuer_unique_id, subject_unique_id;
  int version = 1;
  Serial serial;
  SignatureAlgorithm algorithm = SignatureAlgorithm::unknown;
  Name issuer, subject;
  Time not_before{}, not_after{};
  LazyPublicKey key;
  std::vector<Extension> extensions;

  std::optional<unsigned> key_usage;
  std::vector<std::string> extended_key_usage;
  std::optional<BasicConstraints> basic_constraints;
  SubjectAltNames names;
  std::optional<NameConstraints> name_constraints;
  Bytes subject_key_id, authority_key_id;
  AuthorityInfoAccess access;
  std::vector<std::string> distribution_points;
  std::unique_ptr<PolicyExtensions> policies;  // few certificates have any
  bool has_unhandled_critical = false;

  PolicyExtensions& make_policies() {
    if (!policies) policies = std::make_unique<PolicyExtensions>();
    return *policies;
  }
};

namespace {

using Impl = Certificate::Impl;
using Parsed = Expected<void>;

// Twenty octets are the rule (RFC 5280 section 4.1.2.2); room for those who broke it, none for abuse.
constexpr std::size_t max_serial_octets = 64;

template <class T>
Parsed store(Expected<T>&& value, T& to) {
  if (!value) return tl::unexpected(value.error());
  to = std::move(*value);
  return {};
}
template <class T>
Parsed store(Expected<T>&& value, std::optional<T>& to) {
  if (!value) return tl::unexpected(value.error());
  to = std::move(*value);
  return {};
}

// Version ::= [0] EXPLICIT INTEGER DEFAULT v1
Parsed parse_version(DerReader& reader, Impl& out) {
  const auto field = reader.optional(context_constructed(0));
  if (!field) return failure("x509: malformed version");
  if (!*field) return {};
  DerReader inside((*field)->content);
  const auto version = inside.small_integer();
  if (!version || !inside.at_end()) return failure("x509: malformed version");
  if (*version < 1 || *version > 2) return failure("x509: invalid version");
  out.version = static_cast<int>(*version) + 1;
  return {};
}

Parsed parse_serial_and_algorithm(DerReader& reader, Impl& out) {
  const auto serial = reader.positive_integer();
  if (!serial) {
    return failure(serial.error().text == "integer is negative" ? "x509: negative serial number"
                                                                : "x509: malformed serial number");
  }
  if (serial->size() > max_serial_octets) return failure("x509: serial number is longer than 64 octets");
  out.serial.magnitude = to_bytes(*serial);
  const auto algorithm = read_algorithm(reader);
  if (!algorithm) return failure("x509: malformed signature algorithm identifier");
  if (!equal(*algorithm, out.object.algorithm)) {
    return failure("x509: inner and outer signature algorithm identifiers don't match");
  }
  out.algorithm = decode_signature_algorithm(*algorithm);
  return {};
}

Parsed parse_name(DerReader& reader, const char* malformed, Name& out) {
  const auto element = reader.expect(Tag::sequence);
  if (!element) return failure(malformed);
  return store(Name::parse(element->whole), out);
}

Parsed parse_validity(DerReader& reader, Impl& out) {
  const auto validity = reader.expect(Tag::sequence);
  if (!validity) return failure("x509: malformed validity");
  DerReader fields(validity->content);
  const auto not_before = fields.time();
  if (!not_before) return failure("x509: " + not_before.error().text);
  const auto not_after = fields.time();
  if (!not_after) return failure("x509: " + not_after.error().text);
  if (!fields.at_end()) return failure("x509: malformed validity");
  out.not_before = *not_before;
  out.not_after = *not_after;
  return {};
}

Parsed parse_unique_id(DerReader& reader, int number, const char* malformed, ByteView& out) {
  const auto field = reader.optional(context(number));
  if (!field) return failure(malformed);
  if (!*field) return {};
  // Any number of bits will do: nothing is done with them. The unused ones are zero (X.690 section 11.2.1).
  const ByteView content = (*field)->content;
  if (!is_well_formed({Tag::bit_string, content, {}}) || (content.back() & ((1 << content[0]) - 1)) != 0)
    return failure(malformed);
  out = content.subspan(1);
  return {};
}

Parsed parse_extensions(DerReader& reader, Impl& out) {
  const auto field = reader.optional(context_constructed(3));
  if (!field) return failure("x509: malformed extensions");
  if (!*field) return {};
  const auto list = der_contents((*field)->content, Tag::sequence);
  if (!list || list->empty()) return failure("x509: malformed extensions");
  return store(parse_extension_list(*list), out.extensions);
}

Parsed require_not_critical(const Extension& extension, const char* name) {
  if (extension.critical) return failure(std::string("x509: ") + name + " incorrectly marked critical");
  return {};
}

// Decodes the extension when it is a known one. `handled` says whether path validation can honour it.
Parsed decode_known(const Extension& e, Impl& out, bool& handled) {
  handled = true;
  if (e.oid == oids::key_usage) return store(decode_key_usage(e.value), out.key_usage);
  if (e.oid == oids::extended_key_usage)
    return store(decode_extended_key_usage(e.value), out.extended_key_usage);
  if (e.oid == oids::basic_constraints)
    return store(decode_basic_constraints(e.value), out.basic_constraints);
  if (e.oid == oids::crl_distribution_points) {
    return store(decode_crl_distribution_points(e.value), out.distribution_points);
  }
  if (e.oid == oids::subject_alt_name) {
    auto stored = store(decode_subject_alt_names(e.value), out.names);
    handled = !(out.names.dns.empty() && out.names.emails.empty() && out.names.ips.empty() &&
                out.names.uris.empty());
    return stored;
  }
  if (e.oid == oids::name_constraints) {
    auto stored = store(decode_name_constraints(e.value, e.critical), out.name_constraints);
    handled = stored && !out.name_constraints->has_unsupported;
    return stored;
  }
  if (e.oid == oids::subject_key_id) {
    const auto allowed = require_not_critical(e, "subject key identifier");
    return allowed ? store(decode_subject_key_id(e.value), out.subject_key_id) : allowed;
  }
  if (e.oid == oids::authority_key_id) {
    const auto allowed = require_not_critical(e, "authority key identifier");
    return allowed ? store(decode_authority_key_id(e.value), out.authority_key_id) : allowed;
  }
  if (e.oid == oids::authority_info_access) {
    const auto allowed = require_not_critical(e, "authority info access");
    return allowed ? store(decode_authority_info_access(e.value), out.access) : allowed;
  }
  if (e.oid == oids::certificate_policies)
    return store(decode_certificate_policies(e.value), out.make_policies().policies);
  if (e.oid == oids::policy_mappings)
    return store(decode_policy_mappings(e.value), out.make_policies().mappings);
  if (e.oid == oids::policy_constraints) return decode_policy_constraints(e.value, out.make_policies());
  if (e.oid == oids::inhibit_any_policy)
    return store(decode_inhibit_any_policy(e.value), out.make_policies().inhibit_any_policy);
  handled = false;
  return {};
}

// TBSCertificate ::= SEQUENCE { version, serialNumber, signature, issuer, validity, subject,
// subjectPublicKeyInfo,
//                               issuerUniqueID [1], subjectUniqueID [2], extensions [3] }
Parsed parse_tbs(Impl& out) {
  DerReader reader(out.object.contents);
  auto parsed = parse_version(reader, out);
  if (parsed) parsed = parse_serial_and_algorithm(reader, out);
  if (parsed) parsed = parse_name(reader, "x509: malformed issuer", out.issuer);
  if (parsed) parsed = parse_validity(reader, out);
  if (parsed) parsed = parse_name(reader, "x509: malformed subject", out.subject);
  if (!parsed) return parsed;
  const auto spki = read_spki(reader);
  if (!spki) return failure("x509: malformed spki");
  out.spki = *spki;
  if (out.version >= 2)
    parsed = parse_unique_id(reader, 1, "x509: malformed issuerUniqueID", out.issuer_unique_id);
  if (parsed && out.version >= 2) {
    parsed = parse_unique_id(reader, 2, "x509: malformed subjectUniqueID", out.subject_unique_id);
  }
  if (parsed && out.version == 3) parsed = parse_extensions(reader, out);
  if (parsed && !reader.at_end()) return failure("x509: malformed tbs certificate");
  for (const Extension& extension : out.extensions) {
    if (!parsed) break;
    bool handled = false;
    parsed = decode_known(extension, out, handled);
    if (extension.critical && !handled) out.has_unhandled_critical = true;
  }
  return parsed;
}

}  // namespace

Expected<Certificate> Certificate::parse(ByteView der) {
  auto impl = std::make_shared<Impl>();
  impl->der = to_bytes(der);
  const auto object = parse_signed_object(impl->der, "certificate");
  if (!object) return tl::unexpected(object.error());
  impl->object = *object;
  const auto parsed = parse_tbs(*impl);
  if (!parsed) return tl::unexpected(parsed.error());
  return Certificate(std::move(impl));
}

ByteView Certificate::der() const { return impl_->der; }
ByteView Certificate::tbs() const { return impl_->object.tbs; }
int Certificate::version() const { return impl_->version; }
const Serial& Certificate::serial() const { return impl_->serial; }
SignatureAlgorithm Certificate::signature_algorithm() const { return impl_->algorithm; }
ByteView Certificate::signature_algorithm_der() const { return impl_->object.algorithm; }
ByteView Certificate::signature() const { return impl_->object.signature; }
const Name& Certificate::issuer() const { return impl_->issuer; }
const Name& Certificate::subject() const { return impl_->subject; }
Time Certificate::not_before() const { return impl_->not_before; }
Time Certificate::not_after() const { return impl_->not_after; }
ByteView Certificate::spki() const { return impl_->spki; }
const Expected<PublicKey>& Certificate::public_key() const { return impl_->key.get(impl_->spki); }
const std::vector<Extension>& Certificate::extensions() const { return impl_->extensions; }
ByteView Certificate::issuer_unique_id() const { return impl_->issuer_unique_id; }
ByteView Certificate::subject_unique_id() const { return impl_->subject_unique_id; }

std::optional<unsigned> Certificate::key_usage() const { return impl_->key_usage; }
bool Certificate::has_key_usage(unsigned bits) const {
  return !impl_->key_usage || (*impl_->key_usage & bits) == bits;
}
const std::vector<std::string>& Certificate::extended_key_usage() const { return impl_->extended_key_usage; }
const std::optional<BasicConstraints>& Certificate::basic_constraints() const {
  return impl_->basic_constraints;
}
bool Certificate::is_ca() const { return impl_->basic_constraints && impl_->basic_constraints->is_ca; }
const SubjectAltNames& Certificate::names() const { return impl_->names; }
const std::optional<NameConstraints>& Certificate::name_constraints() const {
  return impl_->name_constraints;
}
const PolicyExtensions* Certificate::policy_extensions() const { return impl_->policies.get(); }
const Bytes& Certificate::subject_key_id() const { return impl_->subject_key_id; }
const Bytes& Certificate::authority_key_id() const { return impl_->authority_key_id; }
const AuthorityInfoAccess& Certificate::authority_info_access() const { return impl_->access; }
const std::vector<std::string>& Certificate::crl_distribution_points() const {
  return impl_->distribution_points;
}

std::string Certificate::fingerprint() const { return sha256_hex(der()); }
std::string Certificate::pem() const { return pem_encode("CERTIFICATE", der()); }
bool Certificate::is_signed_by(const PublicKey& issuer_key) const {
  return issuer_key.verify(signature_algorithm(), tbs(), signature());
}
bool Certificate::is_self_issued() const { return impl_->issuer.raw == impl_->subject.raw; }
bool Certificate::has_unhandled_critical_extension() const { return impl_->has_unhandled_critical; }

}  // namespace newel::x509
