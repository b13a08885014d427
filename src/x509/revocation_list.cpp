// Reading a certificate revocation list (RFC 5280 section 5.1).
#include "x509/crl.h"
#include "x509/extension_list.h"
#include "x509/oids.h"
#include "x509/signed_object.h"

namespace newel::x509 {

struct RevocationList::Impl {
  Bytes der;
  SignedObject object;  // views into der
  SignatureAlgorithm algorithm = SignatureAlgorithm::unknown;
  Name issuer;
  Time this_update{};
  std::optional<Time> next_update;
  std::vector<RevokedEntry> entries;
  std::vector<Extension> extensions;
  std::optional<Serial> number;
};

namespace {

using Impl = RevocationList::Impl;
using Parsed = Expected<void>;

constexpr std::size_t max_serial_octets = 64;

Expected<int> decode_reason(ByteView value) {
  const auto octets = der_contents(value, Tag::enumerated);
  if (!octets || octets->size() != 1 || ((*octets)[0] & 0x80) != 0)
    return failure("x509: malformed reasonCode extension");
  return (*octets)[0];
}

Expected<Serial> read_serial(DerReader& reader) {
  const auto serial = reader.positive_integer();
  if (!serial || serial->size() > max_serial_octets) return failure("x509: malformed serial number");
  return Serial{to_bytes(*serial)};
}

// SEQUENCE { userCertificate, revocationDate, crlEntryExtensions OPTIONAL }
Expected<RevokedEntry> read_entry(ByteView content) {
  DerReader reader(content);
  auto serial = read_serial(reader);
  if (!serial) return tl::unexpected(serial.error());
  const auto time = reader.time();
  if (!time) return failure("x509: " + time.error().text);
  RevokedEntry out{std::move(*serial), *time, 0, {}};
  if (reader.at_end()) return out;
  const auto list = reader.expect(Tag::sequence);
  if (!list || !reader.at_end()) return failure("x509: malformed crl");
  auto extensions = parse_extension_list(list->content);
  if (!extensions) return tl::unexpected(extensions.error());
  out.extensions = std::move(*extensions);
  if (const Extension* reason = find_extension(out.extensions, oids::crl_reason)) {
    const auto code = decode_reason(reason->value);
    if (!code) return tl::unexpected(code.error());
    out.reason = *code;
  }
  return out;
}

Parsed read_entries(DerReader& reader, Impl& out) {
  const auto list = reader.optional(Tag::sequence);
  if (!list) return failure("x509: malformed crl");
  if (!*list) return {};
  for (DerReader entries((*list)->content); !entries.at_end();) {
    const auto element = entries.expect(Tag::sequence);
    if (!element) return failure("x509: malformed crl");
    auto entry = read_entry(element->content);
    if (!entry) return tl::unexpected(entry.error());
    out.entries.push_back(std::move(*entry));
  }
  return {};
}

Parsed read_extensions(DerReader& reader, Impl& out) {
  const auto field = reader.optional(context_constructed(0));
  if (!field) return failure("x509: malformed extensions");
  if (!*field) return {};
  const auto list = der_contents((*field)->content, Tag::sequence);
  if (!list || list->empty()) return failure("x509: malformed extensions");
  auto extensions = parse_extension_list(*list);
  if (!extensions) return tl::unexpected(extensions.error());
  out.extensions = std::move(*extensions);
  if (const Extension* number = find_extension(out.extensions, oids::crl_number)) {
    DerReader value(number->value);
    auto serial = read_serial(value);
    if (!serial || !value.at_end()) return failure("x509: malformed crl number");
    out.number = std::move(*serial);
  }
  return {};
}

Parsed read_head(DerReader& reader, Impl& out) {
  // Version 1 lists, which have no version field and no extensions, are read too: old tools still make them.
  if (reader.peek_tag() == Byte{Tag::integer}) {
    const auto version = reader.small_integer();
    if (!version) return failure("x509: malformed crl");
    if (*version != 1) return failure("x509: unsupported crl version: " + std::to_string(*version));
  }
  const auto algorithm = read_algorithm(reader);
  if (!algorithm) return failure("x509: malformed signature algorithm identifier");
  if (!equal(*algorithm, out.object.algorithm)) {
    return failure("x509: inner and outer signature algorithm identifiers don't match");
  }
  out.algorithm = decode_signature_algorithm(*algorithm);
  const auto issuer = reader.expect(Tag::sequence);
  if (!issuer) return failure("x509: malformed issuer");
  auto name = Name::parse(issuer->whole);
  if (!name) return tl::unexpected(name.error());
  out.issuer = std::move(*name);
  const auto this_update = reader.time();
  if (!this_update) return failure("x509: " + this_update.error().text);
  out.this_update = *this_update;
  if (reader.peek_tag() == Byte{Tag::utc_time} || reader.peek_tag() == Byte{Tag::generalized_time}) {
    const auto next_update = reader.time();
    if (!next_update) return failure("x509: " + next_update.error().text);
    out.next_update = *next_update;
  }
  return {};
}

}  // namespace

Expected<RevocationList> RevocationList::parse(ByteView der) {
  auto impl = std::make_shared<Impl>();
  impl->der = to_bytes(der);
  const auto object = parse_signed_object(impl->der, "crl");
  if (!object) return tl::unexpected(object.error());
  impl->object = *object;
  DerReader reader(object->contents);
  const bool first_version = reader.peek_tag() != Byte{Tag::integer};
  auto parsed = read_head(reader, *impl);
  if (parsed) parsed = read_entries(reader, *impl);
  if (parsed && !first_version) parsed = read_extensions(reader, *impl);
  if (!parsed) return tl::unexpected(parsed.error());
  if (!reader.at_end()) return failure("x509: malformed tbs crl");
  return RevocationList(std::move(impl));
}

ByteView RevocationList::der() const { return impl_->der; }
ByteView RevocationList::tbs() const { return impl_->object.tbs; }
const Name& RevocationList::issuer() const { return impl_->issuer; }
Time RevocationList::this_update() const { return impl_->this_update; }
std::optional<Time> RevocationList::next_update() const { return impl_->next_update; }
const std::vector<RevokedEntry>& RevocationList::entries() const { return impl_->entries; }
const std::vector<Extension>& RevocationList::extensions() const { return impl_->extensions; }
std::optional<Serial> RevocationList::number() const { return impl_->number; }
SignatureAlgorithm RevocationList::signature_algorithm() const { return impl_->algorithm; }
ByteView RevocationList::signature_algorithm_der() const { return impl_->object.algorithm; }
ByteView RevocationList::signature() const { return impl_->object.signature; }
bool RevocationList::is_signed_by(const PublicKey& issuer_key) const {
  return issuer_key.verify(signature_algorithm(), impl_->object.tbs, signature());
}

}  // namespace newel::x509
