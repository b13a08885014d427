#include "x509/request.h"

#include <algorithm>

#include "crypto/pem.h"
#include "x509/extension_list.h"
#include "x509/lazy_public_key.h"
#include "x509/oids.h"
#include "x509/signed_object.h"

namespace newel::x509 {

struct CertificateRequest::Impl {
  Bytes der;
  SignedObject object;  // views into der, as the next one
  ByteView spki;
  int version = 0;
  SignatureAlgorithm algorithm = SignatureAlgorithm::unknown;
  Name subject;
  LazyPublicKey key;
  std::vector<Attribute> attributes;
  std::vector<Extension> extensions;
  SubjectAltNames names;
};

namespace {

using Impl = CertificateRequest::Impl;
using Parsed = Expected<void>;

constexpr std::size_t max_attributes = 64;

tl::unexpected<Failure> malformed() { return failure("x509: malformed certificate request"); }

// The extensionRequest attribute (RFC 2985 section 5.4.2): a SET of exactly one Extensions.
Parsed parse_extension_request(ByteView values, Impl& out) {
  const auto set = der_contents(values, Tag::set);
  const auto list = set ? der_contents(*set, Tag::sequence) : failure({});
  if (!list) return failure("x509: malformed extension request");
  auto extensions = parse_extension_list(*list);
  if (!extensions) return tl::unexpected(extensions.error());
  out.extensions = std::move(*extensions);
  if (const Extension* san = find_extension(out.extensions, oids::subject_alt_name)) {
    auto names = decode_subject_alt_names(san->value);
    if (!names) return tl::unexpected(names.error());
    out.names = std::move(*names);
  }
  return {};
}

// Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET OF ANY }
Parsed parse_attribute(ByteView content, Impl& out) {
  DerReader reader(content);
  auto type = reader.object_identifier();
  const auto values = reader.expect(Tag::set);
  if (!type || !values || !reader.at_end()) return failure("x509: malformed certificate request attribute");
  for (DerReader each(values->content); !each.at_end();) {
    const auto value = each.any();
    if (!value || !is_well_formed(*value)) return failure("x509: malformed certificate request attribute");
  }
  if (*type == oids::extension_request) {
    const auto seen = [](const auto& attribute) { return attribute.oid == oids::extension_request; };
    if (std::any_of(out.attributes.begin(), out.attributes.end(), seen)) {
      return failure("x509: certificate request contains duplicate requested extensions");
    }
    const auto parsed = parse_extension_request(values->whole, out);
    if (!parsed) return parsed;
  }
  out.attributes.push_back({std::move(*type), to_bytes(values->whole)});
  return {};
}

// CertificationRequestInfo ::= SEQUENCE { version, subject, subjectPKInfo, attributes [0] IMPLICIT SET OF
// Attribute }
Parsed parse_info(Impl& out) {
  DerReader reader(out.object.contents);
  const auto version = reader.small_integer();
  if (!version || *version < 0 || *version > 2) return malformed();
  out.version = static_cast<int>(*version);
  const auto subject = reader.expect(Tag::sequence);
  if (!subject) return failure("x509: malformed subject");
  auto name = Name::parse(subject->whole);
  if (!name) return tl::unexpected(name.error());
  out.subject = std::move(*name);
  const auto spki = read_spki(reader);
  if (!spki) return failure("x509: malformed spki");
  out.spki = *spki;
  // RFC 2986 demands the field; some clients leave an empty one out.
  const auto attributes = reader.optional(context_constructed(0));
  if (!attributes || !reader.at_end()) return malformed();
  for (DerReader each(*attributes ? (*attributes)->content : ByteView()); !each.at_end();) {
    const auto attribute = each.expect(Tag::sequence);
    if (!attribute || out.attributes.size() == max_attributes) return malformed();
    const auto parsed = parse_attribute(attribute->content, out);
    if (!parsed) return parsed;
  }
  return {};
}

void write_attributes(DerWriter& writer, const std::vector<Extension>& extensions) {
  const auto mark = writer.mark();
  if (!extensions.empty()) {
    write_extension_list(writer, extensions);
    writer.close(Tag::set, mark);
    writer.oid(oids::extension_request);
    writer.close(Tag::sequence, mark);
  }
  writer.close(context_constructed(0), mark);
}

}  // namespace

Expected<CertificateRequest> CertificateRequest::parse(ByteView der) {
  auto impl = std::make_shared<Impl>();
  impl->der = to_bytes(der);
  const auto object = parse_signed_object(impl->der, "certificate request");
  if (!object) return tl::unexpected(object.error());
  impl->object = *object;
  impl->algorithm = decode_signature_algorithm(object->algorithm);
  const auto parsed = parse_info(*impl);
  if (!parsed) return tl::unexpected(parsed.error());
  return CertificateRequest(std::move(impl));
}

Expected<CertificateRequest> CertificateRequest::parse_pem(std::string_view pem) {
  while (const auto block = pem_next(pem)) {
    if (block->label == "CERTIFICATE REQUEST" || block->label == "NEW CERTIFICATE REQUEST")
      return parse(block->der);
  }
  return failure("no CERTIFICATE REQUEST block found");
}

ByteView CertificateRequest::der() const { return impl_->der; }
int CertificateRequest::version() const { return impl_->version; }
const Name& CertificateRequest::subject() const { return impl_->subject; }
ByteView CertificateRequest::spki() const { return impl_->spki; }
const Expected<PublicKey>& CertificateRequest::public_key() const { return impl_->key.get(impl_->spki); }
const std::vector<Extension>& CertificateRequest::extensions() const { return impl_->extensions; }
const std::vector<CertificateRequest::Attribute>& CertificateRequest::attributes() const {
  return impl_->attributes;
}
const SubjectAltNames& CertificateRequest::names() const { return impl_->names; }
SignatureAlgorithm CertificateRequest::signature_algorithm() const { return impl_->algorithm; }
ByteView CertificateRequest::signature_algorithm_der() const { return impl_->object.algorithm; }
ByteView CertificateRequest::signature() const { return impl_->object.signature; }
ByteView CertificateRequest::tbs() const { return impl_->object.tbs; }
std::string CertificateRequest::pem() const { return pem_encode("CERTIFICATE REQUEST", der()); }

bool CertificateRequest::verify_signature() const {
  const auto& key = public_key();
  return key && key->verify(signature_algorithm(), tbs(), signature());
}

CertificateRequest create_request(const RequestTemplate& request, const Signer& key) {
  std::vector<Extension> extensions;
  if (!request.names.empty() && find_extension(request.extensions, oids::subject_alt_name) == nullptr) {
    extensions.push_back(encode_subject_alt_names(request.names, false));
  }
  extensions.insert(extensions.end(), request.extensions.begin(), request.extensions.end());
  const SignatureAlgorithm algorithm = request.signature_algorithm != SignatureAlgorithm::unknown
                                           ? request.signature_algorithm
                                           : default_signature_algorithm(key.public_key());
  DerWriter info(1024);
  write_attributes(info, extensions);
  info.raw(key.public_key().spki());
  info.raw(request.subject.encode());
  info.integer(0);
  info.close(Tag::sequence, 0);
  const Bytes der = sign_object(info.view(), encode_signature_algorithm(algorithm), algorithm, key);
  return value_or_throw(CertificateRequest::parse(der), "error creating certificate request");
}

}  // namespace newel::x509
